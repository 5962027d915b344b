/** Small changes to a world: everything untouched keeps its identity. */
import type { NodeId } from '../sim/trace/facts.ts';
import {
  type BlockGlimpse,
  type ChannelView,
  freshChannel,
  type NodeChannel,
  type NodeView,
  STRIP_LENGTH,
  type WorldView,
} from './world-model.ts';

/** A world with one node changed; facts of a node the topology does not know change nothing. */
export function withNode(world: WorldView, id: NodeId, change: (node: NodeView) => NodeView): WorldView {
  const node = world.nodes[id];
  if (node === undefined) return world;
  const next = change(node);
  return next === node ? world : { ...world, nodes: { ...world.nodes, [id]: next } };
}

export function withChannel(world: WorldView, id: string, change: (channel: ChannelView) => ChannelView): WorldView {
  const channel = world.channels[id] ?? freshChannel(id);
  return { ...world, channels: { ...world.channels, [id]: change(channel) } };
}

const FRESH: NodeChannel = {
  height: 0,
  blocks: [],
  keys: 0,
  systemKeys: 0,
  privateKeys: 0,
  pullsFrom: null,
  leads: false,
  validating: null,
};

export function withNodeChannel(
  world: WorldView,
  node: NodeId,
  channel: string,
  change: (channel: NodeChannel) => NodeChannel,
): WorldView {
  return withNode(world, node, (view) => ({
    ...view,
    channels: { ...view.channels, [channel]: change(view.channels[channel] ?? FRESH) },
  }));
}

/** The channel with `block` at its end; a block already there (replayed after a restart) replaces itself. */
export function appended(channel: NodeChannel, block: BlockGlimpse): NodeChannel {
  const blocks = [...channel.blocks.filter((known) => known.number < block.number), block].slice(-STRIP_LENGTH);
  return { ...channel, blocks, height: Math.max(channel.height, block.number + 1) };
}

/** Placeholders for `height` blocks that are there but were never spoken of (a node that joined from a genesis block). */
export function glimpsesBelow(height: number, genesisHash: string): readonly BlockGlimpse[] {
  const from = Math.max(0, height - STRIP_LENGTH);
  return Array.from({ length: height - from }, (_, index) => ({
    number: from + index,
    hash: from + index === 0 ? genesisHash : '',
    previousHash: '',
    valid: 0,
    invalid: 0,
    config: from + index === 0,
  }));
}
