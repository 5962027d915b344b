/**
 * What consenters of SmartBFT say to each other.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/smartbftprotos/messages.proto
 */
/** A block that is to be agreed on, before anyone has signed it. */
export interface Proposal {
  /** DER of the block header. */
  readonly header: Uint8Array;
  /** DER of the block's data and metadata. */
  readonly payload: Uint8Array;
  /** Serialized `smartbftprotos.ViewMetadata`; empty only for the genesis block. */
  readonly metadata: Uint8Array;
  /** Sequence of the configuration it was made under. */
  readonly verificationSequence: number;
}

/** A consenter's signature on a proposal. */
export interface Signature {
  readonly signer: number;
  readonly value: Uint8Array;
  /** What binds the signature to the proposal. */
  readonly msg: Uint8Array;
}

export interface ViewMetadata {
  readonly viewId: number;
  readonly latestSequence: number;
  readonly decisionsInView: number;
  readonly blackList: readonly number[];
  readonly prevCommitSignatureDigest: Uint8Array;
}

export interface PrePrepare {
  readonly type: 'PrePrepare';
  readonly view: number;
  readonly seq: number;
  readonly proposal: Proposal;
  readonly prevCommitSignatures: readonly Signature[];
}

export interface Prepare {
  readonly type: 'Prepare';
  readonly view: number;
  readonly seq: number;
  /** Hex. */
  readonly digest: string;
  /** Sent again to help one that lags; never answered. */
  readonly assist: boolean;
}

export interface Commit {
  readonly type: 'Commit';
  readonly view: number;
  readonly seq: number;
  readonly digest: string;
  readonly signature: Signature;
  readonly assist: boolean;
}

export interface SignedViewData {
  /** Serialized `smartbftprotos.ViewData`. */
  readonly raw: Uint8Array;
  readonly signer: number;
  readonly signature: Uint8Array;
}

/** What a consenter brings along into a new view. */
export interface ViewData {
  readonly nextView: number;
  readonly lastDecision: Proposal;
  readonly lastDecisionSignatures: readonly Signature[];
  readonly inFlight: Proposal | undefined;
  readonly inFlightPrepared: boolean;
}

export interface NewView {
  readonly type: 'NewView';
  readonly viewData: readonly SignedViewData[];
}

/** Of the agreement on one proposal. */
export type ViewMessage = PrePrepare | Prepare | Commit;
/** Of the change to another leader. */
export type ViewChangeMessage =
  | { readonly type: 'ViewChange'; readonly nextView: number }
  | { readonly type: 'ViewData'; readonly signed: SignedViewData }
  | NewView;

export type BftMessage =
  | ViewMessage
  | ViewChangeMessage
  | { readonly type: 'HeartBeat'; readonly view: number; readonly seq: number }
  | { readonly type: 'HeartBeatResponse'; readonly view: number }
  | { readonly type: 'StateTransferRequest' }
  | { readonly type: 'StateTransferResponse'; readonly view: number; readonly seq: number };
