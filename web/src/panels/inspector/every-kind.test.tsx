/** Whatever can be selected is told on every page: in words, as data, as a command, with its causes; in both languages. */
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../i18n/language.ts';
import { createLab } from '../../link/lab.ts';
import type { Lab } from '../../link/react/lab-context.tsx';
import { nodesOf } from '../../view/network.ts';
import { Inspector } from '../Inspector.tsx';
import type { Inspection } from '../lab-types.ts';
import { type Selection, selectionKey } from '../selection.ts';
import { hostAnswering, renderInLab } from '../testdata/lab-page.tsx';
import { recorded } from '../testdata/recorded-trace.ts';

const inspection: Inspection = {
  title: 'Envelope',
  json: { signature: 'MEUCIQDx' },
  texts: [],
  bytes: '0a0b',
  policies: [],
  channelConfigs: [],
  consensus: [],
};

const host = hostAnswering(inspection) as Parameters<typeof createLab>[0];

/** Of the structures those the recorded trace has; its network has no collection and no snapshot. */
const STRUCTURES: readonly Selection[] = [
  { type: 'channel', channel: 'mychannel' },
  { type: 'chaincode', channel: 'mychannel', chaincode: 'basic' },
  { type: 'key', node: 'peer0.org1.example.com', channel: 'mychannel', namespace: 'basic', key: 'asset1' },
];

/** One of each: the last entry of each type of fact, the last message of each name, every node, blocks, transactions, structures. */
function oneOfEach(): readonly Selection[] {
  const found = new Map<string, Selection>();
  for (const { seq, node, fact } of recorded.entries) {
    found.set(fact.type, { type: 'entry', seq });
    if (fact.type === 'messageSent') found.set(`sent ${fact.label}`, { type: 'message', message: fact.message });
    if (fact.type === 'blockCommitted' || fact.type === 'blockWritten') {
      const { channel, number } = fact;
      found.set(`${fact.type} block`, { type: 'block', node, channel, number });
    }
    if (fact.type === 'commitStatusReceived' || fact.type === 'endorsementFailed')
      found.set(`${fact.type} tx`, { type: 'transaction', node, channel: fact.channel, txid: fact.txid });
  }
  const nodes = nodesOf(recorded.recording.topology).map(({ id }): Selection => ({ type: 'node', node: id }));
  return [...found.values(), ...nodes, ...STRUCTURES];
}

let root: Root;
let lab: Lab;
let page: HTMLElement;
let select: (selection: Selection | null) => void = () => undefined;

function Page() {
  const [selection, onSelect] = useState<Selection | null>(null);
  select = onSelect;
  return <Inspector {...{ selection, onSelect }} />;
}

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
  lab = createLab(host);
  await lab.link.open(recorded.recording, []);
  lab.playhead.jump(recorded.horizon);
});

afterAll(() => {
  act(() => root.unmount());
  page.remove();
});

const open = (language: Language): Promise<void> => renderInLab(root, lab, language, <Page />);

const choose = (selection: Selection) =>
  act(async () => {
    select(selection);
    await Promise.resolve();
  });

const texts = (selector: string): readonly string[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

/** It begins with the learner's command; only these begin otherwise in the recorded trace. */
const isCommand = /^(?:\d{2}:\d{2}\.\d{3})(?:Command|명령)/;

describe.each(['ko', 'en'] as const)('every kind of selection in %s', (language) => {
  it('is told in words, as data and as a command, and leads back to the command it began with', async () => {
    await open(language);
    const all = oneOfEach();
    expect(all.length).toBeGreaterThan(60);
    for (const selection of all) {
      await choose(selection);
      const key = selectionKey(selection);
      expect(texts('.inspector__plain').join(''), key).not.toBe('');
      expect(texts('.rows dd, .inspector__page dd').length, key).toBeGreaterThan(0);
      const lines = texts('.same-command pre');
      expect(lines.length, key).toBeGreaterThan(0);
      expect(lines, key).not.toContain('');
      await act(async () => {
        page.querySelector<HTMLElement>('.why > button')?.click();
        await Promise.resolve();
      });
      const isItselfCommand =
        selection.type === 'entry' && recorded.entries[selection.seq]?.fact.type === 'commandGiven';
      if (!isItselfCommand) expect(texts('.why li').at(-1), key).toMatch(isCommand);
    }
  });
});
