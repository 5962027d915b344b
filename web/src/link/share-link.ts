/**
 * A moment of the lab as text: `base64url(deflate(json))`, followed by `.` and a check of its length and content.
 * The deflate stream starts from a fixed dictionary (`share-dictionary.ts`), which halves a typical link.
 *
 * The link carries everything (network, seed, contracts, commands, place); it needs no server and stays valid:
 * a later version reads earlier schemas. Nothing in it is trusted: sizes are limited, shapes are checked, and what it
 * says about the network is validated again by the simulation.
 */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import type { Refusal, Result } from '../sim/kernel/result.ts';
import type { Micros } from '../sim/kernel/time.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { SHARE_DICTIONARY } from './share-dictionary.ts';
import { FNV_START, mix } from './trace-checksum.ts';

/** Version 2 has moments without a scene; links to scenes are still written as version 1, for older pages to open. */
export const SHARE_VERSION = 2;

/** Stands where the id of a scene does: a network of one's own. Its `step` is the name it was given. */
export const SANDBOX = 'sandbox';

export const versionOf = (scene: string): number => (scene === SANDBOX ? SHARE_VERSION : 1);

export interface SharedMoment {
  /** First, so that it can be read out of a link that is cut off. */
  readonly scene: string;
  readonly step: string;
  readonly language: 'ko' | 'en';
  /** Simulated time of the playhead. */
  readonly playhead: Micros;
  /** Steps of the scene begun so far: index of the step → seq of the entry it begins at. */
  readonly begun: readonly (number | null)[];
  /** Where the learner dragged nodes to. */
  readonly drags: Readonly<Record<NodeId, { readonly x: number; readonly y: number }>>;
  /** Segments of what is looked into (view/place.ts); absent when the network is. */
  readonly inside?: readonly string[];
  /** The page of the dock that was open; absent for the first. Older pages pass over it, and so does a page that has no such one. */
  readonly dock?: string;
  /** Words of what is looked at (view/look.ts); absent for nothing. Older pages pass over it. */
  readonly look?: readonly string[];
  readonly recording: Recording;
  /** `traceChecksum` up to the playhead. */
  readonly checksum: string;
}

/** A refusal, and the scene the link seems to speak of, if anything can be read of it. */
export interface BadLink {
  readonly refusal: Refusal;
  readonly scene: string | null;
}

export const DICTIONARY = strToU8(SHARE_DICTIONARY);

/** A day, as long as a recording may be: whoever opens a link waits until the simulation is there. */
const LATEST: Micros = 24 * 3_600 * 1_000_000;

/** Text longer than this once unpacked is not one of our links. */
const LARGEST_TEXT = 16_000_000;

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

const checkOf = (body: string): string => `${body.length.toString(36)}-${mix(FNV_START, body).toString(36)}`;

/** The part of a link after `#s=`. */
export function encodeMoment(moment: SharedMoment): string {
  const { scene, ...rest } = moment;
  const json = JSON.stringify({ scene, version: versionOf(scene), ...rest });
  const body = toBase64Url(deflateSync(strToU8(json), { level: 9, dictionary: DICTIONARY }));
  return `${body}.${checkOf(body)}`;
}

/** Unpacks as far as it goes; `whole` says whether the end was reached. */
function inflate(bytes: Uint8Array): { readonly text: string; readonly whole: boolean } {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let whole = false;
  const stream = new Inflate({ dictionary: DICTIONARY }, (chunk, final) => {
    size += chunk.length;
    if (size > LARGEST_TEXT) throw new RangeError('too large');
    chunks.push(chunk);
    whole = final;
  });
  try {
    // In pieces, so that the good beginning of a bad stream is still handed out.
    for (let start = 0; start < bytes.length; start += 64) {
      stream.push(bytes.subarray(start, start + 64), start + 64 >= bytes.length);
    }
  } catch {
    whole = false;
  }
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    if (offset + chunk.length > joined.length) break;
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return { text: strFromU8(joined.subarray(0, offset)), whole };
}

const sceneIn = (text: string): string | null => /^\{"scene":"([a-z0-9-]{1,60})"/.exec(text)?.[1] ?? null;

const bad = (
  code: string,
  scene: string | null,
  params: Refusal['params'] = {},
  where = '',
): Result<never, BadLink> => ({
  ok: false,
  error: { refusal: { code, params, where }, scene },
});

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first node that is dragged to no place. */
function misplaced(drags: unknown): string | null {
  if (!isObject(drags)) return 'drags';
  const isPlace = (place: unknown): boolean =>
    isObject(place) && Number.isFinite(place['x']) && Number.isFinite(place['y']);
  const node = Object.keys(drags).find((name) => !isPlace(drags[name]));
  return node === undefined ? null : `drags.${node}`;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string');

/** What came to be told beside the moment itself: older links do not tell it. */
function misfitShown({ inside = [], dock = '', look = [] }: Json): string | null {
  if (!isTexts(inside)) return 'inside';
  if (typeof dock !== 'string') return 'dock';
  return isTexts(look) ? null : 'look';
}

/** Its inside is the simulation's to judge. */
function misfitRecording({ recording }: Json): string | null {
  if (!isObject(recording)) return 'recording';
  if (!isObject(recording['topology'])) return 'recording.topology';
  return Array.isArray(recording['commands']) ? null : 'recording.commands';
}

/** The first field that is not as it must be; null when all are. */
function misfit(json: Json): string | null {
  const { playhead, begun } = json;
  for (const name of ['scene', 'step', 'checksum']) if (typeof json[name] !== 'string') return name;
  if (json['language'] !== 'ko' && json['language'] !== 'en') return 'language';
  if (!Number.isSafeInteger(playhead) || (playhead as number) < 0 || (playhead as number) > LATEST) return 'playhead';
  const isSeq = (value: unknown): boolean => value === null || Number.isSafeInteger(value);
  if (!Array.isArray(begun) || !begun.every(isSeq)) return 'begun';
  return misplaced(json['drags']) ?? misfitShown(json) ?? misfitRecording(json);
}

/** Reads JSON text of a moment, as in a link or in a file. */
export function readMoment(text: string): Result<SharedMoment, BadLink> {
  const scene = sceneIn(text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return bad('linkDamaged', scene);
  }
  if (!isObject(json)) return bad('linkDamaged', scene);
  const { version } = json;
  if (typeof version !== 'number') return bad('linkInvalid', scene, { where: 'version' }, 'version');
  if (version > SHARE_VERSION) return bad('linkFromFuture', scene, { version, known: SHARE_VERSION });
  const where = misfit(json);
  if (where !== null) return bad('linkInvalid', scene, { where }, where);
  const { version: _, ...moment } = json;
  return { ok: true, value: moment as unknown as SharedMoment };
}

/** Reads what {@link encodeMoment} wrote, or says what is wrong and which scene it seems to speak of. */
export function decodeMoment(text: string): Result<SharedMoment, BadLink> {
  const [body = '', check] = text.split('.', 2);
  const bytes = fromBase64Url(body);
  const unpacked = bytes === null ? { text: '', whole: false } : inflate(bytes);
  const scene = sceneIn(unpacked.text);
  if (check !== checkOf(body)) {
    const length = Number.parseInt(check?.split('-')[0] ?? '', 36);
    const cutOff = check === undefined || (length === body.length && checkOf(body).startsWith(check));
    return bad(cutOff ? 'linkTruncated' : 'linkDamaged', scene);
  }
  if (!unpacked.whole) return bad('linkDamaged', scene);
  return readMoment(unpacked.text);
}

/** The file for a moment too long for a link, or to hand in: the same content, readable. */
export function momentFile(moment: SharedMoment): string {
  const { scene, ...rest } = moment;
  return JSON.stringify({ scene, version: versionOf(scene), ...rest }, null, 1).replace('{\n "scene": ', '{"scene":');
}
