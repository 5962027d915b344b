/** DeliverWithPrivateData: whoever may read a collection hears of its values with the block. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene as flow } from '../../scenes/transaction-flow/scene.ts';
import { SECOND } from '../kernel/time.ts';
import type { ChaincodeDefinition, Command } from '../protocol/commands.ts';
import type { FactOf } from '../trace/facts.ts';
import type { Simulation } from './simulation.ts';
import { begin } from './test-simulation.ts';

const VAULT = {
  'package.json': JSON.stringify({
    name: 'vault',
    version: '1.0.0',
    main: 'index.js',
    scripts: { start: 'fabric-chaincode-node start' },
    dependencies: { 'fabric-contract-api': '2.5.8', 'fabric-shim': '2.5.8' },
  }),
  'index.js': `const { Contract } = require('fabric-contract-api');
class Vault extends Contract {
  async Put(ctx, key) {
    await ctx.stub.putPrivateData('secret', key, ctx.stub.getTransient().get('value'));
  }
}
exports.contracts = [Vault];
`,
};
const DEFINITION: ChaincodeDefinition = {
  name: 'vault',
  version: '1.0',
  sequence: 1,
  signaturePolicy: "OR('Org1MSP.peer','Org2MSP.peer')",
  initRequired: false,
  collections: [
    {
      name: 'secret',
      policy: "OR('Org1MSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: true,
      memberOnlyWrite: true,
      endorsementPolicy: null,
    },
  ],
};
const [CHANNEL, ORG1, ORG2] = ['mychannel', 'client.org1.example.com', 'client.org2.example.com'] as const;
const PEER = 'peer0.org1.example.com';

let simulation: Simulation;

const listen = (client: string): Command => ({
  type: 'listenEvents',
  client,
  identity: 'User1',
  channel: CHANNEL,
  kind: 'privateData',
  chaincode: '',
  from: 'newest',
});

beforeAll(async () => {
  const network = { ...flow, contracts: { ...flow.contracts, vault: VAULT } };
  simulation = begin(
    network,
    await loadSimulationParts(),
    ...flow.setup,
    { type: 'packageChaincode', client: ORG1, source: 'vault', label: 'vault_1.0' },
    { type: 'installChaincode', client: ORG1, node: PEER, label: 'vault_1.0' },
    { type: 'approveChaincode', client: ORG1, channel: CHANNEL, definition: DEFINITION, label: 'vault_1.0' },
    { type: 'approveChaincode', client: ORG2, channel: CHANNEL, definition: DEFINITION, label: null },
    { type: 'commitChaincode', client: ORG1, channel: CHANNEL, definition: DEFINITION },
    listen(ORG1),
    listen(ORG2),
    {
      type: 'submitTransaction',
      client: ORG1,
      identity: 'User1',
      channel: CHANNEL,
      chaincode: 'vault',
      function: 'Put',
      args: ['price'],
      transient: { value: '300' },
      endorsers: [PEER],
    },
  );
  simulation.runUntil(simulation.now + SECOND);
});

const heard = (client: string): readonly FactOf<'blockEventReceived'>[] =>
  simulation.entries.flatMap(({ node, fact }) => (node === client && fact.type === 'blockEventReceived' ? [fact] : []));

describe('blocks with private data', () => {
  it('come with the clear values to a listener at a member of the collection', () => {
    expect(simulation.entries.flatMap(({ fact }) => (fact.type === 'commandFailed' ? [fact.text] : []))).toEqual([]);
    expect(heard(ORG1).at(-1)?.privateData).toEqual([
      { txNum: 0, namespace: 'vault', collection: 'secret', key: 'price', value: '300' },
    ]);
  });

  it('come without them where they are not', () => {
    expect(heard(ORG2).at(-1)?.number).toBe(heard(ORG1).at(-1)?.number);
    expect(heard(ORG2).at(-1)?.privateData).toBeUndefined();
  });
});
