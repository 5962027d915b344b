/** On a phone the pages of the dock are a sheet, and whoever asks for one of them sees it. */
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLab } from '../link/lab.ts';
import { Dock } from './Dock.tsx';
import type { DockTab } from './dock-tabs.ts';
import type { Inspection } from './lab-types.ts';
import { hostAnswering, renderInLab } from './testdata/lab-page.tsx';
import { recorded } from './testdata/recorded-trace.ts';

const NOTHING: Inspection = {
  title: '',
  json: null,
  texts: [],
  bytes: '',
  policies: [],
  channelConfigs: [],
  consensus: [],
};
const nothing = (): void => undefined;
let root: Root;
let page: HTMLElement;
let ask: (tab: DockTab) => void = nothing;
let asked: DockTab = 'timeline';

function Page({ first }: { readonly first: DockTab }) {
  const [tab, onTab] = useState(first);
  [ask, asked] = [onTab, tab];
  return (
    <Dock
      selection={null}
      onSelect={nothing}
      hovered={null}
      onHover={nothing}
      onWorkshop={nothing}
      onCompare={nothing}
      lesson={null}
      focus={[]}
      tab={tab}
      onTab={onTab}
    />
  );
}

async function open(first: DockTab): Promise<void> {
  const lab = createLab(hostAnswering(NOTHING) as Parameters<typeof createLab>[0]);
  await lab.link.open(recorded.recording, []);
  await renderInLab(root, lab, 'en', <Page first={first} />);
}

const doing = (work: () => void): Promise<void> =>
  act(async () => {
    work();
    await vi.dynamicImportSettled();
  });
const sheet = (): HTMLDialogElement | null => page.querySelector('dialog');
const shown = (): string | undefined => sheet()?.querySelector('[role=tab][aria-selected=true]')?.id.split('-').at(-1);
const press = (button: Element | null | undefined): Promise<void> => doing(() => (button as HTMLElement).click());

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: nothing, removeEventListener: nothing }));
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});

afterEach(() => {
  act(() => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

it('is open at the page a link names, and closed at the first one', async () => {
  await open('logs');
  expect(sheet()?.open).toBe(true);
  expect(shown()).toBe('logs');
  // A link made now opens no sheet, because none is open; the sheet opens where it was closed.
  await press(sheet()?.querySelector('button'));
  expect(sheet()?.open).toBe(false);
  expect(asked).toBe('timeline');
  await press(page.querySelector('.dock__bar [aria-expanded]'));
  expect(shown()).toBe('logs');
});

it('stays closed at first, and opens when another page is asked for', async () => {
  await open('timeline');
  expect(sheet()?.open).toBe(false);
  await doing(() => ask('charts'));
  expect(sheet()?.open).toBe(true);
  expect(shown()).toBe('charts');
});
