/**
 * Takes crypto-config.yaml and configtx.yaml for the definition of a network, and brings it up as an administrator would:
 * to a channel all members' peers have joined, with anchor peers and without chaincode. A core.yaml in the same folder
 * says where the peers keep their state.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { bringUpCommands } from '../web/src/sim/protocol/bring-up.ts';
import type { Command } from '../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../web/src/sim/protocol/recording.ts';
import { type DocumentNote, readTopology, type TopologyOptions } from '../web/src/sim/topology/read-topology.ts';
import { Unusable } from './unusable.ts';

export interface NetworkProgram {
  readonly recording: Recording;
  readonly script: readonly Command[];
  /** What the lab does otherwise than the files say, a sentence each. */
  readonly remarks: readonly string[];
}

const isYaml = (file: string): boolean => /\.ya?ml$/.test(file);

/** Can this be the definition of a network: a folder, or a file by its name? */
export const isNetwork = (what: string): boolean => isYaml(what) || (existsSync(what) && statSync(what).isDirectory());

/**
 * @param files a folder with both files in it; or crypto-config.yaml and, unless it lies beside it, configtx.yaml
 * @throws Unusable with a line for each flaw: the file, the place in it, and what is wrong there
 */
export function loadNetwork(files: readonly string[], options: TopologyOptions): NetworkProgram {
  const [first = '', second] = files;
  const dir = isYaml(first) ? path.dirname(first) : first;
  const cryptoConfig = isYaml(first) ? first : path.join(dir, 'crypto-config.yaml');
  const configtx = second ?? path.join(dir, 'configtx.yaml');
  const core = path.join(dir, 'core.yaml');
  const places = { 'crypto-config.yaml': cryptoConfig, 'configtx.yaml': configtx, 'core.yaml': core } as const;
  const nameOf = ({ document, text }: DocumentNote) => `${places[document]}: ${text}`;
  const documents = { cryptoConfig: readYaml(cryptoConfig), configtx: readYaml(configtx) };
  const reading = readTopology({ ...documents, ...(existsSync(core) && { core: readYaml(core) }) }, options);
  if (!reading.ok) throw new Unusable(reading.error.map(nameOf).join('\n'));
  const { generation, topology, anchorPeers, remarks } = reading.value;
  const recording: Recording = {
    formatVersion: FORMAT_VERSION,
    generation,
    seed: 'network',
    topology,
    contracts: {},
    commands: [],
  };
  return { recording, script: bringUpCommands(topology, anchorPeers), remarks: remarks.map(nameOf) };
}

/** @throws Unusable when there is no such file, or naming line and column where it stops being YAML */
function readYaml(file: string): unknown {
  if (!existsSync(file)) throw new Unusable(`There is no ${file}.`);
  try {
    const document = parseDocument(readFileSync(file, 'utf8'), { merge: true });
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  } catch (error) {
    // The parser draws the place below its first line.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Unusable(`${file} is not YAML: ${sentence.replace(/:$/, '')}.`);
  }
}
