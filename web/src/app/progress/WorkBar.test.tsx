/** What the simulation is busy with is seen where the learner is, also behind a dialog, and can be stopped there. */
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dictionary } from '../../i18n/en/dictionary.ts';
import { TextProvider } from '../../i18n/text-context.tsx';
import { makeTranslate } from '../../i18n/translate.ts';
import { createWorkBoard } from '../../link/work-board.ts';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { SessionContext } from '../session-context.tsx';
import type { Session } from '../session.ts';
import { WorkBar } from './WorkBar.tsx';

(globalThis as unknown as { IS_REACT_ACT_ENVIRONMENT: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const board = createWorkBoard(() => performance.now());
const NAME = 'dialog';
const box = document.createElement('div');
const root = createRoot(box);
const wait = (millis: number): void => act(() => void vi.advanceTimersByTime(millis));
const bar = (): Element | null => box.querySelector('dialog .work-bar');
const cancel = (): HTMLButtonElement | null => bar()?.querySelector('button') ?? null;

beforeEach(() => {
  vi.useFakeTimers();
  act(() =>
    root.render(
      <SessionContext value={{ work: board } as unknown as Session}>
        <TextProvider translate={makeTranslate('en', dictionary)}>
          <DialogFoot value={<WorkBar />}>
            <Dialog open title={NAME} closeLabel={NAME} onClose={() => undefined}>
              {null}
            </Dialog>
          </DialogFoot>
        </TextProvider>
      </SessionContext>,
    ),
  );
});
afterEach(() => {
  act(() => board.clear());
  wait(1_000);
  vi.useRealTimers();
});

describe('work while a dialog is open', () => {
  it('is said after 300 ms, can be stopped after 2 s, and is gone when it is done', () => {
    const stop = vi.fn();
    act(() => board.began(1, 'perform', stop));
    wait(290);
    expect(bar()).toBeNull();
    wait(20);
    expect(bar()?.textContent).toContain('Carrying out the command');
    expect(cancel()).toBeNull();
    wait(1_700);
    act(() => cancel()?.click());
    expect(stop).toHaveBeenCalledOnce();
    expect(cancel()?.disabled).toBe(true);
    act(() => board.ended(1));
    wait(200);
    expect(bar()).toBeNull();
  });

  it('is not mentioned when it is quick', () => {
    act(() => board.began(2, 'inspect', null));
    wait(100);
    act(() => board.ended(2));
    wait(1_000);
    expect(bar()).toBeNull();
  });

  it('tells how far it is when that is known', () => {
    act(() => board.began(3, 'open', null));
    wait(400);
    expect(bar()?.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBeNull();
    act(() => board.came(3, { done: 3, total: 12 }));
    expect(bar()?.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('25');
  });
});
