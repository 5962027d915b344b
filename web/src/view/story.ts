/**
 * The sentence of every fact, as a text key and its values: what captions, the live region, the lists and the
 * inspector's "why" say. Total by type: a new fact does not compile until it has its sentence here and in both
 * languages.
 */
import type { Entry, Fact, FactType, NodeId } from '../sim/trace/facts.ts';
import { type Sentence, sentence } from './sentence.ts';
import { BFT_STORIES } from './story-bft.ts';
import { CA_STORIES } from './story-ca.ts';
import { CLIENT_STORIES } from './story-client.ts';
import { GATEWAY_STORIES } from './story-gateway.ts';
import { GOSSIP_STORIES } from './story-gossip.ts';
import { LEDGER_FILE_STORIES } from './story-ledger-files.ts';
import { KAFKA_STORIES } from './story-kafka.ts';
import { NODE_STORIES } from './story-node.ts';
import { ORDERER_STORIES } from './story-orderer.ts';
import { PEER_STORIES } from './story-peer.ts';
import { PRIVATE_STORIES } from './story-private.ts';
import { RAFT_SNAPSHOT_STORIES } from './story-raft-snapshots.ts';
import type { Stories, Teller } from './story-teller.ts';
import type { WorldView } from './world-model.ts';

const STORIES: Stories<FactType> = {
  ...NODE_STORIES,
  ...ORDERER_STORIES,
  ...RAFT_SNAPSHOT_STORIES,
  ...BFT_STORIES,
  ...KAFKA_STORIES,
  ...PEER_STORIES,
  ...LEDGER_FILE_STORIES,
  ...PRIVATE_STORIES,
  ...GATEWAY_STORIES,
  ...GOSSIP_STORIES,
  ...CLIENT_STORIES,
  ...CA_STORIES,
};

/** The sentence of `entry`. `world` gives names and labels; any world of the same network will do. */
export function sentenceOf(entry: Entry, world: WorldView): Sentence {
  const nameOf = (node: NodeId): string => world.nodes[node]?.info.shortName ?? node;
  const story = STORIES[entry.fact.type] as ((fact: Fact, teller: Teller) => Sentence) | undefined;
  // A trace of a later version may hold a fact we have no sentence for: name it rather than fail.
  if (story === undefined) return sentence('commandGiven', { command: entry.fact.type });
  return story(entry.fact, { id: entry.node, node: nameOf(entry.node), nameOf, world });
}
