/** The small network of `test-config-network.ts` with a fourth orderer: outside a Raft channel at first, inside a BFT one. */
import type { Command } from '../protocol/commands.ts';
import type { Recording } from '../protocol/recording.ts';
import type { ChannelSpec } from '../topology/topology-spec.ts';
import { CHANNEL, EMPTY_RECORDING, SETUP } from './test-config-network.ts';

const HOSTS = ['orderer', 'orderer2', 'orderer3', 'orderer4'] as const;
export const ORDERERS: readonly string[] = HOSTS.map((host) => `${host}.example.com`);
export const [ONE, TWO, THREE, FOUR] = ORDERERS as [string, string, string, string];

/** Nothing has been done yet. */
function fourOrderers(channel: Partial<ChannelSpec>): Recording {
  const { topology } = EMPTY_RECORDING;
  return {
    ...EMPTY_RECORDING,
    topology: {
      ...topology,
      ordererOrg: { ...topology.ordererOrg, orderers: HOSTS },
      channels: topology.channels.map((spec) => ({ ...spec, ...channel })),
    },
  };
}

/** The first three are consenters. */
export const threeOfFour = (channel: Partial<ChannelSpec> = {}): Recording =>
  fourOrderers({ consenters: HOSTS.slice(0, 3), ...channel });

/** Brings that up; the fourth is switched on and knows of no channel. */
export const THREE_OF_FOUR_UP: readonly Command[] = [...SETUP, { type: 'startNode', node: FOUR }];

export const BFT_OF_FOUR: Recording = fourOrderers({ consensus: 'BFT' });

export const BFT_OF_FOUR_UP: readonly Command[] = SETUP.flatMap((command): readonly Command[] => {
  if (command.type === 'startNode' && command.node === THREE) return [command, { type: 'startNode', node: FOUR }];
  if (command.type === 'joinOrderer' && command.node === THREE)
    return [command, { type: 'joinOrderer', node: FOUR, channel: CHANNEL }];
  return [command];
});
