/**
 * Are these collections? Form only: what a channel makes of them (counts that contradict each other, organisations it
 * does not have) is for the lifecycle to say.
 */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { shown } from './shown.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
/** What an int32 of the message can hold; the block count is a uint64 there, and a safe integer here. */
const isInt32 = (value: unknown): boolean => Number.isInteger(value) && Math.abs(Number(value)) <= 0x7fffffff;
const isBlockCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

function isEndorsementPolicy(value: unknown): boolean {
  if (value === null) return true;
  if (!isObject(value)) return false;
  const [only, ...others] = Object.entries(value);
  return (
    only !== undefined &&
    others.length === 0 &&
    (only[0] === 'signaturePolicy' || only[0] === 'channelConfigPolicy') &&
    isText(only[1])
  );
}

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isText,
  policy: isText,
  requiredPeerCount: isInt32,
  maxPeerCount: isInt32,
  blockToLive: isBlockCount,
  memberOnlyRead: isFlag,
  memberOnlyWrite: isFlag,
  endorsementPolicy: isEndorsementPolicy,
};

/** @param where path used in the refusal */
export function checkCollections(value: unknown, where: string): Result<void> {
  if (!Array.isArray(value)) return refuse('notCollections', { value: shown(value) }, where);
  for (const [index, collection] of value.entries()) {
    const at = `${where}[${index}]`;
    if (!isObject(collection)) return refuse('notCollections', { value: shown(collection) }, at);
    const name = shown(collection['name']);
    for (const [field, isGood] of Object.entries(FIELDS))
      if (!isGood(collection[field])) return refuse('collectionField', { collection: name, field }, `${at}.${field}`);
    const extra = Object.keys(collection).find((field) => !Object.hasOwn(FIELDS, field));
    if (extra !== undefined)
      return refuse('collectionFieldUnknown', { collection: name, field: extra }, `${at}.${extra}`);
  }
  return ok(undefined);
}
