/**
 * What the page asks of the worker and what it gets. One interface, two transports (Worker, in-process).
 */
import type { Refusal, Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import type { Entry, MessageId, NodeId } from '../trace/facts.ts';
import type { BlockFile } from './block-file.ts';
import type { Command } from './commands.ts';
import type { InsideTarget, InsideThing } from './inside.ts';
import type { ConsensusPicture } from './consensus-picture.ts';
import type { ChannelConfigSummary, PolicyPicture } from './policy-picture.ts';
import type { Recording } from './recording.ts';
import type { Structure, StructureTarget } from './structure.ts';

/** A line of time: the first is `main`; acting in the past makes another. */
export interface Branch {
  readonly id: string;
  /** null for the first. */
  readonly parent: string | null;
  /** Where it left its parent. */
  readonly forkedAt: Micros;
  /** The parent's entries before this seq are shared. */
  readonly forkedAtSeq: number;
}

/** A branch that a worker took along when it died, as the page had it. */
export interface LostBranch {
  readonly branch: Branch;
  /** null: it is the one that was opened. */
  readonly recording: Recording | null;
  readonly horizon: Micros;
}

/** News for the mirror: the entries of `branch` from `fromSeq` on; entries the mirror had from there on are replaced. */
export interface Frame {
  readonly branch: string;
  readonly fromSeq: number;
  readonly entries: readonly Entry[];
  /** The simulation has run to here; nothing before it will change in this branch. */
  readonly horizon: Micros;
  /** null: as it was in the branch's last frame. A long one would cost more than the news. */
  readonly recording: Recording | null;
  readonly branches: readonly Branch[];
}

/** What to look at. A block or a transaction is looked at as one node has it. */
export type InspectTarget =
  | { readonly type: 'node'; readonly node: NodeId }
  | { readonly type: 'message'; readonly message: MessageId }
  | { readonly type: 'block'; readonly node: NodeId; readonly channel: string; readonly number: number }
  | { readonly type: 'transaction'; readonly node: NodeId; readonly channel: string; readonly txid: string }
  | { readonly type: 'entry'; readonly seq: number }
  | StructureTarget;

/**
 * Exact data of the thing. `json` is what `configtxlator` would show (bytes as base64, nested messages decoded),
 * `texts` are printed forms (certificates as `openssl x509 -text`), `bytes` the thing on the wire.
 */
export interface Inspection {
  readonly title: string;
  readonly json: unknown;
  readonly texts: readonly {
    readonly label: string;
    readonly text: string;
    /** Of a certificate: SHA-256 of its DER, lower-case hex. */
    readonly fingerprint?: string;
  }[];
  /** Hexadecimal. Empty when the thing has no wire form. */
  readonly bytes: string;
  /** Every policy that decided something about the thing, asked again. */
  readonly policies: readonly PolicyPicture[];
  /** Of a node: the configuration of each of its channels. */
  readonly channelConfigs: readonly ChannelConfigSummary[];
  /** Of an orderer: where it stands in each channel it orders by Raft or BFT. */
  readonly consensus: readonly ConsensusPicture[];
  /** Of a structure: what is known of it, typed. */
  readonly structure?: Structure;
}

/** The calls the worker answers, in order. Every refusal is a value; a bug rejects with its text and the recording. */
export interface SimulationHost {
  /** Runs `recording`, then `script` command after command (each once the one before has settled). The result is a frame of everything. */
  open(recording: Recording, script: readonly Command[]): Promise<Result<Frame, Refusal>>;
  /** Runs the branch on to `until`. */
  advance(branch: string, until: Micros): Promise<Frame>;
  /**
   * Gives a command at `at`; `horizon` is wherever that is when the request arrives. Before the horizon this forks and the
   * answer is a frame of the new branch. The horizon moves until the command has settled.
   */
  perform(branch: string, at: Micros | 'horizon', command: Command): Promise<Result<Frame, Refusal>>;
  /**
   * A branch that leaves `branch` right before its command number `command`, with nothing done in it yet. It takes the place
   * of branch `instead` when nothing has been done in that either.
   */
  fork(branch: string, command: number, instead: string | null): Promise<Frame>;
  /**
   * Plays a branch of an earlier worker again, up to its horizon, and keeps it as what it was. To be asked first of the one
   * that was opened, which is `main` until then. A frame from where it left its parent; of the one that was opened, of what
   * has come since.
   */
  revive(lost: LostBranch): Promise<Result<Frame, Refusal>>;
  /** Forgets a branch that no other left. Refuses for the first branch and for one that others left. The branches there are now. */
  discard(branch: string): Promise<Result<readonly Branch[], Refusal>>;
  inspect(branch: string, at: Micros, target: InspectTarget): Promise<Result<Inspection, Refusal>>;
  /** What is inside a thing as it was at `at`: typed, to draw. */
  lookInside(branch: string, at: Micros, target: InsideTarget): Promise<Result<InsideThing, Refusal>>;
  /** What the command would lead to: it is given at `at` in a copy of the world that is then thrown away. The entries that follow it. */
  tryOut(branch: string, at: Micros, command: Command): Promise<Result<readonly Entry[], Refusal>>;
  /** Opens a block of any network; no branch is needed. */
  readBlock(bytes: Uint8Array): Promise<Result<BlockFile, Refusal>>;
  /** Hash over all entries up to the horizon: equal recordings have equal digests, everywhere. */
  digest(branch: string): Promise<string>;
}
