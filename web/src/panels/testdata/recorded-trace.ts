/**
 * A trace of the simulation itself: the bring-up of two organisations, three transfers, a peer that crashes, a proposal
 * that fails because the other peer has no chaincode, and the transfer once it is installed. Kept as base64 of its gzip.
 */
import { gunzipSync, strFromU8 } from 'fflate';
import { TraceIndex } from '../../view/trace-index.ts';
import type { Entry, FactOf, FactType, Recording } from '../lab-types.ts';
import file from './bring-up-and-transfers.json.gz.txt?raw';

interface RecordedTrace {
  readonly recording: Recording;
  readonly entries: readonly Entry[];
  readonly horizon: number;
}

const bytes = Uint8Array.from(atob(file.replaceAll('\n', '')), (character) => character.charCodeAt(0));
export const recorded = JSON.parse(strFromU8(gunzipSync(bytes))) as RecordedTrace;

const { topology, generation } = recorded.recording;
export const recordedTrace = TraceIndex.empty(topology, generation).updated(recorded.entries, 0);

/** The first entry of a type that `wanted` accepts. */
export function entryOf<T extends FactType>(
  type: T,
  wanted: (fact: FactOf<T>) => boolean = () => true,
): Entry & { readonly fact: FactOf<T> } {
  const found = recorded.entries.find(({ fact }) => fact.type === type && wanted(fact as FactOf<T>));
  if (found === undefined) throw new Error(`the recorded trace has no such ${type}`);
  return found as Entry & { readonly fact: FactOf<T> };
}

/** Entries up to and with `entry`. */
export const until = ({ seq }: Entry): readonly Entry[] => recorded.entries.slice(0, seq + 1);
