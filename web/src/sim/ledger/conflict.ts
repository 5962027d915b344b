/**
 * Why a transaction lost: the read of its simulation that no longer holds, in enough detail to show and explain.
 *
 * A real peer only logs this; the block records just the code.
 */
import type { Version } from './version.ts';

/** A key read by the transaction has another version by now. */
export interface ReadConflict {
  readonly kind: 'read';
  readonly namespace: string;
  /** Empty for public keys. */
  readonly collection: string;
  /** The key, or for private data the SHA-256 of it in hexadecimal. */
  readonly key: string;
  /** What the simulation saw; undefined: no such key. */
  readonly readVersion: Version | undefined;
  /** Before this block; undefined: no such key. */
  readonly committedVersion: Version | undefined;
  /** The earlier transaction of the same block that wrote the key; undefined when an earlier block did. */
  readonly writtenByTxNum: number | undefined;
}

export interface KeyVersion {
  readonly key: string;
  readonly version: Version | undefined;
}

/** A range scanned by the transaction gives other results by now: a key came, went or changed. */
export interface RangeConflict {
  readonly kind: 'range';
  readonly namespace: string;
  readonly startKey: string;
  /** Exclusive when the simulation read the range to its end, else the last key it saw. */
  readonly endKey: string;
  readonly readToEnd: boolean;
  readonly difference:
    | {
        readonly kind: 'result';
        /** Index of the first result that differs. */
        readonly position: number;
        /** Undefined: the simulation had no further result. */
        readonly read: KeyVersion | undefined;
        /** Undefined: there is no further result now. */
        readonly now: KeyVersion | undefined;
      }
    /** Above 50 results only hashes were recorded: `index` is the first that differs, of the tree's top level. */
    | { readonly kind: 'hashes'; readonly level: number; readonly index: number; readonly resultsNow: number };
}

export type Conflict = ReadConflict | RangeConflict;
