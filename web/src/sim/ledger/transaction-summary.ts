/**
 * A transaction in as few words as the trace and the inspector need: which one, what it read and wrote, what became of it.
 */
/** The validation code by its name in Fabric's `peer/transaction.proto`. */
export type ValidationCode = string;

export interface TransactionRef {
  readonly channel: string;
  /** 64 hexadecimal digits, empty for a configuration envelope made by an orderer. */
  readonly txid: string;
}

/** A question a chaincode put to CouchDB. */
export interface RichQuerySummary {
  readonly namespace: string;
  readonly query: string;
  /** How many results the chaincode read. */
  readonly results: number;
}

/** What a transaction read and wrote, short enough to travel with every endorsement. */
export interface ReadWriteSummary {
  readonly reads: readonly { readonly namespace: string; readonly key: string; readonly version: string | null }[];
  readonly ranges: readonly {
    readonly namespace: string;
    readonly start: string;
    readonly end: string;
    readonly results: number;
  }[];
  readonly writes: readonly { readonly namespace: string; readonly key: string; readonly value: string | null }[];
  /** Hashed writes of private data and implicit collections, as `collection` and number of keys. */
  readonly privateWrites: readonly { readonly namespace: string; readonly collection: string; readonly keys: number }[];
  /**
   * Absent for none. No part of what is endorsed: the keys that came back are among the reads, the questions are nowhere,
   * so nobody asks them again when the transaction is validated.
   */
  readonly richQueries?: readonly RichQuerySummary[];
}

/** The transaction that wrote a key. */
export interface Writer {
  readonly block: number;
  /** Index in the block. */
  readonly tx: number;
  readonly txid: string;
}

/** Why a transaction got its code, for the inspector; absent when VALID. */
export type InvalidBecause =
  | {
      readonly type: 'readVersion';
      readonly namespace: string;
      readonly key: string;
      readonly read: string | null;
      readonly committed: string | null;
      readonly byTxInBlock: number | null;
      /** Empty for a public key; else `key` is the SHA-256 of it in hexadecimal. */
      readonly collection: string;
      /** Who changed or deleted the key last; null where nothing tells. */
      readonly writer: Writer | null;
    }
  | {
      readonly type: 'rangeChanged';
      readonly namespace: string;
      readonly start: string;
      readonly end: string;
      readonly key: string;
      readonly writer: Writer | null;
    }
  /** An earlier transaction of the block has set the key's own endorsement policy. */
  | {
      readonly type: 'keyPolicyChanged';
      readonly namespace: string;
      readonly collection: string;
      readonly key: string;
      readonly byTxInBlock: number;
    }
  | {
      readonly type: 'policy';
      readonly policy: string;
      readonly satisfied: readonly string[];
      readonly missing: readonly string[];
    }
  | { readonly type: 'text'; readonly text: string };

export interface TransactionVerdict {
  readonly txid: string;
  readonly code: ValidationCode;
  readonly because?: InvalidBecause;
}
