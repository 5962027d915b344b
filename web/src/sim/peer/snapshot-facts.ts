/**
 * What a peer says about snapshots of its ledgers, and about its files being worked on while it is off.
 */
export interface SnapshotFacts {
  /** A snapshot will be made once block `number` is committed, or now if it is the newest. */
  readonly snapshotRequested: { readonly channel: string; readonly number: number };
  readonly snapshotCancelled: { readonly channel: string; readonly number: number };
  /** `hash` is that of the signable metadata: peers with the same state behind the block have the same. */
  readonly snapshotGenerated: {
    readonly channel: string;
    readonly number: number;
    readonly hash: string;
    readonly commitHash: string;
    readonly files: readonly { readonly name: string; readonly size: number }[];
  };
  /** The folder of a snapshot was copied onto this machine. `number` is the last block in it. */
  readonly snapshotCopied: { readonly channel: string; readonly number: number; readonly from: string };
  /** The log's only words about it: whoever asked was told that the peer is at work. */
  readonly snapshotJoinFailed: { readonly path: string; readonly text: string };
}

export interface OfflineFacts {
  /**
   * Somebody has changed the bytes of a block in a peer's file. `header`: the data hash in the header was made to fit
   * again. `hash` is what the header hashes to now.
   */
  readonly blockTampered: {
    readonly channel: string;
    readonly number: number;
    readonly find: string;
    readonly replace: string;
    readonly header: boolean;
    readonly hash: string;
  };
  /** Somebody has changed a value in a peer's state database; its version stayed. null: there was none. */
  readonly stateTampered: {
    readonly channel: string;
    readonly namespace: string;
    readonly key: string;
    readonly before: string | null;
    readonly value: string;
  };
  /** What ledgerutil verify found: no `errors`, no block whose hashes do not fit. */
  readonly ledgerVerified: {
    readonly channel: string;
    readonly blocks: number;
    readonly errors: readonly { readonly number: number; readonly texts: readonly string[] }[];
  };
  /** The databases of all channels are dropped; the next start makes them anew from the blocks. */
  readonly databasesDropped: Record<never, never>;
  /** Blocks from `height` on are gone from the file; before there were `before`. */
  readonly ledgerCut: { readonly channel: string; readonly height: number; readonly before: number };
  /** State and history come from the blocks again, whose codes are believed. */
  readonly databasesRebuilt: { readonly channel: string; readonly blocks: number };
  /** After a reset or rollback the peer has all blocks again that it had before, and endorses again. */
  readonly ledgerRegained: { readonly channel: string; readonly height: number };
}
