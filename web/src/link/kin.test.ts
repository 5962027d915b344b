/** A world whose worker died is opened again with all its branches, and nobody can tell the difference. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../tools/node-lab.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import { createHost } from '../sim/worker/host.ts';
import type { SimulationParts } from '../sim/worker/simulation.ts';
import { type Kin, kinOf, shownUntil, withoutKin } from './kin.ts';
import { createSimulationLink, type SimulationLink } from './simulation-link.ts';

const EMPTY: Recording = {
  formatVersion: 1,
  generation: '3.x',
  seed: 'kin',
  topology: {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer', 'orderer2'] },
    peerOrgs: [],
    channels: [],
  },
  contracts: {},
  commands: [],
};
const start: Command = { type: 'startNode', node: 'orderer.example.com' };
const crash: Command = { type: 'crashNode', node: 'orderer.example.com' };
const second: Command = { type: 'startNode', node: 'orderer2.example.com' };
const begin: readonly Command[] = [{ type: 'generateCrypto' }, start];
const nobody = (): void => undefined;

let parts: SimulationParts;
beforeAll(async () => {
  parts = await loadSimulationParts();
});

/** `main`, a branch that left it in the past, and one that left that by undoing and in which nothing is done. */
async function grown(): Promise<SimulationLink> {
  const link = createSimulationLink(createHost(parts));
  expect(await link.open(EMPTY, begin)).toEqual({ ok: true, value: null });
  await link.advance(2_000_000);
  await link.perform('horizon', crash);
  await link.perform(1_000_000, second);
  await link.advance(3_000_000);
  const undone = (link.store.getState().recording?.commands.length ?? 0) - 1;
  await link.fork('branch-1', undone);
  await link.advance(1_500_000);
  link.rename('branch-1', 'the second one too');
  return link;
}

/** All that is known of all branches, but which objects they are. */
function picture(link: SimulationLink) {
  const { branch, branches, names } = link.store.getState();
  return { branch, branches, names, held: branches.map(({ id }) => link.held(id)) };
}

async function reopened(link: SimulationLink, kin: Kin | null): Promise<SimulationLink> {
  const again = createSimulationLink(createHost(parts));
  const { recording } = link.store.getState();
  expect(await again.open(recording ?? EMPTY, [], kin)).toEqual({ ok: true, value: null });
  return again;
}

describe('the branches of a world whose worker died', () => {
  it.each(['main', 'branch-1', 'branch-2'])('are all back when %s was shown', async (shown) => {
    const link = await grown();
    link.switchBranch(shown);
    const again = await reopened(link, kinOf(link, nobody));
    expect(picture(again)).toEqual(picture(link));
    // What two branches share are the same objects: comparing them relies on it.
    const [main, branch] = [again.held('main'), again.held('branch-1')];
    expect(branch?.entries[0]).toBe(main?.entries[0]);
  });

  it('go on, and what leaves them is called by no name there was', async () => {
    const link = await grown();
    const again = await reopened(link, kinOf(link, nobody));
    for (const one of [link, again]) {
      one.switchBranch('main');
      await one.perform(500_000, second);
    }
    expect(again.store.getState().branch).toBe('branch-3');
    expect(picture(again)).toEqual(picture(link));
    expect(await again.digest()).toBe(await link.digest());
  });

  it('are brought back where the one shown ends earlier: what they share ends there', async () => {
    const link = await grown();
    link.switchBranch('main');
    const kin = kinOf(link, nobody);
    const { recording } = link.store.getState();
    const until = 900_000;
    const seq = link.held('main')?.entries.findIndex(({ at }) => at > until) ?? 0;
    const again = createSimulationLink(createHost(parts));
    const shorter = { ...(recording ?? EMPTY), commands: recording?.commands.slice(0, 2) ?? [] };
    await again.open(shorter, [], kin && shownUntil(kin, until, seq));
    expect(again.held('main')?.entries).toEqual(link.held('main')?.entries.slice(0, seq));
    expect(again.held('branch-1')).toEqual(link.held('branch-1'));
    expect(again.store.getState().branches[1]).toMatchObject({ forkedAt: until, forkedAtSeq: seq });
  });

  it('are nothing to bring back where there is but one', async () => {
    const link = createSimulationLink(createHost(parts));
    await link.open(EMPTY, begin);
    expect(kinOf(link, nobody)).toBeNull();
  });

  it('one that is left behind takes those with it that left it, and all when the one shown is among them', async () => {
    const link = await grown();
    link.switchBranch('main');
    const kin = kinOf(link, nobody);
    const left = (id: string, of = kin) => (of && withoutKin(of, id))?.lost.map(({ branch }) => branch.id);
    expect(left('branch-2')).toEqual(['main', 'branch-1']);
    expect(left('branch-1')).toBeUndefined();
    link.switchBranch('branch-2');
    expect(left('branch-1', kinOf(link, nobody))).toBeUndefined();
  });
});
