/**
 * The state of a SmartBFT consenter of one channel, what it is given and what it wants done.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft
 */
import type { Result } from '../../kernel/result.ts';
import type { Micros } from '../../kernel/time.ts';
import type { BftConfig } from './bft-config.ts';
import type {
  BftMessage,
  Commit,
  NewView,
  PrePrepare,
  Prepare,
  Proposal,
  Signature,
  SignedViewData,
  ViewChangeMessage,
  ViewMetadata,
} from './bft-message.ts';

export type ByNode<T> = Readonly<Record<number, T>>;

/** A proposal that a quorum has signed. */
export interface Decision {
  readonly proposal: Proposal;
  readonly signatures: readonly Signature[];
}

/** What is known of one place in the order. */
export interface Round {
  readonly prePrepare: PrePrepare | undefined;
  /** The first vote of each, as they came. */
  readonly prepares: readonly Vote<Prepare>[];
  readonly commits: readonly Vote<Commit>[];
}

export interface Vote<T> {
  readonly from: number;
  readonly vote: T;
}

export type Phase = 'committed' | 'proposed' | 'prepared' | 'aborted';

/** The agreement under one leader. */
export interface View {
  readonly number: number;
  readonly leader: number;
  /** The place in the order that is agreed on now. */
  readonly seq: number;
  /** What others are told: the first place of the view, later the newest that is decided. */
  readonly reported: number;
  readonly decisionsInView: number;
  readonly phase: Phase;
  readonly proposal: Proposal | undefined;
  readonly current: Round;
  readonly next: Round;
  readonly mySignature: Signature | undefined;
  /** Said about this place and the one before; the latter again to whoever lags. */
  readonly sent: { readonly prepare: Prepare | undefined; readonly commit: Commit | undefined };
  readonly sentBefore: { readonly prepare: Prepare | undefined; readonly commit: Commit | undefined };
  /** The newest commit of each that is for another place or view: f + 1 alike say that this one has fallen behind. */
  readonly strayCommits: ByNode<Commit>;
}

/** How the change to another leader stands. */
export interface ViewChange {
  /** The view whose beginning is waited for, or that runs. */
  readonly currView: number;
  /** The newest view that began. */
  readonly realView: number;
  /** One more than `currView` once this node wants it. */
  readonly nextView: number;
  readonly votes: readonly number[];
  readonly viewData: ByNode<SignedViewData>;
  /** The highest view each has asked for. */
  readonly wanted: ByNode<number>;
  readonly checkTimeout: boolean;
  readonly startedAt: Micros;
  readonly lastResend: Micros;
  readonly helpedAt: Micros;
  readonly backOff: number;
  /** A proposal of an earlier view that may have been decided somewhere is decided before the new view begins. */
  readonly inFlight: { readonly view: View; readonly ticks: number; readonly newView: NewView } | undefined;
  readonly postponed: readonly { readonly from: number; readonly message: ViewChangeMessage }[];
}

export interface PoolItem {
  readonly id: string;
  readonly request: Uint8Array;
  /** What happens at `due`. */
  readonly stage: 'forward' | 'complain' | 'remove';
  readonly due: Micros;
}

export interface Pool {
  readonly items: readonly PoolItem[];
  readonly bytes: number;
  /** During a view change nobody is blamed. */
  readonly stopped: boolean;
  /** Ids decided lately, oldest first: what comes late is not ordered again. */
  readonly processed: readonly string[];
}

export interface Heartbeat {
  readonly last: Micros;
  readonly timedOut: boolean;
  /** The leader has a request it cannot get ordered: it lets the others depose it. */
  readonly silent: boolean;
  /** Who said that a later view has begun. */
  readonly responses: ByNode<number>;
  readonly syncAsked: boolean;
  readonly behind: boolean;
  readonly behindSeq: number;
  readonly behindTicks: number;
}

export type Syncing =
  | undefined
  | { readonly stage: 'blocks' }
  | { readonly stage: 'state'; readonly isAhead: boolean; readonly answers: ByNode<StateAnswer> };

export interface StateAnswer {
  readonly view: number;
  readonly seq: number;
}

/** A record of the write-ahead log; only the newest matter. */
export type Saved =
  | { readonly type: 'proposed'; readonly prePrepare: PrePrepare; readonly prepare: Prepare }
  | { readonly type: 'committing'; readonly prePrepare: PrePrepare; readonly prepare: Prepare; readonly commit: Commit }
  | { readonly type: 'viewChange'; readonly nextView: number }
  | { readonly type: 'newView'; readonly view: number; readonly seq: number };

/** What outlives a crash. The decisions themselves are in the ledger. */
export interface BftDurable {
  readonly saved: Saved | undefined;
  /** Accepted and perhaps prepared, by the log: it must be brought along into the next view. */
  readonly inFlight: { readonly proposal: Proposal; readonly prepared: boolean } | undefined;
}

export interface BftState {
  readonly config: BftConfig;
  readonly durable: BftDurable;
  /** The last decision. */
  readonly checkpoint: Decision;
  readonly latest: ViewMetadata;
  readonly viewNumber: number;
  readonly decisionsInView: number;
  readonly view: View;
  readonly viewChange: ViewChange;
  readonly pool: Pool;
  readonly heartbeat: Heartbeat;
  readonly syncing: Syncing;
  /** A leader that has proposed all it may waits for the decision. */
  readonly leaderToken: boolean;
  readonly batchTimer: boolean;
  /** When the pool's timer runs out, if it runs. */
  readonly poolTimer: Micros | undefined;
  /** What is said once the disk has what it rests on, oldest first. */
  readonly awaiting: readonly (readonly BftOutput[])[];
}

export type BftTimer = 'tick' | 'pool' | 'batch' | 'collect';

export type BftInput =
  | { readonly type: 'message'; readonly from: number; readonly message: BftMessage }
  /** A request from a client, or one that another consenter forwards to the leader. */
  | { readonly type: 'request'; readonly request: Uint8Array; readonly forwarded: boolean }
  | { readonly type: 'timer'; readonly timer: BftTimer }
  | { readonly type: 'persisted' }
  /** As many decisions as the others have were fetched; `latest` is the newest this node has now. */
  | { readonly type: 'synchronized'; readonly synced: Synchronized };

export interface Synchronized {
  readonly latest: Decision;
  /** The requests in what was fetched. */
  readonly requests: readonly string[];
  /** Set when that changed who takes part or the options. */
  readonly config: BftConfig | undefined;
}

/** What there is to tell. */
export type BftEvent =
  | { readonly type: 'proposed'; readonly view: number; readonly seq: number }
  | {
      readonly type: 'prepared' | 'decided';
      readonly view: number;
      readonly seq: number;
      readonly by: readonly number[];
    }
  | { readonly type: 'proposalRefused'; readonly view: number; readonly leader: number; readonly why: string }
  | { readonly type: 'leaderSuspected'; readonly view: number; readonly leader: number; readonly why: Suspicion }
  | { readonly type: 'viewChangeStarted'; readonly view: number }
  | { readonly type: 'viewStarted'; readonly view: number; readonly leader: number }
  | { readonly type: 'synchronizing'; readonly seq: number };

/** Silence; a request it does not order; a proposal it should not have made; a message of another view. */
export type Suspicion = 'heartbeat' | 'request' | 'proposal' | 'view';

export type BftOutput =
  | { readonly type: 'send'; readonly to: number; readonly message: BftMessage }
  | { readonly type: 'forward'; readonly to: number; readonly request: Uint8Array }
  /** The durable state is to be written; `persisted` follows. */
  | { readonly type: 'persist'; readonly durable: BftDurable }
  /** The application has taken the decision in; stands where that happened. */
  | { readonly type: 'delivered' }
  | { readonly type: 'setTimer'; readonly timer: BftTimer; readonly after: Micros }
  | { readonly type: 'cancelTimer'; readonly timer: BftTimer }
  /** The decisions of the others are wanted; `synchronized` follows. */
  | { readonly type: 'synchronize' }
  | { readonly type: 'tell'; readonly event: BftEvent };

/** What the library asks of the ordering node around it. A value: delivering makes the next one. */
export interface Application {
  /** Sequence of the configuration in force. */
  readonly verificationSequence: number;
  readonly requestId: (request: Uint8Array) => string;
  readonly isRequestValid: (request: Uint8Array) => boolean;
  readonly assemble: (metadata: Uint8Array, requests: readonly Uint8Array[]) => Proposal;
  /** The ids of the requests in it, or what is wrong with it. */
  readonly verifyProposal: (proposal: Proposal) => Result<readonly string[], string>;
  readonly requestsOf: (proposal: Proposal) => readonly string[];
  readonly signProposal: (proposal: Proposal) => Signature;
  readonly isSignedBy: (signature: Signature, proposal: Proposal) => boolean;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  readonly isFrom: (signer: number, bytes: Uint8Array, signature: Uint8Array) => boolean;
  readonly deliver: (decision: Decision) => Delivered;
}

export interface Delivered {
  readonly application: Application;
  /** Set when the decision changed who takes part or the options. */
  readonly config: BftConfig | undefined;
}

export interface BftTransition {
  readonly state: BftState;
  readonly application: Application;
  readonly outputs: readonly BftOutput[];
}
