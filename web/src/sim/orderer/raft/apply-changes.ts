/**
 * Changes of members take effect.
 *
 * A change counts for a node from the moment it applies the entry, not from the moment it has it. With one change at a
 * time every majority of before meets every majority of after, so no two leaders can be elected side by side.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/confchange, vendor/go.etcd.io/etcd/raft/v3/raft.go (applyConfChange)
 */
import { type ConfChange, decodeConfChange } from './conf-change.ts';
import type { Draft } from './draft.ts';
import { newcomer } from './progress.ts';
import { entriesBetween, lastIndex } from './raft-log.ts';
import { NONE } from './raft-state.ts';
import { advanceCommit, broadcastAppend, sendMissing } from './replication.ts';

/** Counts entries up to `index` as applied; changes of membership among them take effect. Returns whether any did. */
export function applyUpTo(draft: Draft, index: number): boolean {
  const changes = entriesBetween(draft.log, draft.applied + 1, index).filter(({ type }) => type === 'confChange');
  draft.applied = index;
  for (const { data } of changes) {
    const change = decodeConfChange(data);
    if (change) applyChange(draft, change);
  }
  return changes.length > 0;
}

function applyChange(draft: Draft, { type, node }: ConfChange): void {
  const { id } = draft.config;
  if (type === 'remove') {
    draft.voters = draft.voters.filter((voter) => voter !== node);
    draft.progress.delete(node);
  } else if (!draft.voters.includes(node)) {
    draft.voters = [...draft.voters, node].sort((a, b) => a - b);
    draft.progress.set(node, newcomer(lastIndex(draft.log)));
  }
  if (draft.role !== 'leader' || !draft.voters.includes(id)) return;
  // Fewer voters may mean that more is committed; a newcomer need not wait for the next heartbeat.
  if (advanceCommit(draft)) broadcastAppend(draft);
  else sendMissing(draft);
  if (!draft.voters.includes(draft.transferee)) draft.transferee = NONE;
}
