/**
 * Takes crypto-config.yaml and configtx.yaml for the definition of a network, and brings it up as an administrator would:
 * to a channel all members' peers have joined, with anchor peers and without chaincode. A core.yaml in the same folder
 * says where the peers keep their state.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import type { Command } from '../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../web/src/sim/protocol/recording.ts';
import { consenterNames, nodesOf } from '../web/src/sim/topology/nodes.ts';
import { type DocumentNote, readTopology, type TopologyOptions } from '../web/src/sim/topology/read-topology.ts';
import type { ChannelSpec, SystemChannelSpec, Topology } from '../web/src/sim/topology/topology-spec.ts';
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
  return { recording, script: bringUp(topology, anchorPeers), remarks: remarks.map(nameOf) };
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

/** The commands from an empty disk to a channel that all its members' peers have joined, with anchor peers. */
export function bringUp(topology: Topology, anchorPeers: readonly string[]): readonly Command[] {
  const { systemChannel, channels } = topology;
  const started = nodesOf(topology).map(({ id }): Command => ({ type: 'startNode', node: id }));
  const genesis: readonly Command[] = systemChannel ? [{ type: 'createGenesisBlock', channel: systemChannel.id }] : [];
  const made = channels.flatMap((channel) => [
    ...(systemChannel
      ? [...consortiumOf(topology, systemChannel, channel), ...createChannel(topology, channel)]
      : startChannel(topology, channel)),
    ...joinPeers(topology, channel, anchorPeers),
  ]);
  return [{ type: 'generateCrypto' }, ...genesis, ...started, ...made];
}

/** The machine an organisation's administrator works at; members of channels always have one. */
const clientOf = (topology: Topology, org: string): string =>
  nodesOf(topology).find((node) => node.role === 'client' && node.org === org)?.id ?? '';

/** 3.x: every consenter is given the channel's genesis block. */
function startChannel(topology: Topology, channel: ChannelSpec): readonly Command[] {
  const { id } = channel;
  const joined = consenterNames(topology, channel).map((node): Command => ({ type: 'joinOrderer', node, channel: id }));
  return [{ type: 'createGenesisBlock', channel: id }, ...joined];
}

/** 2.x: the consortium, where the system channel does not begin with one. */
function consortiumOf(topology: Topology, system: SystemChannelSpec, channel: ChannelSpec): readonly Command[] {
  if (system.orgs.length > 0) return [];
  const client = clientOf(topology, topology.ordererOrg.name);
  const change = { kind: 'consortium', name: system.consortium, orgs: channel.orgs } as const;
  const update = 'consortium';
  return [
    { type: 'prepareConfigUpdate', client, channel: system.id, update, change },
    { type: 'submitConfigUpdate', client, update },
  ];
}

/** 2.x: the first member asks for the channel, and each other fetches its first block. */
function createChannel(topology: Topology, { id: channel, orgs }: ChannelSpec): readonly Command[] {
  const [creator = '', ...others] = orgs.map((org) => clientOf(topology, org));
  const fetched = others.map((client): Command => ({ type: 'fetchChannelBlock', client, channel }));
  return [
    { type: 'createChannelTransaction', channel },
    { type: 'createChannel', client: creator, channel },
    ...fetched,
  ];
}

function joinPeers(
  topology: Topology,
  { id: channel, orgs }: ChannelSpec,
  anchorPeers: readonly string[],
): readonly Command[] {
  const peers = nodesOf(topology).filter(({ role, org }) => role === 'peer' && orgs.includes(org));
  const anchors = peers.filter(({ id }) => anchorPeers.includes(id));
  return [
    ...peers.map(({ id }): Command => ({ type: 'joinPeer', node: id, channel })),
    ...anchors.map(({ id, org }): Command => {
      return { type: 'setAnchorPeer', client: clientOf(topology, org), channel, peer: id };
    }),
  ];
}
