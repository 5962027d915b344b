/** All that must hold of what the machines hold in the end, whatever was done to them. */
import { chainProblems } from './chain-invariants.ts';
import { clientProblems, traceProblems } from './client-invariants.ts';
import { peerProblems } from './peer-invariants.ts';
import { quorumProblems } from './quorum-invariants.ts';
import { modelProblems } from './state-model.ts';
import type { Testimony } from './testimony.ts';

/** A sentence for each thing that is wrong; most are about one channel, which is named first. */
export function invariantProblems(testimony: Testimony): readonly string[] {
  const channels = testimony.channels.flatMap((channel) => [
    ...chainProblems(channel),
    ...quorumProblems(channel),
    ...peerProblems(channel),
    // Equal states need to be judged once only; which are not is found above.
    ...channel.peers.slice(0, 1).flatMap((peer) => modelProblems(channel.channel, peer)),
  ]);
  return [...channels, ...clientProblems(testimony), ...traceProblems(testimony.entries)];
}
