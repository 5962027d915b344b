import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import { createHost } from './host.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, facts, give, replayed } from './test-simulation.ts';

const CLIENT = 'client.org1.example.com';
const CONTRACT = 'lib/asset-contract.js';

let parts: SimulationParts;
let ready: Simulation;
const fresh = (): Simulation => ready.forkAt(ready.now);

const read: CommandOf<'evaluateTransaction'> = {
  type: 'evaluateTransaction',
  client: CLIENT,
  identity: 'User1',
  channel: 'mychannel',
  chaincode: 'basic',
  function: 'AssetExists',
  args: ['nothing'],
  transient: {},
  peer: null,
};

const write = (files: CommandOf<'writeContract'>['files'], source = 'asset'): Command => ({
  type: 'writeContract',
  client: CLIENT,
  source,
  files,
});

/** The contract with an answer nobody could take for the old one. */
const edited = (): string =>
  (parts.builtInContracts['asset']?.[CONTRACT] ?? '').replace('return bytes.length > 0;', "return 'perhaps';");

/** Package, install, approve and commit what was written, as the next sequence. */
function upgrade(source = 'asset'): readonly Command[] {
  const label = 'basic_2.0';
  const clients = [CLIENT, 'client.org2.example.com'];
  const definition = {
    name: 'basic',
    version: '2.0',
    sequence: 2,
    signaturePolicy: null,
    initRequired: false,
  };
  return [
    { type: 'packageChaincode', client: CLIENT, source, label },
    ...clients.map(
      (client): Command => ({ type: 'installChaincode', client, node: client.replace('client', 'peer0'), label }),
    ),
    ...clients.map(
      (client): Command => ({ type: 'approveChaincode', client, channel: 'mychannel', definition, label }),
    ),
    { type: 'commitChaincode', client: CLIENT, channel: 'mychannel', definition },
  ];
}

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(scene, parts, ...scene.setup);
}, 60_000);

describe('writing a contract', () => {
  it('changes what the next package holds, and with it the answer', () => {
    const simulation = fresh();
    give(simulation, write({ [CONTRACT]: edited() }));
    give(simulation, read);
    expect(facts(simulation, 'queryAnswered').at(-1)?.payload, 'what is written is not yet what runs').toBe('false');
    give(simulation, ...upgrade(), read);
    expect(facts(simulation, 'queryAnswered').at(-1)?.payload).toBe('perhaps');
    expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
  });

  it.each([
    ['a text is new', { 'lib/new.js': '1' }, ['lib/new.js'], []],
    ['a text is what it was: nothing was written', { 'index.js': 'SAME' }, [], []],
    ['null takes a file away', { 'index.js': null }, [], ['index.js']],
    ['null for a file that is not there takes nothing away', { 'other.js': null }, [], []],
  ])('%s', (_reason, files, written, removed) => {
    const simulation = fresh();
    const same = parts.builtInContracts['asset']?.['index.js'] ?? '';
    give(
      simulation,
      write(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text === 'SAME' ? same : text]))),
    );
    expect(facts(simulation, 'contractWritten')).toEqual([
      { type: 'contractWritten', source: 'asset', written, removed },
    ]);
  });

  it('may begin a contract nobody knew', () => {
    const simulation = fresh();
    give(simulation, write({ 'package.json': '{}', 'index.js': '' }, 'mine'));
    expect(simulation.files.contracts['mine']).toEqual({ 'package.json': '{}', 'index.js': '' });
  });

  it.each([
    ['no file at all', {}],
    ['a path that leaves the folder', { '../secret': '' }],
    ['a path from the root', { '/etc/passwd': '' }],
    ['a path with an empty part', { 'a//b': '' }],
    ['a text that is none', { 'index.js': 1 }],
  ])('is refused with %s', (_reason, files) => {
    const given = fresh().perform(write(files as unknown as CommandOf<'writeContract'>['files']));
    expect(given.ok ? '' : given.error.code).toBe('notContractFiles');
  });
});

describe('trying a command out', () => {
  it('answers what would come and leaves the world as it was', async () => {
    const host = createHost(parts);
    const opened = await host.open(ready.recording, []);
    invariant(opened.ok, 'the scene opens');
    await host.advance('main', ready.now);
    const before = await host.digest('main');
    const tried = await host.tryOut('main', ready.now, {
      ...read,
      function: 'org.hyperledger.fabric:GetMetadata',
      args: [],
    });
    invariant(tried.ok, 'a query may be asked');
    const answer = tried.value.flatMap(({ fact }) => (fact.type === 'queryAnswered' ? [fact.payload] : []));
    expect(JSON.parse(answer[0] ?? '')).toHaveProperty('contracts.AssetContract');
    expect(await host.digest('main')).toBe(before);
  });
});
