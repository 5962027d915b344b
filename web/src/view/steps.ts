/**
 * The meaningful steps of a trace: what "step forward", "step back", "next block" and "next error" stop at.
 *
 * A step is one thing a person would tell, not one micro-event: the same thing said by several nodes within a moment
 * (four peers receive block 5) is one step, and it has happened when the last of them said it.
 */
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry, Fact, FactType } from '../sim/trace/facts.ts';

export interface MeaningfulStep {
  /** When it is complete: the playhead stops here. */
  readonly at: Micros;
  /** The last entry of it; its sentence is the step's. */
  readonly seq: number;
  readonly type: FactType;
  readonly block: boolean;
  readonly error: boolean;
}

/** What counts. The value says whether the same fact of several nodes makes one step. */
const MEANINGFUL: Partial<Record<FactType, 'each' | 'together'>> = {
  networkExtended: 'each',
  cryptoGenerated: 'together',
  genesisBlockCreated: 'each',
  channelTransactionCreated: 'each',
  channelCreated: 'together',
  channelBlockFetched: 'each',
  nodeStarted: 'together',
  nodeRestarted: 'each',
  nodeCrashed: 'each',
  nodeStopped: 'each',
  networkPartitioned: 'each',
  networkHealed: 'each',
  faultsPlanned: 'each',
  plannedFaultSkipped: 'each',
  linkChanged: 'together',
  commandFailed: 'each',
  ordererJoined: 'together',
  ordererOnboarding: 'each',
  consenterAdded: 'together',
  consenterRemoved: 'together',
  raftSnapshotTaken: 'together',
  raftSnapshotReceived: 'each',
  catchUpStarted: 'each',
  catchUpFinished: 'each',
  chainEvicted: 'each',
  leadershipTransferred: 'each',
  electionStarted: 'each',
  leaderElected: 'each',
  leaderLost: 'each',
  peerJoined: 'each',
  configUpdatePrepared: 'each',
  configUpdateSigned: 'each',
  channelConfigChanged: 'together',
  peerPanicked: 'each',
  ordererPanicked: 'each',
  ordererCorrupted: 'each',
  censorshipSuspected: 'each',
  leaderSuspected: 'together',
  viewStarted: 'together',
  blockProposed: 'each',
  blockDecided: 'together',
  snapshotRequested: 'each',
  snapshotCancelled: 'each',
  snapshotGenerated: 'each',
  snapshotCopied: 'each',
  snapshotJoinFailed: 'each',
  blockTampered: 'each',
  stateTampered: 'each',
  ledgerVerified: 'each',
  databasesDropped: 'each',
  ledgerCut: 'each',
  databasesRebuilt: 'each',
  ledgerRegained: 'each',
  anchorPeersSet: 'together',
  deliverStarted: 'together',
  peerWentOnline: 'together',
  peerWentOffline: 'together',
  leadingPeerElected: 'each',
  leadingPeerFollowed: 'together',
  leadingPeerMissed: 'each',
  leadingPeerYielded: 'each',
  blocksRequested: 'each',
  deliverFailed: 'together',
  contractWritten: 'each',
  packageReceived: 'each',
  chaincodePackaged: 'each',
  chaincodeInstalled: 'each',
  chaincodeStarted: 'together',
  chaincodeStopped: 'each',
  chaincodeApproved: 'together',
  chaincodeCommitted: 'together',
  couchIndexCreated: 'together',
  couchIndexRefused: 'together',
  richQueryWarned: 'together',
  proposalCreated: 'each',
  simulationStarted: 'together',
  endorsementSigned: 'each',
  proposalRefused: 'each',
  endorsementCollected: 'each',
  endorsementFailed: 'each',
  envelopeAssembled: 'each',
  envelopeSubmitted: 'each',
  requestForged: 'each',
  envelopeRefused: 'each',
  envelopeForwarded: 'each',
  envelopeQueued: 'each',
  batchTimerStarted: 'each',
  blockCut: 'each',
  blockWritten: 'together',
  privateDataDisseminated: 'each',
  privateDataReceived: 'together',
  privateDataRequested: 'together',
  privateDataMissing: 'together',
  privateDataReconciled: 'together',
  privateDataExpired: 'together',
  privateDataPurged: 'together',
  blockReceived: 'together',
  blockRejected: 'each',
  blockValidated: 'together',
  blockCommitted: 'together',
  commitStatusReceived: 'each',
  chaincodeEventReceived: 'each',
  queryAnswered: 'each',
  gatewayEndorsersAsked: 'each',
  gatewayTransactionPrepared: 'each',
  gatewayTransactionBroadcast: 'each',
  gatewayTransactionSigned: 'each',
  gatewayCallFailed: 'each',
  listeningStarted: 'each',
  blockEventReceived: 'each',
  workloadRetried: 'each',
  workloadFinished: 'each',
  identityRegistered: 'each',
  certificateIssued: 'each',
  identityRevoked: 'each',
  crlGenerated: 'each',
  affiliationAdded: 'each',
  caListRead: 'each',
  caRequestRefused: 'each',
  identityEnrolled: 'each',
  secretReceived: 'each',
  crlReceived: 'each',
  caListReceived: 'each',
};

/** Whether a person would tell of it: what the log of a node shows first. */
export const isMeaningful = ({ type }: Fact): boolean => MEANINGFUL[type] !== undefined;

/** Facts of one thing further apart than this are two steps. */
const MOMENT: Micros = 25_000;

/** What several nodes must agree on to be saying the same thing. */
function subject(fact: Fact): string {
  const number = 'number' in fact ? fact.number : '';
  const channel = 'channel' in fact ? fact.channel : '';
  const txid = 'txid' in fact ? fact.txid : '';
  const name = 'name' in fact ? fact.name : '';
  return `${fact.type} ${channel} ${number} ${txid} ${name}`;
}

/** What says that something went wrong, whatever else it says. */
const ERRORS: ReadonlySet<FactType> = new Set<FactType>([
  'commandFailed',
  'nodeCrashed',
  'peerPanicked',
  'ordererPanicked',
  'censorshipSuspected',
  'leaderSuspected',
  'blockProposalRefused',
  'snapshotJoinFailed',
  'blockTampered',
  'requestForged',
  'stateTampered',
  'endorsementFailed',
  'gatewayCallFailed',
  'envelopeRefused',
  'blockRejected',
  'proposalRefused',
  'caRequestRefused',
  'chaincodeStopped',
  'couchIndexRefused',
  'deliverFailed',
  'leaderLost',
  'leadingPeerMissed',
  'peerWentOffline',
  'privateDataMissing',
]);

export function isErrorFact(fact: Fact): boolean {
  switch (fact.type) {
    case 'commitStatusReceived':
      return fact.code !== 'VALID';
    case 'blockCommitted':
    case 'blockValidated':
      return fact.verdicts.some((verdict) => verdict.code !== 'VALID');
    default:
      return ERRORS.has(fact.type);
  }
}

interface OpenStep extends MeaningfulStep {
  readonly subject: string;
  /** Of its first entry. */
  readonly began: Micros;
  /** Of its first entry, so that a fork knows which steps to reopen. */
  readonly firstSeq: number;
}

export class StepIndex {
  /** In order of seq, and so of time: a step that another node joins moves to the end. */
  private readonly steps: OpenStep[] = [];

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    let from = fromSeq;
    for (let last = this.steps.at(-1); last !== undefined && last.seq >= from; last = this.steps.at(-1)) {
      from = Math.min(from, last.firstSeq);
      this.steps.pop();
    }
    for (let index = from; index < entries.length; index++) {
      const entry = entries[index];
      if (entry !== undefined) this.take(entry);
    }
  }

  private take(entry: Entry): void {
    const rule = MEANINGFUL[entry.fact.type];
    if (rule === undefined) return;
    const name = subject(entry.fact);
    const open = rule === 'together' ? this.openIndex(name, entry.at) : -1;
    const known = this.steps[open];
    const error = isErrorFact(entry.fact);
    const step: OpenStep = {
      at: entry.at,
      seq: entry.seq,
      type: entry.fact.type,
      block: entry.fact.type === 'blockCut' || entry.fact.type === 'blockCommitted',
      error: error || known?.error === true,
      subject: name,
      began: known?.began ?? entry.at,
      firstSeq: known?.firstSeq ?? entry.seq,
    };
    if (known !== undefined) this.steps.splice(open, 1);
    this.steps.push(step);
  }

  private openIndex(name: string, at: Micros): number {
    for (let index = this.steps.length - 1; index >= 0; index--) {
      const step = this.steps[index];
      if (step === undefined || at - step.at > MOMENT) return -1;
      if (step.subject === name && at - step.began <= 2 * MOMENT) return index;
    }
    return -1;
  }

  get all(): readonly MeaningfulStep[] {
    return this.steps;
  }

  /** The first step after `time` that `wanted` accepts; null when the trace has none (yet). */
  next(time: Micros, wanted: (step: MeaningfulStep) => boolean = () => true): MeaningfulStep | null {
    for (let index = this.countUntil(time); index < this.steps.length; index++) {
      const step = this.steps[index];
      if (step !== undefined && wanted(step)) return step;
    }
    return null;
  }

  /** The last step before `time` that `wanted` accepts; null at the beginning. */
  previous(time: Micros, wanted: (step: MeaningfulStep) => boolean = () => true): MeaningfulStep | null {
    for (let index = this.countUntil(time - 1) - 1; index >= 0; index--) {
      const step = this.steps[index];
      if (step !== undefined && wanted(step)) return step;
    }
    return null;
  }

  /** The step whose moment `time` is in: the last at or before it. */
  current(time: Micros): MeaningfulStep | null {
    return this.steps[this.indexAt(time)] ?? null;
  }

  /** Its place among all; -1 before the first. */
  indexAt(time: Micros): number {
    return this.countUntil(time) - 1;
  }

  private countUntil(time: Micros): number {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.steps[middle]?.at ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export const isBlockStep = (step: MeaningfulStep): boolean => step.block;
export const isErrorStep = (step: MeaningfulStep): boolean => step.error;
