/** The files of a simulation that the real tools read: blocks, crypto material and what it is made from, packages. */
import type { PeerState } from '../web/src/sim/peer/peer-state.ts';
import { nodesOf } from '../web/src/sim/topology/nodes.ts';
import { printCryptoConfigYaml, printTopologyConfigtxYaml } from '../web/src/sim/topology/topology-yaml.ts';
import type { Simulation } from '../web/src/sim/worker/simulation.ts';

/** Path → content. Blocks are those of the highest peer of each channel, else the genesis block. */
export function artefactsOf(simulation: Simulation): ReadonlyMap<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  const { crypto, genesisBlocks, packages } = simulation.files;
  const { topology } = simulation.recording;
  for (const [path, content] of crypto?.files ?? []) files.set(path, content);
  for (const [channel, block] of Object.entries(genesisBlocks)) files.set(`blocks/${channel}/0.block`, block);
  for (const { label, bytes } of Object.values(packages)) files.set(`packages/${label}.tar.gz`, bytes);
  for (const { id, role } of nodesOf(topology)) {
    if (role !== 'peer' || !simulation.stateOf(id)) continue;
    for (const [channel, { blocks }] of Object.entries((simulation.stateOf(id) as PeerState).disk.ledgers))
      for (let number = 0; number < blocks.height; number++) {
        const path = `blocks/${channel}/${number}.block`;
        const bytes = blocks.blockBytes(number);
        if (bytes && (number === 0 || !files.has(path))) files.set(path, bytes);
      }
  }
  files.set('crypto-config.yaml', printCryptoConfigYaml(topology));
  if (crypto && topology.channels.length > 0) files.set('configtx.yaml', printTopologyConfigtxYaml(topology, crypto));
  return files;
}
