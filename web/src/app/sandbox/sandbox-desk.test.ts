/** The sandbox with the real simulation and a browser that is not there: what is kept, and what is taken back. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { createLab } from '../../link/lab.ts';
import type { Lab } from '../../link/react/lab-context.tsx';
import { readMoment } from '../../link/share-link.ts';
import type { Command } from '../../sim/protocol/commands.ts';
import { createHost } from '../../sim/worker/host.ts';
import type { SimulationParts } from '../../sim/worker/simulation.ts';
import type { InterfaceState } from '../interface-store.ts';
import type { SessionState } from '../session-state.ts';
import { LookDesk } from '../look-desk.ts';
import { EMPTY_DRAFT } from './network-draft.ts';
import { SandboxDesk } from './sandbox-desk.ts';
import { type KeptSandbox, LAST, type SandboxStorage } from './sandbox-storage.ts';

const ORDERER = 'orderer.example.com';
const CRYPTO: Command = { type: 'generateCrypto' };
const START: Command = { type: 'startNode', node: ORDERER };
const DRAFT = { ...EMPTY_DRAFT, name: 'Mine' };

let parts: SimulationParts;
beforeAll(async () => {
  parts = await loadSimulationParts();
});

/** What a page says when it goes away. */
const leaving: (() => void)[] = [];
vi.stubGlobal('addEventListener', (type: string, told: () => void) => {
  if (type === 'pagehide') leaving.push(told);
});
afterEach(() => {
  leaving.length = 0;
});

function memory() {
  const kept = new Map<string, { readonly about: KeptSandbox; readonly text: string }>();
  const storage: SandboxStorage = {
    list: () => Promise.resolve([...kept.values()].map(({ about }) => about)),
    read: (id) => Promise.resolve(kept.get(id)?.text ?? null),
    write: (about, text) => Promise.resolve(void kept.set(about.id, { about, text })),
    rename: (id, name) => {
      const one = kept.get(id);
      if (one !== undefined) kept.set(id, { ...one, about: { ...one.about, name } });
      return Promise.resolve();
    },
    remove: (id) => Promise.resolve(void kept.delete(id)),
  };
  const named = (): readonly KeptSandbox[] =>
    [...kept.values()].map(({ about }) => about).filter(({ id }) => id !== LAST);
  return { storage, kept, named };
}

const FORBIDDEN = () => Promise.reject(new Error('a private window'));
const forbidden: SandboxStorage = {
  list: FORBIDDEN,
  read: FORBIDDEN,
  write: FORBIDDEN,
  rename: FORBIDDEN,
  remove: FORBIDDEN,
};

function deskWith(storage: SandboxStorage) {
  const lab: Lab = createLab(createHost(parts));
  const ui = createStore<InterfaceState>(
    () => ({ mode: 'learn', drags: {}, language: 'en', refused: null, dock: 'timeline', selection: null }) as never,
  );
  const store = createStore<SessionState>(() => ({ scene: null, status: 'ready', trouble: null }) as never);
  const complaints: string[] = [];
  let inside: readonly string[] = [];
  const desk = new SandboxDesk(
    {
      lab,
      ui,
      store,
      look: new LookDesk({
        lab,
        ui,
        inside: { segments: () => inside, enter: (segments) => void (inside = segments) },
      }),
      openScene: () => Promise.resolve(),
      leaveFor: () => 1,
      leaveLesson: () => undefined,
      isWanted: () => true,
      stepId: () => null,
      complain: ({ code }) => complaints.push(code),
      writeAddress: () => undefined,
    },
    storage,
  );
  const given = () => lab.link.store.getState().recording?.commands.map(({ command }) => command.type) ?? [];
  const place = () => inside;
  const goTo = (segments: readonly string[]) => void (inside = segments);
  return { desk, lab, ui, given, complaints, place, goTo };
}

describe('networks kept under a name', () => {
  it('are saved once and again under the same name, and found as they were', async () => {
    const { storage, named } = memory();
    const { desk, lab, given } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    await desk.save('Mine');
    expect(desk.store.getState().isSaved).toBe(true);
    await lab.act(START);
    expect(desk.store.getState().isSaved).toBe(false);
    await desk.save('Mine');
    expect(named()).toMatchObject([{ name: 'Mine', commands: 2 }]);

    await desk.openNetwork(DRAFT, []);
    expect(given()).toEqual([]);
    desk.showStart();
    await vi.waitFor(() => expect(desk.store.getState().kept.length).toBeGreaterThan(1));
    expect(await desk.openKept(named()[0]?.id ?? '')).toBe(true);
    expect(given()).toEqual(['generateCrypto', 'startNode']);
    expect(desk.store.getState()).toMatchObject({ open: { name: 'Mine' }, isSaved: true, view: null });
  });

  it('are renamed in the list and where they are open, and keep what is in them', async () => {
    const { storage, kept, named } = memory();
    const { desk } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    await desk.save('Mine');
    const id = named()[0]?.id ?? '';
    const text = kept.get(id)?.text;
    await desk.rename(id, 'Ours');
    expect(desk.store.getState()).toMatchObject({ open: { id, name: 'Ours' }, kept: [{ id, name: 'Ours' }] });
    expect(await desk.fileOf(id)).toBe(text);
    await desk.openKept(id);
    expect(desk.store.getState().open?.name).toBe('Ours');
  });

  it('are deleted for good; what is open of them stays open, unsaved', async () => {
    const { storage, named } = memory();
    const { desk, given } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    await desk.save('Mine');
    const id = named()[0]?.id ?? '';
    await desk.remove(id);
    expect(named()).toEqual([]);
    expect(given()).toEqual(['generateCrypto']);
    expect(desk.store.getState()).toMatchObject({ open: { id: null, name: 'Mine' }, isSaved: false });
    expect(await desk.fileOf(id)).toBeNull();
    expect(await desk.openKept(id)).toBe(false);
    // Saved once more it is another one.
    await desk.save('Mine');
    expect(named()[0]?.id).not.toBe(id);
  });

  it('are downloaded as a file that opens as what was saved', async () => {
    const { storage, named } = memory();
    const { desk } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO, START]);
    await desk.save('Mine');
    const read = readMoment((await desk.fileOf(named()[0]?.id ?? '')) ?? '');
    if (!read.ok) throw new Error('no moment');
    const elsewhere = deskWith(memory().storage);
    await elsewhere.desk.openMoment(read.value);
    expect(elsewhere.given()).toEqual(['generateCrypto', 'startNode']);
    expect(elsewhere.complaints).toEqual([]);
    // It is not kept there unless somebody asks for it.
    expect(elsewhere.desk.store.getState()).toMatchObject({ open: { id: null, name: 'Mine' }, isSaved: false });
  });
});

it('what is shared or kept opens inside of what was looked into, with what was looked at beside it', async () => {
  const { desk, ui, goTo } = deskWith(memory().storage);
  const { topology } = DRAFT;
  const ordererOrg = { ...topology.ordererOrg, orderers: ['orderer', 'orderer2'] };
  await desk.openNetwork({ ...DRAFT, topology: { ...topology, ordererOrg } }, [CRYPTO, START]);
  expect(desk.moment()).not.toHaveProperty('inside');
  expect(desk.moment()).not.toHaveProperty('look');
  goTo(['orderer', ORDERER]);
  const selection = { type: 'link', from: ORDERER, to: 'orderer2.example.com' } as const;
  ui.setState({ selection });
  const moment = desk.moment();
  const elsewhere = deskWith(memory().storage);
  if (moment !== null) await elsewhere.desk.openMoment(moment);
  expect(elsewhere.place()).toEqual(['orderer', ORDERER]);
  expect(elsewhere.ui.getState().selection).toEqual(selection);
});

describe('the network worked on last', () => {
  it('is kept by itself soon after a command, and opened again', async () => {
    const { storage, kept, named } = memory();
    const { desk, lab } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    await lab.act(START);
    await vi.waitFor(() => expect(kept.get(LAST)?.about).toMatchObject({ name: 'Mine', commands: 2 }), 3_000);
    expect(named()).toEqual([]);
    const again = deskWith(storage);
    await again.desk.openLast();
    expect(again.given()).toEqual(['generateCrypto', 'startNode']);
    expect(again.desk.store.getState().open).toEqual({ id: null, name: 'Mine' });
  });

  it('is kept when the page goes away before that', async () => {
    const { storage, kept } = memory();
    const { desk } = deskWith(storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    for (const told of leaving) told();
    await vi.waitFor(() => expect(kept.get(LAST)?.about.commands).toBe(1));
  });

  it('is not there at first: the page to begin at is shown', async () => {
    const { desk } = deskWith(memory().storage);
    await desk.openLast();
    expect(desk.store.getState()).toMatchObject({ view: 'start', open: null });
  });
});

it('a browser that keeps nothing is told of, and nothing is lost for it', async () => {
  const { desk, given } = deskWith(forbidden);
  await desk.openNetwork(DRAFT, [CRYPTO]);
  await desk.save('Mine');
  expect(desk.store.getState()).toMatchObject({ storageFails: true, isSaved: false });
  await desk.rename('x', 'y');
  await desk.remove('x');
  expect(await desk.fileOf('x')).toBeNull();
  expect(given()).toEqual(['generateCrypto']);
});

describe('undoing', () => {
  it('waits for the command under way, and one press for the other', async () => {
    const { desk, lab, given } = deskWith(memory().storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    const acting = lab.act(START);
    const undone = [desk.runner.undo(), desk.runner.undo()];
    await Promise.all([acting, ...undone]);
    expect(given()).toEqual([]);
    await Promise.all([desk.runner.redo(), desk.runner.redo()]);
    expect(given()).toEqual(['generateCrypto', 'startNode']);
  });

  it('does not come between commands that are given one after the other', async () => {
    const { desk, lab, given } = deskWith(memory().storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    const acting = lab.actInOrder([START, { type: 'crashNode', node: ORDERER }]);
    await Promise.all([desk.runner.undo(), acting]);
    expect(given()).toEqual(['generateCrypto', 'startNode']);
  });

  it('says so while a network brings itself up', async () => {
    const { desk, ui, given } = deskWith(memory().storage);
    await desk.openNetwork(DRAFT, []);
    const running = desk.runner.give([CRYPTO, START]);
    await desk.runner.undo();
    expect(ui.getState().refused?.code).toBe('undoWhileRunning');
    await running;
    expect(given()).toEqual(['generateCrypto', 'startNode']);
    expect(ui.getState().refused).toBeNull();
  });

  it('lets another network that was opened meanwhile alone', async () => {
    const { desk, given } = deskWith(memory().storage);
    await desk.openNetwork(DRAFT, [CRYPTO]);
    const undone = desk.runner.undo();
    await Promise.all([undone, desk.openNetwork({ ...DRAFT, name: 'Other' }, [CRYPTO])]);
    expect(given()).toEqual(['generateCrypto']);
  });
});
