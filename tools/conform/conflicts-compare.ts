/**
 * Read-write sets and texts of a recording against ours. Block numbers and transaction ids are those of a run: one of
 * ours stands for one of theirs, always the same.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ProposalResponse } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { ChaincodeActionSchema, ProposalResponsePayloadSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { ChaincodeEventSchema } from '../../web/src/sim/wire/gen/peer/chaincode_pb.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { fromUtf8 } from '../../web/src/sim/wire/bytes.ts';
import { decodeReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import { namespaceVector } from './block-vectors.ts';

export type RecordedNamespace = Readonly<Record<string, unknown>> & { readonly ns: string };

const LIFECYCLE = '_lifecycle';

/** Which of our versions stand for which recorded ones. */
export class VersionMap {
  private readonly ours = new Map<string, string>();
  private readonly theirs = new Map<string, string>();

  /** Both say the same of a key: not there, or there since positions that stand for each other. */
  same(ours: unknown, recorded: unknown): boolean {
    if (ours === null || recorded === null) return ours === recorded;
    const [mine, other] = [JSON.stringify(ours), JSON.stringify(recorded)];
    const [known, knownOther] = [this.ours.get(mine), this.theirs.get(other)];
    if (known !== undefined || knownOther !== undefined) return known === other && knownOther === mine;
    this.ours.set(mine, other);
    this.theirs.set(other, mine);
    return true;
  }
}

/** The outcome inside an endorsement or, where Fabric gives it, inside a refusal. */
export function actionOf(response: ProposalResponse) {
  const payload = decode(ProposalResponsePayloadSchema, response.payload);
  const action = payload.ok ? decode(ChaincodeActionSchema, payload.value.extension) : payload;
  return action.ok && response.payload.length > 0 ? action.value : undefined;
}

/** The event a response carries, as recordings have it. */
export function eventOf(response: ProposalResponse): unknown {
  const events = actionOf(response)?.events ?? new Uint8Array(0);
  const event = events.length > 0 ? decode(ChaincodeEventSchema, events) : undefined;
  if (!event?.ok) return undefined;
  const { chaincodeId, eventName, payload } = event.value;
  return { chaincode: chaincodeId, name: eventName, payload: fromUtf8(payload) };
}

/** The read-write set of a response in the recordings' form; recordings may leave look-ups in `_lifecycle` out. */
export function readWriteSetOf(
  response: ProposalResponse,
  recorded: readonly RecordedNamespace[],
): readonly RecordedNamespace[] {
  const sets = decodeReadWriteSet(actionOf(response)?.results ?? new Uint8Array(0));
  if (!sets.ok) return [];
  const all = sets.value.map((set) => namespaceVector(set) as RecordedNamespace);
  return recorded.some(({ ns }) => ns === LIFECYCLE) ? all : all.filter(({ ns }) => ns !== LIFECYCLE);
}

/** Positions in the chain are those of the run, in texts too. */
export const withoutPositions = (text: string): string =>
  text.replace(/BlockNum: \d+, TxNum: \d+/g, 'BlockNum: <n>, TxNum: <n>');

/** What differs, as text; undefined when nothing does. */
export function setDifference(
  ours: readonly RecordedNamespace[],
  recorded: readonly RecordedNamespace[],
  versions: VersionMap,
): string | undefined {
  return sameValue(ours, recorded, versions, '')
    ? undefined
    : `read-write set is ${cut(ours)}, recorded ${cut(recorded)}`;
}

const cut = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 900 ? `${text.slice(0, 900)}…` : text;
};

/** A text that was cut in the recording ends with an ellipsis. */
function sameText(ours: string, recorded: string): boolean {
  if (ours === recorded) return true;
  if (/^1[5-9]\d{8}/.test(recorded) && /^1[5-9]\d{8}/.test(ours)) return true;
  const cutAt = /(?:…|\.\.\.).*$/.exec(recorded);
  return cutAt !== null && ours.startsWith(recorded.slice(0, cutAt.index));
}

function sameValue(ours: unknown, recorded: unknown, versions: VersionMap, name: string): boolean {
  if (name === 'version') return versions.same(ours, recorded);
  if (typeof ours === 'string' && typeof recorded === 'string') return sameText(ours, recorded);
  if (Array.isArray(ours) && Array.isArray(recorded))
    return ours.length === recorded.length && ours.every((one, i) => sameValue(one, recorded[i], versions, ''));
  if (!isRecord(ours) || !isRecord(recorded)) return isDeepStrictEqual(ours, recorded);
  const names = new Set([...Object.keys(ours), ...Object.keys(recorded)]);
  // Hashes are over the versions of the run; `range-merkle.json` has what they are made of.
  names.delete('merkle');
  return [...names].every((field) => sameField(ours[field], recorded[field], versions, field));
}

/** What a recording does not name is empty. */
function sameField(ours: unknown, recorded: unknown, versions: VersionMap, field: string): boolean {
  if (ours !== undefined && recorded !== undefined) return sameValue(ours, recorded, versions, field);
  const given = ours ?? recorded;
  return given === false || given === '' || (Array.isArray(given) && given.length === 0);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
