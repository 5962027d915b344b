import { beforeEach, describe, expect, it } from 'vitest';
import { builtInContracts, loadSimulationParts } from '../../../../tools/node-lab.ts';
import { createLab } from '../../link/lab.ts';
import type { Lab } from '../../link/react/lab-context.tsx';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { createHost } from '../../sim/worker/host.ts';
import { outcomeOfCall } from './call-outcome.ts';
import { foldersAt, sourceBehind } from './contract-folders.ts';
import { committedOn, deployCommands, nextDefinition } from './deploy-plan.ts';
import { templateOf } from './templates.ts';
import { type Caller, callCommand } from './use-call.ts';

const parts = await loadSimulationParts();
const { generation, seed, topology, contracts, setup } = scene;
const caller: Caller = {
  channel: 'mychannel',
  chaincode: 'counter',
  client: 'client.org1.example.com',
  identity: 'User1',
  via: 'gateway',
  peers: [],
};
const choice = {
  channel: 'mychannel',
  source: 'mine',
  label: 'counter_1.0',
  peers: ['peer0.org1.example.com', 'peer0.org2.example.com'],
  definition: { name: 'counter', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false },
};

let lab: Lab;

beforeEach(async () => {
  lab = createLab(createHost(parts), (time) => time);
  await lab.link.open({ formatVersion: 1, generation, seed, topology, contracts, commands: [] }, setup);
  lab.playhead.jump(lab.link.store.getState().horizon);
});

async function call(how: 'submit' | 'evaluate', by: Partial<Caller>, name: string, ...args: readonly string[]) {
  const command = callCommand(how, { ...caller, ...by }, { function: name, args, transient: {} });
  const acted = await lab.actInOrder([command]);
  if (!acted.ok) throw new Error(acted.error.code);
  return outcomeOfCall(lab.link.store.getState().entries, acted.value.firstIndex);
}

const deploy = (files: Readonly<Record<string, string>>) => lab.actInOrder(deployCommands(topology, choice, { files }));

describe('a contract from the template', () => {
  it('is deployed and answers, by either way', async () => {
    const counts: number[] = [];
    const commands = deployCommands(topology, choice, { files: templateOf('javascript', 'mine') });
    const acted = await lab.actInOrder(commands, (given) => counts.push(given));
    expect(acted).toMatchObject({ ok: true, value: { given: 7, failure: null } });
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const { entries, recording, horizon } = lab.link.store.getState();
    expect(lab.playhead.store.getState().time, 'the next call does not fork').toBe(horizon);
    const inForce = committedOn(entries, 'mychannel').get('counter');
    expect(recording && sourceBehind(recording, 'counter', horizon)).toBe('mine');
    expect(recording && foldersAt(recording, builtInContracts(), horizon)['mine']).toEqual(
      templateOf('javascript', 'mine'),
    );
    expect(recording && nextDefinition(recording, inForce, 'counter', horizon)).toMatchObject({ sequence: 2 });

    expect(await call('submit', {}, 'Add', 'visits', '3')).toMatchObject({
      type: 'committed',
      code: 'VALID',
      payload: '3',
    });
    expect(await call('submit', { via: 'client' }, 'Add', 'visits', '4')).toMatchObject({
      code: 'VALID',
      payload: '7',
    });
    for (const via of ['client', 'gateway'] as const)
      expect(await call('evaluate', { via }, 'Read', 'visits')).toMatchObject({ type: 'answered', payload: '7' });
    expect(lab.link.store.getState().branches).toHaveLength(1);
  }, 30_000);

  it('says what the contract threw, by either way', async () => {
    await deploy({
      ...templateOf('javascript', 'mine'),
      'lib/counter-contract.js':
        "const { Contract } = require('fabric-contract-api');\n" +
        "module.exports = class CounterContract extends Contract { async Read() { throw new Error('not today'); } };",
    });
    for (const via of ['client', 'gateway'] as const)
      for (const how of ['submit', 'evaluate'] as const) {
        const outcome = await call(how, { via }, 'Read');
        expect(outcome.type).toBe('failed');
        expect(outcome.type === 'failed' && outcome.text, `${how} by ${via}`).toContain('not today');
      }
  }, 30_000);

  it('stops at the command that fails', async () => {
    // A definition that is not the next: nothing after the first approval is given.
    const wrong = { ...choice, definition: { ...choice.definition, name: 'basic', sequence: 7 } };
    const files = templateOf('javascript', 'mine');
    const acted = await lab.actInOrder(deployCommands(topology, wrong, { files }));
    expect(acted).toMatchObject({ ok: true, value: { given: 5 } });
    expect(acted.ok && acted.value.failure).toContain(
      'requested sequence 7 is larger than the next available sequence number 2',
    );
  }, 30_000);
});
