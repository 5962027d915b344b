/**
 * Whether the leader is alive: it says so when it has nothing else to say, and whoever does not hear from it for too long
 * complains. A leader of a view that is over learns so from the answers.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/heartbeatmonitor.go
 */
import type { Micros } from '../../kernel/time.ts';
import { faultsOf } from './bft-config.ts';
import type { Heartbeat } from './bft-state.ts';
import { broadcast, type Draft, send } from './draft.ts';
import { currentLeader } from './pool.ts';

/** So many ticks one place behind the leader make a follower fetch what it lacks. */
const TICKS_BEHIND = 10;

export const freshHeartbeat = (last: Micros): Heartbeat => ({
  last,
  timedOut: false,
  silent: false,
  responses: {},
  syncAsked: false,
  behind: false,
  behindSeq: 0,
  behindTicks: 0,
});

/** A view begins: the leader has all its time. */
export function newRole({ state, now }: Draft): void {
  const { behind, behindSeq, behindTicks } = state.heartbeat;
  state.heartbeat = { ...freshHeartbeat(now), behind, behindSeq, behindTicks };
}

export function heartbeatTick(draft: Draft): void {
  const { state, now } = draft;
  const { heartbeat, config, view } = state;
  const { leaderHeartbeatTimeout, leaderHeartbeatCount } = config.options;
  const isLeader = view.leader === config.self;
  if (!isLeader || heartbeat.silent) {
    followerTick(draft);
    return;
  }
  const isDue = (now - heartbeat.last) * leaderHeartbeatCount >= leaderHeartbeatTimeout;
  if (!isDue || view.phase === 'aborted') return;
  broadcast(draft, { type: 'HeartBeat', view: view.number, seq: view.reported });
  state.heartbeat = { ...heartbeat, last: now };
}

function followerTick(draft: Draft): void {
  const { state, now, tasks } = draft;
  const { heartbeat, config, view } = state;
  if (heartbeat.timedOut) {
    state.heartbeat = { ...heartbeat, last: now };
    return;
  }
  if (now - heartbeat.last >= config.options.leaderHeartbeatTimeout) {
    state.heartbeat = { ...heartbeat, timedOut: true };
    if (view.leader !== config.self && view.leader === currentLeader(state))
      tasks.push({ type: 'complain', view: state.viewNumber, stopView: true, why: 'heartbeat' });
    return;
  }
  if (!heartbeat.behind) return;
  const behindTicks = heartbeat.behindTicks + 1;
  const isTooLong = behindTicks >= TICKS_BEHIND;
  state.heartbeat = { ...heartbeat, behindTicks: isTooLong ? 0 : behindTicks };
  if (isTooLong) tasks.push({ type: 'sync' });
}

/** A heartbeat, or a message of the leader that serves as one (`real` false). */
export function onHeartbeat(draft: Draft, from: number, view: number, seq: number, real: boolean): void {
  const { state, now, tasks } = draft;
  const { heartbeat } = state;
  const current = state.view;
  if (view < current.number) {
    send(draft, from, { type: 'HeartBeatResponse', view: current.number });
    return;
  }
  if (!heartbeat.silent && from !== current.leader) return;
  if (view > current.number) {
    tasks.push({ type: 'sync' });
    return;
  }
  const watches = real && current.phase !== 'aborted';
  if (watches && current.reported + 1 < seq) {
    tasks.push({ type: 'sync' });
    return;
  }
  const behind = watches && current.reported + 1 === seq;
  const isNew = behind && current.reported > heartbeat.behindSeq;
  state.heartbeat = {
    ...heartbeat,
    last: now,
    behind,
    behindSeq: isNew ? current.reported : heartbeat.behindSeq,
    behindTicks: isNew ? 0 : heartbeat.behindTicks,
  };
}

/** On a leader: when f + 1 say that a later view has begun, one of them is honest. */
export function onHeartbeatResponse({ state, tasks }: Draft, from: number, view: number): void {
  const { heartbeat, config } = state;
  if (state.view.leader !== config.self || heartbeat.syncAsked || view <= state.view.number) return;
  const responses = { ...heartbeat.responses, [from]: view };
  const syncAsked = Object.keys(responses).length > faultsOf(config.nodes.length);
  state.heartbeat = { ...heartbeat, responses, syncAsked };
  if (syncAsked) tasks.push({ type: 'sync' });
}
