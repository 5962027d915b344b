/**
 * SmartBFT for one channel as a value: pure, deterministic, without clock, network or disk. It stands up to f liars among
 * 3f + 1 consenters.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/{pkg/consensus/consensus.go,internal/bft/controller.go}
 * @simplified A leader waits for more requests from the moment its pool has one; SmartBFT's wait runs in rounds. After a
 *   synchronization SmartBFT takes up the view it was in even if it has sent its view data for the next one.
 */
import type { Micros } from '../../kernel/time.ts';
import { type BftConfig, faultsOf, leaderOf } from './bft-config.ts';
import type { BftMessage, PrePrepare, ViewMetadata } from './bft-message.ts';
import { viewMetadata } from './bft-wire.ts';
import type {
  Application,
  BftDurable,
  BftInput,
  BftState,
  BftTimer,
  BftTransition,
  Decision,
  Saved,
  StateAnswer,
  Synchronized,
  View,
} from './bft-state.ts';
import { forgetInFlight, takeDecision } from './decisions.ts';
import {
  broadcast,
  cancelTimer,
  type Draft,
  openDraft,
  save,
  sealDraft,
  send,
  setTimer,
  setCheckpoint,
  type Task,
} from './draft.ts';
import { freshHeartbeat, heartbeatTick, newRole, onHeartbeat, onHeartbeatResponse } from './heartbeat.ts';
import {
  addRequest,
  currentLeader,
  EMPTY_POOL,
  nextBatch,
  onPoolTimer,
  pruneRequests,
  refusalOf,
  removeRequests,
  restartTimers,
} from './pool.ts';
import { advance, newView, onViewMessage, propose } from './view.ts';
import {
  finishInFlight,
  freshViewChange,
  informNewView,
  joinViewChange,
  onInFlightMessage,
  onViewChangeMessage,
  startViewChange,
  viewChangeTick,
} from './view-change.ts';

export { currentLeader, refusalOf };

export const TICK: Micros = 1_000_000;
export const NO_LOG: BftDurable = { saved: undefined, inFlight: undefined };

/** A consenter whose last decision is `checkpoint`, with what its log says of the place after it. */
export function initialBft(config: BftConfig, durable: BftDurable, checkpoint: Decision): BftState {
  const latest = viewMetadata(checkpoint.proposal.metadata);
  const { saved } = durable;
  const began = beginning(durable, latest);
  const leader = leaderOf(config, began.view, began.decisions, latest.blackList);
  const fresh = newView(began.view, leader, latest.latestSequence + 1, began.decisions);
  const unfinished = saved?.type === 'proposed' || saved?.type === 'committing' ? saved : undefined;
  const isOpen = unfinished?.prePrepare.seq === fresh.seq && unfinished.prePrepare.view === began.view;
  return {
    config,
    durable,
    checkpoint,
    latest,
    viewNumber: began.view,
    decisionsInView: began.decisions,
    view: isOpen ? resumed(fresh, unfinished) : fresh,
    viewChange: freshViewChange(began.view),
    pool: EMPTY_POOL,
    heartbeat: freshHeartbeat(0),
    syncing: undefined,
    leaderToken: leader === config.self && !isOpen,
    batchTimer: false,
    poolTimer: undefined,
    awaiting: [],
  };
}

/** The view to begin in: that of the last decision, or a later one the log knows of. */
function beginning({ saved }: BftDurable, latest: ViewMetadata): { readonly view: number; readonly decisions: number } {
  const isFirst = latest.latestSequence === 0;
  const known = { view: latest.viewId, decisions: isFirst ? 0 : latest.decisionsInView + 1 };
  if (saved?.type === 'viewChange') return saved.nextView >= known.view ? { ...known, view: saved.nextView } : known;
  if (saved?.type === 'newView')
    return saved.seq >= latest.latestSequence && saved.view > known.view ? { view: saved.view, decisions: 0 } : known;
  if (!saved || saved.prePrepare.seq !== latest.latestSequence + 1 || saved.prePrepare.view < known.view) return known;
  const { view, proposal } = saved.prePrepare;
  return { view, decisions: viewMetadata(proposal.metadata).decisionsInView };
}

function resumed(view: View, saved: Extract<Saved, { readonly prePrepare: PrePrepare }>): View {
  const { prePrepare, prepare } = saved;
  const commit = saved.type === 'committing' ? saved.commit : undefined;
  const phase = commit ? 'prepared' : 'proposed';
  const current = { ...view.current, prePrepare };
  const mySignature = commit?.signature;
  return { ...view, phase, current, proposal: prePrepare.proposal, mySignature, sent: { prepare, commit } };
}

/** Its first step: it says again what it said last, or goes along with the view change it had joined. */
export function beginBft(state: BftState, application: Application, now: Micros): BftTransition {
  const draft = openDraft({ ...state, heartbeat: freshHeartbeat(now) }, application, now);
  const { view, durable, config } = state;
  const said = view.sent.commit ?? view.sent.prepare;
  if (said) broadcast(draft, said);
  const joined = durable.saved?.type === 'viewChange' && durable.saved.nextView === state.viewNumber;
  const event = { type: 'viewStarted', view: view.number, leader: view.leader } as const;
  draft.outputs.push({ type: 'tell', event });
  if (joined) joinViewChange(draft, true);
  else if (config.options.syncOnStart) draft.tasks.push({ type: 'sync' });
  work(draft);
  return sealDraft(draft);
}

export function stepBft(state: BftState, application: Application, input: BftInput, now: Micros): BftTransition {
  const draft = openDraft(state, application, now);
  switch (input.type) {
    case 'message':
      if (state.config.nodes.includes(input.from)) onMessage(draft, input.from, input.message);
      break;
    case 'request':
      onRequest(draft, input.request, input.forwarded);
      break;
    case 'timer':
      onTimer(draft, input.timer);
      break;
    case 'persisted':
      onPersisted(draft);
      break;
    case 'synchronized':
      onSynchronized(draft, input.synced);
      break;
  }
  work(draft);
  return sealDraft(draft);
}

/** Carries out what the parts have left for each other. */
function work(draft: Draft): void {
  for (let task = draft.tasks.shift(); task; task = draft.tasks.shift()) carryOut(draft, task);
}

function carryOut(draft: Draft, task: Task): void {
  switch (task.type) {
    case 'complain': {
      const { leader } = draft.state.view;
      const { view, why } = task;
      const at = draft.outputs.length;
      if (startViewChange(draft, task.view, task.stopView))
        draft.outputs.splice(at, 0, { type: 'tell', event: { type: 'leaderSuspected', view, leader, why } });
      return;
    }
    case 'sync':
      startSync(draft);
      return;
    case 'decide':
      decide(draft, task.decision);
      return;
    case 'reconfigure':
      reconfigure(draft, task.config);
      return;
    case 'abortView':
      abortView(draft, task.view);
      return;
    case 'viewChanged':
      changeView(draft, task.view, task.seq, 0);
      return;
    case 'propose':
      tryPropose(draft, true);
  }
}

function onMessage(draft: Draft, from: number, message: BftMessage): void {
  switch (message.type) {
    case 'PrePrepare':
    case 'Prepare':
    case 'Commit':
      onViewMessage(draft, from, message);
      onInFlightMessage(draft, from, message);
      if (from === currentLeader(draft.state)) onHeartbeat(draft, from, message.view, message.seq, false);
      return;
    case 'ViewChange':
    case 'ViewData':
    case 'NewView':
      onViewChangeMessage(draft, from, message);
      return;
    case 'HeartBeat':
      onHeartbeat(draft, from, message.view, message.seq, true);
      return;
    case 'HeartBeatResponse':
      onHeartbeatResponse(draft, from, message.view);
      return;
    case 'StateTransferRequest': {
      const { view, viewNumber } = draft.state;
      const seq = view.phase === 'aborted' ? view.seq : view.reported;
      send(draft, from, { type: 'StateTransferResponse', view: viewNumber, seq });
      return;
    }
    case 'StateTransferResponse':
      onStateAnswer(draft, from, { view: message.view, seq: message.seq });
  }
}

function onRequest(draft: Draft, request: Uint8Array, forwarded: boolean): void {
  const { state, application } = draft;
  // What others forward is for the leader only, which checks it: the forwarder may lie.
  if (forwarded && (currentLeader(state) !== state.config.self || !application.isRequestValid(request))) return;
  if (addRequest(draft, application.requestId(request), request)) draft.tasks.push({ type: 'propose' });
}

function onTimer(draft: Draft, timer: BftTimer): void {
  const { state } = draft;
  switch (timer) {
    case 'tick':
      heartbeatTick(draft);
      viewChangeTick(draft);
      return;
    case 'pool':
      if (onPoolTimer(draft).complain)
        draft.tasks.push({ type: 'complain', view: state.viewNumber, stopView: true, why: 'request' });
      return;
    case 'batch':
      state.batchTimer = false;
      tryPropose(draft, false);
      return;
    case 'collect':
      if (state.syncing?.stage === 'state') finishSync(draft, undefined);
  }
}

function onPersisted(draft: Draft): void {
  const { state } = draft;
  const [said = [], ...awaiting] = state.awaiting;
  state.awaiting = awaiting;
  draft.outputs.push(...said);
  advance(draft);
  finishInFlight(draft);
}

/** On a leader whose turn it is: proposes a full batch, or what there is once it has waited. */
function tryPropose(draft: Draft, isFullOnly: boolean): void {
  const { state } = draft;
  const { view, config, pool } = state;
  if (!state.leaderToken || view.phase !== 'committed' || view.leader !== config.self || state.syncing) return;
  const batch = nextBatch(state, isFullOnly);
  if (batch && batch.length > 0) {
    state.leaderToken = false;
    stopBatchTimer(draft);
    propose(draft, batch);
  } else if (pool.items.length > 0 && !state.batchTimer) {
    state.batchTimer = true;
    setTimer(draft, 'batch', config.options.requestBatchMaxInterval);
  }
}

function stopBatchTimer(draft: Draft): void {
  if (draft.state.batchTimer) cancelTimer(draft, 'batch');
  draft.state.batchTimer = false;
}

function decide(draft: Draft, decision: Decision): void {
  const { state } = draft;
  if (viewMetadata(decision.proposal.metadata).latestSequence <= state.latest.latestSequence) return;
  if (takeDecision(draft, decision)) return;
  state.decisionsInView += 1;
  const leader = currentLeader(state);
  if (leader !== state.view.leader) {
    changeView(draft, state.viewNumber, state.latest.latestSequence + 1, state.decisionsInView);
    restartTimers(draft);
    return;
  }
  if (leader === state.config.self) {
    state.leaderToken = true;
    draft.tasks.push({ type: 'propose' });
  }
  advance(draft);
}

function abortView(draft: Draft, view: number): void {
  const { state } = draft;
  if (view < state.viewNumber) return;
  state.leaderToken = false;
  stopBatchTimer(draft);
  state.view = { ...state.view, phase: 'aborted' };
}

function changeView(draft: Draft, number: number, seq: number, decisionsInView: number): void {
  const { state } = draft;
  if (number < state.viewNumber) return;
  const isRunning = state.view.phase !== 'aborted' && state.viewNumber === number;
  const isSame = state.view.seq === seq && state.decisionsInView === decisionsInView;
  if (isRunning && isSame && currentLeader(state) === state.view.leader) return;
  const isNew = state.viewNumber !== number || currentLeader(state) !== state.view.leader;
  abortView(draft, state.viewNumber);
  state.viewNumber = number;
  state.decisionsInView = decisionsInView;
  const leader = currentLeader(state);
  state.view = newView(number, leader, seq, decisionsInView);
  newRole(draft);
  if (isNew) draft.outputs.push({ type: 'tell', event: { type: 'viewStarted', view: number, leader } });
  if (leader !== state.config.self) return;
  state.leaderToken = true;
  draft.tasks.push({ type: 'propose' });
}

/** Other consenters, or other options: everything but the pool begins anew after the decision that says so. */
function reconfigure(draft: Draft, config: BftConfig): void {
  const { state, now } = draft;
  const { viewId, latestSequence, decisionsInView, blackList } = state.latest;
  state.config = config;
  state.viewNumber = viewId;
  state.decisionsInView = decisionsInView + 1;
  const leader = leaderOf(config, viewId, state.decisionsInView, blackList);
  state.view = newView(viewId, leader, latestSequence + 1, state.decisionsInView);
  state.viewChange = freshViewChange(viewId);
  state.heartbeat = freshHeartbeat(now);
  state.syncing = undefined;
  cancelTimer(draft, 'collect');
  stopBatchTimer(draft);
  restartTimers(draft);
  draft.outputs.push({ type: 'tell', event: { type: 'viewStarted', view: viewId, leader } });
  state.leaderToken = leader === config.self;
  if (state.leaderToken) draft.tasks.push({ type: 'propose' });
}

function startSync(draft: Draft): void {
  const { state } = draft;
  if (state.syncing) return;
  state.syncing = { stage: 'blocks' };
  stopBatchTimer(draft);
  const seq = state.latest.latestSequence;
  draft.outputs.push({ type: 'tell', event: { type: 'synchronizing', seq } }, { type: 'synchronize' });
}

/** The decisions of the others are here; what view they are in is asked next. */
function onSynchronized(draft: Draft, { latest, requests, config }: Synchronized): void {
  const { state } = draft;
  if (state.syncing?.stage !== 'blocks') return;
  const { latestSequence } = viewMetadata(latest.proposal.metadata);
  const isAhead = latestSequence > state.latest.latestSequence;
  if (isAhead) {
    setCheckpoint(draft, latest);
    forgetInFlight(draft);
    removeRequests(draft, requests);
    pruneRequests(draft);
  }
  if (config) return void draft.tasks.push({ type: 'reconfigure', config });
  state.syncing = { stage: 'state', isAhead, answers: {} };
  setTimer(draft, 'collect', state.config.options.collectTimeout);
  broadcast(draft, { type: 'StateTransferRequest' });
}

function onStateAnswer(draft: Draft, from: number, answer: StateAnswer): void {
  const { state } = draft;
  if (state.syncing?.stage !== 'state' || state.syncing.answers[from]) return;
  const answers = { ...state.syncing.answers, [from]: answer };
  state.syncing = { ...state.syncing, answers };
  const alike = Object.values(answers).filter(({ view, seq }) => view === answer.view && seq === answer.seq);
  if (alike.length <= faultsOf(state.config.nodes.length)) return;
  cancelTimer(draft, 'collect');
  finishSync(draft, answer);
}

/** Begins the view the others are in, or the old one again where it was stopped. */
function finishSync(draft: Draft, answer: StateAnswer | undefined): void {
  const { state } = draft;
  const { viewId, latestSequence, decisionsInView } = state.latest;
  const isAhead = state.syncing?.stage === 'state' && state.syncing.isAhead;
  state.syncing = undefined;
  let view = Math.max(state.viewNumber, viewId);
  let decisions = isAhead ? decisionsInView + 1 : state.decisionsInView;
  if (answer && answer.view > view && answer.seq === latestSequence + 1) {
    save(draft, { type: 'newView', view: answer.view, seq: latestSequence });
    view = answer.view;
    decisions = 0;
  }
  if (view > state.viewNumber) informNewView(draft, view);
  // It has told what it knows for a later view: in an earlier one it must not vote any more.
  if (view >= state.viewChange.currView) changeView(draft, view, latestSequence + 1, decisions);
  // It may have come to lead meanwhile, and had to hold back.
  if (state.leaderToken) draft.tasks.push({ type: 'propose' });
}
