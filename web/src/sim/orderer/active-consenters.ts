/**
 * Which consenters take part in the cluster, as its leader hears of them: an update that would leave a majority of the
 * new set silent is refused.
 *
 * @fabric orderer/consensus/etcdraft/tracker.go, orderer/consensus/etcdraft/chain.go (ActiveNodes)
 * @simplified Only the leader knows: a follower forwards an update and the leader judges. Fabric's leader tells the
 *   followers with its heartbeats, so that they refuse by themselves, in the same words.
 */
import type { IsActive } from '../channel/raft-consenters.ts';
import type { RaftChain } from './orderer-state.ts';

/** Notes who was heard of since the last look. To be called before a tick, which may begin the count anew. */
export function noteActive(chain: RaftChain): RaftChain {
  const { raft, hosts } = chain;
  if (raft.volatile.role !== 'leader') return chain.active ? withoutActive(chain) : chain;
  const { id } = raft.config;
  const heard = [...raft.volatile.progress].flatMap(([other, { recentActive }]) =>
    recentActive && other !== id ? [other] : [],
  );
  return { ...chain, active: [id, ...heard].flatMap((member) => hosts[member] ?? []) };
}

function withoutActive(chain: RaftChain): RaftChain {
  const { active: _active, ...rest } = chain;
  return rest;
}

/** Undefined where nobody can say: on a follower, and on a leader that has not looked yet. */
export function isActiveOn({ active }: RaftChain): IsActive | undefined {
  return active && (({ host }) => active.includes(host));
}
