import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DraftState, keepDrafts } from './drafts.ts';

const draft = { folder: { 'index.js': '1' }, package: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('drafts', () => {
  it('are written a moment after the last key', async () => {
    const written: DraftState['drafts'][] = [];
    const drafts = keepDrafts({
      read: () => Promise.resolve(undefined),
      write: (all) => Promise.resolve(void written.push(all)),
    });
    await vi.advanceTimersByTimeAsync(0);
    drafts.put('mine', draft);
    drafts.put('mine', { ...draft, folder: { 'index.js': '12' } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written).toEqual([{ mine: { folder: { 'index.js': '12' }, package: null } }]);
    drafts.drop('mine');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written.at(-1)).toEqual({});
  });

  it('come back; what cannot be used does not, and what was typed meanwhile is kept', async () => {
    const kept = { good: draft, typed: draft, bad: { folder: { a: 1 } }, worse: null };
    const drafts = keepDrafts({ read: () => Promise.resolve(kept), write: () => Promise.resolve() });
    drafts.put('typed', { folder: { 'index.js': 'newer' }, package: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(drafts.store.getState()).toEqual({
      loaded: true,
      drafts: { good: draft, typed: { folder: { 'index.js': 'newer' }, package: null } },
    });
  });

  it('last as long as the page where storage is forbidden', async () => {
    const no = () => Promise.reject(new Error('forbidden'));
    const drafts = keepDrafts({ read: no, write: no });
    await vi.advanceTimersByTimeAsync(0);
    drafts.put('mine', draft);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(drafts.store.getState()).toEqual({ loaded: true, drafts: { mine: draft } });
  });
});
