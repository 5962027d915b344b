import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { BASIC, CHANNEL, ORG1, ORG2, setAnchorPeer, TWO_ORGS, TWO_ORGS_UP } from '../../scenes/networks.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { Command } from '../protocol/commands.ts';
import type { Simulation } from './simulation.ts';
import { begin, give } from './test-simulation.ts';

interface Recorded {
  readonly id: string;
  readonly argv: readonly string[];
  readonly stdout: unknown;
  readonly stderr: string;
}

/** Of a real network of the same shape, without certificates and ports. */
const RECORDED = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'testdata/discovery.json'), 'utf8'),
) as readonly Recorded[];

const text = (value: unknown): string => JSON.stringify(value);

/** What does not differ from run to run: certificates, ports, the order of peers and the numbering of groups do. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable).toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => name !== 'Identity');
  return Object.fromEntries(
    fields.map(([name, field]: [string, unknown]) => {
      if (name === 'Endpoint') return [name, String(field).split(':')[0]];
      if (name === 'EndorsersByGroups' || name === 'quantities_by_group')
        return [name, comparable(Object.values(field as object))];
      return [name, comparable(field)];
    }),
  );
}

function option(argv: readonly string[], name: string): string | undefined {
  const place = argv.indexOf(name);
  return place < 0 ? undefined : argv[place + 1];
}

/** The recorded command line as a command. */
function commandOf({ argv }: Recorded): Command {
  const [msp = '', verb = ''] = argv;
  const asker = {
    client: msp === 'Org1MSP' ? ORG1.client : ORG2.client,
    node: option(argv, '--server')?.split(':')[0] ?? '',
    identity: 'User1',
  };
  const channel = option(argv, '--channel');
  if (verb === 'peers') return { type: 'discoverPeers', ...asker, channel: channel ?? null };
  const collection = option(argv, '--collection')?.split(':')[1];
  return {
    type: 'discoverEndorsers',
    ...asker,
    channel: channel ?? '',
    chaincode: option(argv, '--chaincode') ?? '',
    collections: collection === undefined ? [] : [collection],
  };
}

const LAB = { ...BASIC, name: 'lab' };
const BEFORE = TWO_ORGS_UP.slice(
  0,
  TWO_ORGS_UP.findIndex(({ type }) => type === 'setAnchorPeer'),
);
const DEPLOYED = TWO_ORGS_UP.flatMap((command): readonly Command[] => {
  if (command.type === 'approveChaincode' || command.type === 'commitChaincode')
    return [{ ...command, definition: LAB }];
  return command.type === 'packageChaincode' || command.type === 'installChaincode' ? [command] : [];
});

let network: Simulation;
const answers = new Map<string, { readonly stdout: unknown; readonly stderr: string }>();

/** Puts the questions recorded under `ids`, once everyone has heard of everyone. */
function ask(...ids: readonly string[]): void {
  network.runUntil(network.now + 6 * SECOND);
  for (const id of ids) {
    const recorded = RECORDED.find((one) => one.id === id);
    invariant(recorded, `${id} is recorded`);
    const from = network.entries.length;
    give(network, commandOf(recorded));
    for (const { fact } of network.entries.slice(from)) {
      if (fact.type === 'peerQueried') answers.set(id, { stdout: comparable(JSON.parse(fact.output)), stderr: '' });
      if (fact.type === 'commandFailed') answers.set(id, { stdout: null, stderr: fact.text });
    }
  }
}

beforeAll(async () => {
  const empty = { generation: '3.x', seed: 'discovery', topology: TWO_ORGS, contracts: {} } as const;
  network = begin(empty, await loadSimulationParts(), ...BEFORE);
  ask('peers-before-anchors-org1', 'peers-before-anchors-org2', 'peers-without-channel', 'endorsers-no-chaincode');
  give(network, setAnchorPeer(ORG1.client, ORG1.peer0), setAnchorPeer(ORG2.client, ORG2.peer0));
  ask('peers-after-anchors-org1');
  give(network, ...DEPLOYED);
  ask('endorsers-lab', 'peers-with-chaincode', 'endorsers-unknown-collection', 'endorsers-unknown-chaincode');
  ask('unknown-channel', 'org2-user-on-org1-peer');
}, 60_000);

describe('the discover tool prints what was recorded', () => {
  it.each(RECORDED.map((recorded) => [recorded.id, recorded] as const))('%s', (id, { stdout, stderr }) => {
    expect(answers.get(id)).toEqual({ stdout: comparable(stdout), stderr });
  });
});

describe('the discovery service', () => {
  it('shows peers without a channel to the administrator of their organisation', () => {
    const from = network.entries.length;
    give(network, { type: 'discoverPeers', client: ORG1.client, node: ORG1.peer0, channel: null });
    const output = network.entries.slice(from).flatMap(({ fact }) => (fact.type === 'peerQueried' ? fact.output : []));
    expect(JSON.parse(output.join(''))).toHaveLength(4);
  });

  it('tells the MSPs and the orderers of the channel', () => {
    const from = network.entries.length;
    give(network, { type: 'discoverConfig', client: ORG2.client, node: ORG2.peer1, channel: CHANNEL });
    const output = network.entries.slice(from).flatMap(({ fact }) => (fact.type === 'peerQueried' ? fact.output : []));
    const { msps, orderers } = JSON.parse(output.join('')) as { msps: object; orderers: unknown };
    expect(Object.keys(msps).toSorted()).toEqual(['Org1MSP', 'Org2MSP', 'OrdererMSP'].toSorted());
    expect(orderers).toEqual({
      OrdererMSP: {
        endpoint: [
          { host: 'orderer.example.com', port: 7050 },
          { host: 'orderer2.example.com', port: 8050 },
          { host: 'orderer3.example.com', port: 9050 },
        ],
      },
    });
  });

  it('no longer lists a peer that is gone', () => {
    give(network, { type: 'crashNode', node: ORG2.peer1 });
    network.runUntil(network.now + 6 * SECOND);
    const from = network.entries.length;
    give(network, { type: 'discoverPeers', client: ORG1.client, node: ORG1.peer0, channel: CHANNEL });
    const output = network.entries.slice(from).flatMap(({ fact }) => (fact.type === 'peerQueried' ? fact.output : []));
    expect(output.join('')).not.toContain(ORG2.peer1);
    expect(output.join('')).toContain(ORG2.peer0);
  });
});
