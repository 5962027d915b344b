/** What the page hears of long work, how it stops it, and what becomes of a worker that does not listen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorkBoard } from './work-board.ts';
import { connectHost, type RpcCancel, type RpcRequest } from './worker-host.ts';

let clock = 0;
const board = () => createWorkBoard(() => clock);

beforeEach(() => {
  clock = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the board', () => {
  it('shows the oldest question and how far it is', () => {
    const { store, began, came, ended } = board();
    began(1, 'open', null);
    began(2, 'inspect', null);
    came(2, { done: 1, total: 2 });
    expect(store.getState().running).toMatchObject({ method: 'open', share: null });
    came(1, { done: 1, total: 4 });
    expect(store.getState().running?.share).toBe(0.25);
    ended(1);
    expect(store.getState().running).toMatchObject({ method: 'inspect', share: null });
    ended(2);
    expect(store.getState().running).toBeNull();
  });

  it.each([
    ['close together are one stretch of work', 100, 0],
    ['far apart are two', 400, 410],
  ])('questions %s', (_reason, rest, since) => {
    const { store, began, ended } = board();
    began(1, 'perform', null);
    clock = 10;
    ended(1);
    clock = 10 + rest;
    began(2, 'perform', null);
    expect(store.getState().running?.since).toBe(since);
  });

  it('asks once for what is running to be stopped, and not for what cannot be', () => {
    const { store, began, cancel } = board();
    const stop = vi.fn();
    began(1, 'advance', stop);
    cancel();
    cancel();
    expect(stop).toHaveBeenCalledTimes(1);
    expect(store.getState().running?.cancelling).toBe(true);
  });
});

function connected() {
  const sent: (RpcRequest | RpcCancel)[] = [];
  const listeners = new Map<string, (event: Event) => void>();
  const [deaths, terminate] = [vi.fn<(text: string) => void>(), vi.fn()];
  const own = board();
  const host = connectHost(
    {
      postMessage: (request) => sent.push(request),
      addEventListener: (type, listener) => listeners.set(type, listener),
      terminate,
    },
    deaths,
    own,
  );
  const answer = (data: unknown) => listeners.get('message')?.({ data } as MessageEvent);
  return { sent, deaths, terminate, own, host, answer };
}

describe('a worker asked to stop', () => {
  it('is told which question, and lives when it answers', async () => {
    const { sent, deaths, own, host, answer } = connected();
    const asked = host.digest('main');
    const opened = host.advance('main', 9);
    answer({ id: 0, ok: true, value: '' });
    answer({ id: 1, share: { done: 3, total: 9 } });
    own.cancel();
    expect(sent.at(-1)).toEqual({ cancel: 1 });
    answer({ id: 1, ok: true, value: 'as far as it came' });
    await expect(opened).resolves.toBe('as far as it came');
    await asked;
    vi.advanceTimersByTime(60_000);
    expect(deaths).not.toHaveBeenCalled();
  });

  it('is ended when it does not answer', async () => {
    const { deaths, terminate, own, host } = connected();
    const opened = host.advance('main', 9);
    own.cancel();
    vi.advanceTimersByTime(60_000);
    await expect(opened).rejects.toThrow('no answer');
    expect(terminate).toHaveBeenCalledTimes(1);
    expect(deaths).toHaveBeenCalledWith('no answer');
    expect(own.store.getState().running).toBeNull();
  });
});
