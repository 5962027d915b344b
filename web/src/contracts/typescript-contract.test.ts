/** A contract in TypeScript all the way: compiled, packaged, installed, called; and what it says of itself. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadContractCompiler } from '../../../tools/contract-compiler.ts';
import { loadSimulationParts } from '../../../tools/node-lab.ts';
import { scene } from '../scenes/transaction-flow/scene.ts';
import { invariant } from '../sim/kernel/result.ts';
import type { Command, CommandOf } from '../sim/protocol/commands.ts';
import type { Simulation } from '../sim/worker/simulation.ts';
import { begin, facts, give } from '../sim/worker/test-simulation.ts';
import { readContractMetadata } from './contract-metadata.ts';
import { NOTES } from './test-contract.ts';

const CLIENTS = ['client.org1.example.com', 'client.org2.example.com'] as const;
const channel = 'mychannel';
const label = 'notes_1.0';
const definition = { name: 'notes', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };

const deploy: readonly Command[] = [
  { type: 'packageChaincode', client: CLIENTS[0], source: 'notes', label },
  ...CLIENTS.flatMap((client): Command[] => [
    { type: 'installChaincode', client, node: client.replace('client', 'peer0'), label },
    { type: 'approveChaincode', client, channel, definition, label },
  ]),
  { type: 'commitChaincode', client: CLIENTS[0], channel, definition },
];

const call = { client: CLIENTS[0], identity: 'User1', channel, chaincode: 'notes', transient: {} } as const;
const submit = (name: string, ...args: readonly string[]): CommandOf<'submitTransaction'> => ({
  type: 'submitTransaction',
  ...call,
  function: name,
  args,
  endorsers: null,
});
const evaluate = (name: string, ...args: readonly string[]): CommandOf<'evaluateTransaction'> => ({
  type: 'evaluateTransaction',
  ...call,
  function: name,
  args,
  peer: null,
});

let ready: Simulation;
beforeAll(async () => {
  const { folder } = loadContractCompiler()(NOTES);
  const network = { ...scene, contracts: { notes: folder } };
  ready = begin(network, await loadSimulationParts(), ...scene.setup, ...deploy);
}, 60_000);

function answerOf(command: Command): string | undefined {
  const simulation = ready.forkAt(ready.now);
  give(simulation, command);
  return facts(simulation, 'queryAnswered').at(-1)?.payload;
}

describe('a contract in TypeScript', () => {
  it('gets its arguments by their types, which only the decorators know', () => {
    const simulation = ready.forkAt(ready.now);
    give(simulation, submit('Write', 'a', 'hello', '21'), evaluate('Read', 'a'));
    expect(facts(simulation, 'queryAnswered').at(-1)?.payload).toBe('{"text":"hello","weight":42}');
  });

  it('says its functions, their parameters and what comes back', () => {
    const metadata = readContractMetadata(answerOf(evaluate('org.hyperledger.fabric:GetMetadata')));
    invariant(metadata.ok, 'the API describes the contract');
    const [contract, ...others] = metadata.value.contracts;
    expect(others).toEqual([]);
    expect(contract).toMatchObject({ name: 'NotesContract', title: 'Notes', isDefault: true });
    const parameter = (name: string, type: string) => ({ name, description: '', schema: { type } });
    expect(contract?.transactions).toMatchObject([
      {
        name: 'Write',
        call: 'Write',
        submits: true,
        parameters: [parameter('id', 'string'), parameter('text', 'string'), parameter('weight', 'number')],
        returns: undefined,
      },
      {
        name: 'Read',
        submits: false,
        parameters: [parameter('id', 'string')],
        returns: { properties: { text: { type: 'string' }, weight: { type: 'number' } } },
      },
      { name: 'Total', submits: false, parameters: [parameter('weights', 'string')], returns: { type: 'number' } },
    ]);
  });
});
