/**
 * Folds the trace into the world the page shows: one entry at a time, never looking ahead.
 *
 * `foldWorld` is the only place that knows what a fact changes on the stage. It returns the same object when nothing
 * visible changed but time, apart from `at` and `seq`.
 */
import type { Entry } from '../sim/trace/facts.ts';
import { foldCa } from './fold-ca.ts';
import { foldClient } from './fold-client.ts';
import { foldNode } from './fold-node.ts';
import { foldBft } from './fold-bft.ts';
import { foldKafka } from './fold-kafka.ts';
import { foldOrderer } from './fold-orderer.ts';
import { foldPeer } from './fold-peer.ts';
import type { WorldView } from './world-model.ts';

/** The world after `entry`, given the world before it. */
export function foldWorld(world: WorldView, entry: Entry): WorldView {
  const next =
    foldNode(world, entry) ??
    foldOrderer(world, entry) ??
    foldKafka(world, entry) ??
    foldBft(world, entry) ??
    foldPeer(world, entry) ??
    foldClient(world, entry) ??
    foldCa(world, entry) ??
    world;
  return { ...next, at: entry.at, seq: entry.seq };
}
