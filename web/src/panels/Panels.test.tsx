import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '../i18n/language.ts';
import { createLab } from '../link/lab.ts';
import type { Lab } from '../link/react/lab-context.tsx';
import { Dock } from './Dock.tsx';
import type { DockTab } from './dock-tabs.ts';
import { Inspector } from './Inspector.tsx';
import type { Inspection } from './lab-types.ts';
import { implicit, leaf } from './inspector/testdata/policy-nodes.ts';
import type { Selection } from './selection.ts';
import { hostAnswering, renderInLab } from './testdata/lab-page.tsx';
import { entryOf, recorded } from './testdata/recorded-trace.ts';

const inspection: Inspection = {
  title: 'Envelope',
  json: { payload: { data: 'AAEC' }, signature: 'MEUCIQDx' },
  texts: [{ label: 'peer0.org1.example.com', text: 'Certificate:\n    Data:' }],
  bytes: '0a0b48656c6c6f',
  policies: [
    {
      name: '/Channel/Application/Admins',
      purpose: 'modification',
      element: '[Value]  /Channel/Orderer/BatchTimeout',
      asked: 'here',
      satisfied: false,
      signatures: [
        { mspId: 'Org1MSP', subject: 'Admin@org1.example.com', role: 'admin', valid: true, why: null },
        {
          mspId: 'Org2MSP',
          subject: 'Admin@org2.example.com',
          role: 'admin',
          valid: false,
          why: { code: 'revoked', text: 'The certificate has been revoked' },
        },
      ],
      tree: implicit('MAJORITY Admins', 2, [
        leaf('Org1MSP', 'admin', 0, 'Org1MSP'),
        leaf('Org2MSP', 'admin', null, 'Org2MSP'),
      ]),
    },
  ],
  channelConfigs: [],
  consensus: [],
};

const host = hostAnswering(inspection) as Parameters<typeof createLab>[0];

let root: Root;
let lab: Lab;
let page: HTMLElement;
let select: (selection: Selection | null) => void = () => undefined;

function Page() {
  const [selection, onSelect] = useState<Selection | null>(null);
  const [hovered, onHover] = useState<number | null>(null);
  const [tab, onTab] = useState<DockTab>('timeline');
  select = onSelect;
  return (
    <>
      <Inspector {...{ selection, onSelect }} />
      <Dock
        {...{ selection, onSelect, hovered, onHover }}
        onWorkshop={() => undefined}
        onCompare={() => undefined}
        lesson={null}
        focus={[]}
        tab={tab}
        onTab={onTab}
      />
    </>
  );
}

const open = (language: Language): Promise<void> => renderInLab(root, lab, language, <Page />);

async function choose(selection: Selection): Promise<string> {
  await act(async () => {
    select(selection);
    await Promise.resolve();
  });
  return page.querySelector('.inspector')?.textContent ?? '';
}

const clickTab = (name: string) =>
  act(async () => {
    page.querySelector<HTMLElement>(`[role=tab][id$="-tab-${name}"]`)?.click();
    await vi.dynamicImportSettled();
  });

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
});

beforeEach(async () => {
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
  lab = createLab(host);
  await lab.link.open(recorded.recording, []);
  lab.playhead.jump(recorded.horizon);
});

afterEach(() => {
  act(() => root.unmount());
  page.remove();
});

const transfer = entryOf('commitStatusReceived', ({ block }) => block === 7);
const message = entryOf('messageSent', ({ txid, kind }) => txid === transfer.fact.txid && kind === 'envelope');
const SELECTIONS: readonly Selection[] = [
  { type: 'node', node: 'peer0.org1.example.com' },
  { type: 'node', node: 'orderer2.example.com' },
  { type: 'node', node: 'client.org1.example.com' },
  { type: 'node', node: 'ca.org1.example.com' },
  { type: 'message', message: message.fact.message },
  { type: 'block', node: 'peer0.org1.example.com', channel: 'mychannel', number: 7 },
  { type: 'transaction', node: 'peer0.org1.example.com', channel: 'mychannel', txid: transfer.fact.txid },
  { type: 'entry', seq: entryOf('commandFailed').seq },
];

describe.each(['ko', 'en'] as const)('the panels in %s', (language) => {
  it('say everything in words of that language', async () => {
    await open(language);
    for (const selection of SELECTIONS) {
      await choose(selection);
      for (const tab of ['contents', 'signatures', 'raw', 'route']) {
        await clickTab(tab);
        // A key without a text, and a text without its value, stay visible as such.
        expect(page.textContent, `${JSON.stringify(selection)} ${tab}`).not.toMatch(
          /panels\.|inspector\.|facts\.|\{[a-z]+[|}]/,
        );
      }
      await clickTab('contents');
    }
    for (const tab of ['sequence', 'blocks', 'logs', 'charts', 'terminal', 'chaincode', 'timeline']) {
      await clickTab(tab);
      expect(page.querySelector('.dock')?.textContent, tab).not.toMatch(
        /panels\.|logs\.|charts\.|exports\.|commands\.|\{[a-z]+[|}]/,
      );
    }
  });

  it('name every control', async () => {
    await open(language);
    for (const tab of ['sequence', 'blocks', 'logs', 'charts', 'terminal', 'chaincode', 'timeline']) {
      await clickTab(tab);
      for (const control of page.querySelectorAll('button, select, [role=slider], input')) {
        const name = `${control.getAttribute('aria-label') ?? ''}${control.textContent}${control.closest('label')?.textContent ?? ''}`;
        expect(name.trim(), control.outerHTML).not.toBe('');
      }
    }
  });
});

describe('the inspector', () => {
  it('asks for a selection when there is none', async () => {
    await open('en');
    expect(page.querySelector('.inspector')?.textContent).toContain('Select a node or a message');
  });

  it('shows a transaction exactly, with its verdict explained', async () => {
    await open('en');
    const text = await choose(SELECTIONS[6] ?? { type: 'entry', seq: 0 });
    expect(text).toContain('TransferAsset("asset1", "Christopher")');
    expect(text).toContain('Org1MSP · peer0.org1');
    expect(text).toContain('VALID');
    expect(text).toContain('peer chaincode invoke');
  });

  it('shows what a thing was at the playhead: a block not committed yet is not there', async () => {
    await open('en');
    act(() => lab.playhead.jump(5_000_000));
    const text = await choose({ type: 'block', node: 'peer0.org1.example.com', channel: 'mychannel', number: 7 });
    expect(text).toContain('does not exist at this moment yet');
  });

  it('a cause is a way back in time', async () => {
    await open('en');
    await choose({ type: 'entry', seq: entryOf('commandFailed').seq });
    const before = lab.playhead.store.getState().time;
    act(() => page.querySelector<HTMLElement>('.why button')?.click());
    expect(lab.playhead.store.getState().time).toBeLessThan(before);
  });

  it('says why an endorsement failed and what to do', async () => {
    await open('en');
    const text = await choose({ type: 'entry', seq: entryOf('endorsementFailed').seq });
    expect(text).toContain('Install the package on this peer');
  });
});

describe('a policy in the inspector', () => {
  const envelope: Selection = { type: 'message', message: message.fact.message };
  const rows = () => [...page.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const press = (code: string) =>
    act(async () => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true }));
      await Promise.resolve();
    });

  it('says first what is missing, then shows by whom the rest was met, then why a signature does not count', async () => {
    await open('en');
    const text = await choose(envelope);
    const order = [
      'Missing: an admin of Org2MSP',
      'Org1MSP · Admin@org1.example.com (admin)',
      'the certificate is revoked',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('is one tab stop, walked and closed with the arrow keys', async () => {
    await open('ko');
    await choose(envelope);
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    act(() => rows()[0]?.focus());
    await press('ArrowDown');
    expect(document.activeElement).toBe(rows()[1]);
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
    await press('ArrowLeft');
    expect(document.activeElement).toBe(rows()[0]);
    await press('ArrowLeft');
    expect(rows().map((row) => row.getAttribute('aria-expanded'))).toEqual(['false']);
    expect(rows()[0]?.textContent).toContain('안에 2개');
  });
});

describe('the time line', () => {
  const track = () => page.querySelector<HTMLElement>('.timeline__track');
  const press = (code: string) =>
    act(async () => {
      track()?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true }));
      await Promise.resolve();
    });

  it('is a slider that keys move: Home, step, block, End', async () => {
    await open('ko');
    const times: number[] = [];
    for (const code of ['Home', 'ArrowRight', 'PageDown', 'End']) {
      await press(code);
      times.push(lab.playhead.store.getState().time);
    }
    expect(times[0]).toBe(0);
    expect(times[3]).toBe(recorded.horizon);
    const [, step = 0, block = 0] = times;
    expect(step).toBeGreaterThanOrEqual(0);
    expect(block).toBe(entryOf('blockCut').at);
    await press('ArrowLeft');
    expect(lab.playhead.store.getState().time).toBeLessThan(recorded.horizon);
  });

  it('gives the leader and a crashed node in words', async () => {
    await open('en');
    const lanes = page.querySelector('.timeline__lanes');
    expect(lanes?.querySelector('[aria-label=leader]')?.closest('li')?.textContent).toBe('orderer2');
    expect(lanes?.textContent).toContain('peer0.org2down');
  });
});
