import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../tools/node-lab.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import { createHost } from '../sim/worker/host.ts';
import type { SimulationParts } from '../sim/worker/simulation.ts';
import { createHistory } from './history.ts';
import { createLab } from './lab.ts';

const EMPTY: Recording = {
  formatVersion: 1,
  generation: '3.x',
  seed: 'undo',
  topology: {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer'] },
    peerOrgs: [],
    channels: [],
  },
  contracts: {},
  commands: [],
};

const ORDERER = 'orderer.example.com';

let parts: SimulationParts;
beforeAll(async () => {
  parts = await loadSimulationParts();
});

async function begun() {
  const lab = createLab(createHost(parts));
  const history = createHistory(lab.link, lab.playhead);
  await lab.link.open(EMPTY, []);
  const given = () => lab.link.store.getState().recording?.commands.map(({ command }) => command.type) ?? [];
  await lab.actInOrder([
    { type: 'generateCrypto' },
    { type: 'startNode', node: ORDERER },
    { type: 'crashNode', node: ORDERER },
  ]);
  return { lab, history, given };
}

describe('undoing', () => {
  it('takes commands back one by one, to the very first, and gives them again', async () => {
    const { lab, history, given } = await begun();
    const { entries } = lab.link.store.getState();
    const stoodAt = lab.playhead.store.getState().time;
    expect(history.store.getState().undoable?.type).toBe('crashNode');
    await history.undo();
    expect(given()).toEqual(['generateCrypto', 'startNode']);
    expect(history.store.getState()).toMatchObject({
      undoable: { type: 'startNode' },
      redoable: { type: 'crashNode' },
    });
    await history.undo();
    await history.undo();
    expect(given()).toEqual([]);
    expect(await history.undo()).toBe(false);
    await history.redo();
    expect(given()).toEqual(['generateCrypto']);
    await history.redo();
    await history.redo();
    expect(given()).toEqual(['generateCrypto', 'startNode', 'crashNode']);
    expect(lab.link.store.getState().entries).toEqual(entries);
    expect(lab.playhead.store.getState().time).toBe(stoodAt);
    expect(await history.redo()).toBe(false);
  });

  it('keeps what was undone as a branch, and no more branches than futures', async () => {
    const { lab, history } = await begun();
    await history.undo();
    await history.undo();
    expect(lab.link.store.getState().branches.map(({ parent }) => parent)).toEqual([null, 'main']);
  });

  it('cannot be redone once something else was done', async () => {
    const { lab, history, given } = await begun();
    await history.undo();
    await lab.actInOrder([{ type: 'isolateNode', node: ORDERER, isolated: true }]);
    expect(history.store.getState().redoable).toBeNull();
    expect(await history.redo()).toBe(false);
    await history.undo();
    expect(given()).toEqual(['generateCrypto', 'startNode']);
    expect(history.store.getState().redoable?.type).toBe('isolateNode');
  });
});
