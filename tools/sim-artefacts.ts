/** The files of a simulation that the real tools read: blocks, crypto material and what it is made from, packages. */
import type { BlockStore } from '../web/src/sim/ledger/block-store.ts';
import type { OrdererState } from '../web/src/sim/orderer/orderer-state.ts';
import type { PeerState } from '../web/src/sim/peer/peer-state.ts';
import { nodesOf } from '../web/src/sim/topology/nodes.ts';
import {
  printCoreYaml,
  printCryptoConfigYaml,
  printTopologyConfigtxYaml,
} from '../web/src/sim/topology/topology-yaml.ts';
import type { Simulation } from '../web/src/sim/worker/simulation.ts';

/** Path → content. Blocks are those of the highest peer of each channel, of the orderers where no peer is, else the genesis block. */
export function artefactsOf(simulation: Simulation): ReadonlyMap<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  const { crypto, genesisBlocks, channelTransactions, packages } = simulation.files;
  const { topology } = simulation.recording;
  for (const [path, content] of crypto?.files ?? []) files.set(path, content);
  for (const [channel, block] of Object.entries(genesisBlocks)) files.set(`blocks/${channel}/0.block`, block);
  for (const { label, bytes } of Object.values(packages)) files.set(`packages/${label}.tar.gz`, bytes);
  for (const [channel, bytes] of Object.entries(channelTransactions))
    files.set(`channel-artifacts/${channel}.tx`, bytes);
  for (const [channel, blocks] of chainsOf(simulation))
    for (let number = 0; number < blocks.height; number++) {
      const path = `blocks/${channel}/${number}.block`;
      const bytes = blocks.blockBytes(number);
      if (bytes && (number === 0 || !files.has(path))) files.set(path, bytes);
    }
  files.set('crypto-config.yaml', printCryptoConfigYaml(topology));
  if (crypto && topology.channels.length > 0) files.set('configtx.yaml', printTopologyConfigtxYaml(topology, crypto));
  const core = printCoreYaml(topology);
  if (core !== undefined) files.set('core.yaml', core);
  return files;
}

/** What peers have of their channels, and what orderers have of channels no peer is in: the system channel of 2.x. */
function chainsOf(simulation: Simulation): readonly (readonly [string, BlockStore])[] {
  const running = nodesOf(simulation.recording.topology).filter(({ id }) => simulation.stateOf(id) !== undefined);
  const ofPeers = running
    .filter(({ role }) => role === 'peer')
    .flatMap(({ id }) => Object.entries((simulation.stateOf(id) as PeerState).disk.ledgers))
    .map(([channel, { blocks }]) => [channel, blocks] as const);
  const known = new Set(ofPeers.map(([channel]) => channel));
  const ofOrderers = running
    .filter(({ role }) => role === 'orderer')
    .flatMap(({ id }) => Object.entries((simulation.stateOf(id) as OrdererState).disk.chains))
    .filter(([channel]) => !known.has(channel))
    .map(([channel, { blocks }]) => [channel, blocks] as const);
  return [...ofPeers, ...ofOrderers];
}
