import { describe, expect, it } from 'vitest';
import { keepProgress } from './progress.ts';
import type { Progress } from './progress.ts';

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('progress', () => {
  it('never goes back, and what is done stays done', () => {
    const written: Progress[] = [];
    const keeper = keepProgress({
      read: () => Promise.resolve(undefined),
      write: (progress) => Promise.resolve(void written.push(progress)),
    });
    keeper.note('nodes', 3, 3);
    keeper.note('nodes', 1, 3);
    expect(keeper.store.getState()).toEqual({ nodes: { shown: 3, finished: true } });
    expect(written).toHaveLength(1);
  });

  it('is read from before, without undoing what happened while it was read', async () => {
    const kept = { nodes: { shown: 1, finished: false }, gossip: { shown: 2, finished: true } };
    const keeper = keepProgress({ read: () => Promise.resolve(kept), write: () => Promise.resolve() });
    keeper.note('nodes', 2, 3);
    await rest();
    expect(keeper.store.getState()).toEqual({ ...kept, nodes: { shown: 2, finished: false } });
  });

  it('lasts as long as the page where the browser keeps nothing', async () => {
    const refuse = () => Promise.reject(new Error('private window'));
    const keeper = keepProgress({ read: refuse, write: refuse });
    keeper.note('nodes', 1, 3);
    await rest();
    expect(keeper.store.getState()['nodes']?.shown).toBe(1);
  });
});
