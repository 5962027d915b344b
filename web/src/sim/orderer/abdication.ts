/**
 * A leader that is to order its own removal gives its office away first and lets its successor order it, so that the
 * channel is not left without a leader.
 *
 * @fabric orderer/consensus/etcdraft/chain.go (checkForEvictionNCertRotation), orderer/consensus/etcdraft/node.go
 *   (abdicateLeadership)
 * @simplified The update is handed to the successor once; Fabric tries again for five seconds. Of the followers that are
 *   up the one with the lowest id is chosen; Fabric takes any.
 */
import { applyConfigEnvelope } from '../channel/config-update.ts';
import type { ActorId } from '../kernel/actor.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { changeMembership, consentersOf } from './membership.ts';
import { type RaftChain, type OrdererEffect, type Ordering, report, send } from './orderer-state.ts';
import { isPaused } from './raft/progress.ts';

/** How often an abdication that nobody took over is begun again before the update is dropped. */
const MOST_ATTEMPTS = 5;

/** Whether the configuration in `ordering` leaves this orderer out, or gives its place another certificate. */
export function endsOwnOffice(chain: RaftChain, ordering: Ordering): boolean {
  const { id } = chain.raft.config;
  const envelope = parseEnvelope(ordering.bytes);
  const next = envelope.ok ? applyConfigEnvelope(chain.bundle, envelope.value.data) : undefined;
  if (!next?.ok || next.value.orderer?.consensusType !== 'etcdraft') return false;
  const change = changeMembership(chain.membership, consentersOf(next.value));
  if (!change.ok) return false;
  const { membership, rotated } = change.value;
  return rotated === id || !membership.members.some((member) => member.id === id);
}

/** Asks Raft to hand the office over. With nobody to take it, the next tick tries again. */
export function abdicate(chain: RaftChain): { readonly chain: RaftChain; readonly effects: readonly OrdererEffect[] } {
  const attempts = (chain.abdicating ?? 0) + 1;
  if (attempts > MOST_ATTEMPTS) return { chain: dropUpdate(chain), effects: [] };
  const { channel, raft, hosts } = chain;
  const { progress } = raft.volatile;
  const heir = [...raft.volatile.voters].find((voter) => {
    const known = progress.get(voter);
    return voter !== raft.config.id && known?.recentActive && !isPaused(known, raft.config.maxInflight);
  });
  const to = heir === undefined ? undefined : hosts[heir];
  if (heir === undefined || to === undefined) return { chain: { ...chain, abdicating: attempts }, effects: [] };
  const proposals = [...chain.proposals, { type: 'transferLeadership', to: heir } as const];
  return {
    chain: { ...chain, abdicating: attempts, proposals },
    effects: [report({ type: 'leadershipTransferred', channel, to, term: raft.durable.hardState.term })],
  };
}

/** The update that began it all waits first in line. */
function dropUpdate(chain: RaftChain): RaftChain {
  const { abdicating: _given, ...rest } = chain;
  return { ...rest, waiting: chain.waiting.slice(1) };
}

/** What waited at a leader that leads no more goes to its successor, in the order it came. */
export function handOver(
  chain: RaftChain,
  successor: ActorId,
): { readonly chain: RaftChain; readonly effects: readonly OrdererEffect[] } {
  const { channel, waiting } = chain;
  const { abdicating: _given, ...rest } = chain;
  const effects = waiting.map(({ ordering, config, asker }) =>
    send(successor, {
      type: 'submitRequest',
      request: `${asker.node}/${asker.request}`,
      envelope: ordering.bytes,
      channel,
      txid: ordering.txid,
      config,
    }),
  );
  return { chain: { ...rest, waiting: [] }, effects };
}
