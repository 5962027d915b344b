/** A partition is planned with parts of one's own: node by node, as on the page that cuts at once. */
import { act, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { dictionary } from '../../i18n/en/dictionary.ts';
import { TextProvider } from '../../i18n/text-context.tsx';
import { makeTranslate } from '../../i18n/translate.ts';
import type { WorldView } from '../../view/world-model.ts';
import { PlanTable } from './PlanTable.tsx';
import { faultOf, type PlanRow, problemOf, rowOf } from './plan-rows.ts';

(globalThis as unknown as { IS_REACT_ACT_ENVIRONMENT: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const node = (id: string, role: string) => ({ info: { id, shortName: id, role, org: 'Org1' }, life: 'up' });
// As far as the table looks: one orderer and one organisation have no usual way to be cut.
const world = {
  nodes: { o1: node('o1', 'orderer'), p1: node('p1', 'peer'), p2: node('p2', 'peer') },
} as unknown as WorldView;
const crash: PlanRow = {
  when: '12',
  what: 'crashNode',
  target: 'o1',
  to: '',
  amount: '',
  groups: [],
  choice: null,
  until: '20',
};

const box = document.createElement('div');
const root = createRoot(box);
let rows: readonly PlanRow[] = [];

function Table({ first }: { readonly first: readonly PlanRow[] }) {
  const [held, hold] = useState(first);
  rows = held;
  return (
    <PlanTable
      rows={held}
      problems={held.map((row) => problemOf(row, 0))}
      world={world}
      channels={[]}
      onChange={hold}
    />
  );
}

const show = (key: string, ...first: readonly PlanRow[]): void =>
  act(() =>
    root.render(
      <TextProvider translate={makeTranslate('en', dictionary)}>
        <Table key={key} first={first} />
      </TextProvider>,
    ),
  );

const field = (label: string): HTMLSelectElement | null => box.querySelector(`select[aria-label="${label}"]`);

function choose(label: string, value: string): void {
  const select = field(label);
  expect(select, label).not.toBeNull();
  if (select === null) return;
  act(() => {
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

describe('a partition in the plan', () => {
  beforeEach(() => show('empty'));

  it('takes a group for every node, and says so until there are two', () => {
    show('fresh', crash);
    choose('Row 1: fault', 'partition');
    expect(rows.map((row) => problemOf(row, 0))).toEqual(['parts']);
    choose('Group of o1', '1');
    choose('Group of p2', '3');
    expect(rows.map((row) => problemOf(row, 0))).toEqual([null]);
    expect(rows.map((row) => faultOf(row, ''))).toEqual([
      {
        at: 12_000_000,
        until: 20_000_000,
        command: { type: 'partitionNetwork', groups: [['o1'], ['p2']], parted: true },
      },
    ]);
    // A group that was left stays its own where another is emptied.
    choose('Group of o1', '0');
    expect(field('Group of p2')?.value).toBe('3');
  });

  it('shows the groups of a plan made elsewhere, however many they are', () => {
    const groups = [['o1'], ['p1'], ['x'], ['y'], ['p2']];
    const row = rowOf({ at: 1, until: null, command: { type: 'partitionNetwork', groups, parted: true } });
    show('elsewhere', ...(row === null ? [] : [row]));
    expect(field('Group of p2')?.value).toBe('5');
    choose('Group of p1', '1');
    expect(rows[0]?.groups).toEqual([['o1', 'p1'], ['x'], ['y'], ['p2']]);
  });
});
