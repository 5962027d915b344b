/** Parts that break or do not come: the rest stays, and another try is another try. */
import { act, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Boundary, FailureView } from './Boundary.tsx';
import type { FailureViewProps } from './Boundary.tsx';
import { lazyPart } from './lazy-part.ts';

(globalThis as unknown as { IS_REACT_ACT_ENVIRONMENT: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const box = document.createElement('div');
let root = createRoot(box);

const Failed = ({ failure, onRetry }: FailureViewProps) => (
  <button type="button" onClick={onRetry}>
    {`${failure.notFetched ? 'not fetched' : 'broken'}: ${failure.text}`}
  </button>
);
const show = (children: React.ReactNode): Promise<void> =>
  act(async () => {
    root.render(<FailureView value={Failed}>{children}</FailureView>);
    await Promise.resolve();
  });
const retry = (): Promise<void> =>
  act(async () => {
    box.querySelector('button')?.click();
    await Promise.resolve();
  });

beforeEach(() => {
  // React tells every error that a boundary catches.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  root = createRoot(box);
});
afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
});

/** A part that comes at the `comesAt`-th try. */
function partComingAt(comesAt: number) {
  let tries = 0;
  const Part = lazyPart<{ readonly word: string }>(() => {
    tries++;
    return tries < comesAt
      ? Promise.reject(new TypeError(`no network ${String(tries)}`))
      : Promise.resolve(({ word }) => <p>{word}</p>);
  });
  return { Part, tries: () => tries };
}

describe('a part that cannot be fetched', () => {
  it('is fetched anew for every try, and by nobody in between', async () => {
    const { Part, tries } = partComingAt(3);
    const all = (
      <Boundary>
        <Suspense fallback="waiting">
          <Part word="here" />
        </Suspense>
      </Boundary>
    );
    await show(all);
    expect(box.textContent).toBe('not fetched: no network 1');
    await show(all);
    expect(tries()).toBe(1);
    await retry();
    expect(box.textContent).toBe('not fetched: no network 2');
    await retry();
    expect(box.textContent).toBe('here');
    expect(tries()).toBe(3);
  });

  it('is fetched once when it comes', async () => {
    const { Part, tries } = partComingAt(1);
    await show(
      <Suspense>
        <Part word="one" />
        <Part word=" and two" />
      </Suspense>,
    );
    expect(box.textContent).toBe('one and two');
    expect(tries()).toBe(1);
  });
});

describe('a part that breaks while it is drawn', () => {
  const Broken = ({ of }: { readonly of: string }) => {
    if (of === 'bad') throw new Error('no such row');
    return <p>{of}</p>;
  };

  it('leaves what is beside it, and is forgotten when something else is shown', async () => {
    const shown = (of: string) => (
      <>
        <hr />
        <Boundary of={of}>
          <Broken of={of} />
        </Boundary>
      </>
    );
    await show(shown('bad'));
    expect(box.textContent).toBe('broken: no such row');
    expect(box.querySelector('hr')).not.toBeNull();
    await show(shown('good'));
    expect(box.textContent).toBe('good');
  });

  it('stays failed while the same is shown, until it is tried again', async () => {
    let isBroken = true;
    const Sometimes = () => <Broken of={isBroken ? 'bad' : 'mended'} />;
    const shown = (
      <Boundary of="one">
        <Sometimes />
      </Boundary>
    );
    await show(shown);
    isBroken = false;
    await show(shown);
    expect(box.textContent).toBe('broken: no such row');
    await retry();
    expect(box.textContent).toBe('mended');
  });
});
