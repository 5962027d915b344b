/** What machines learn of a link that is cut: as much as the ends of a connection would. */
import { describe, expect, it } from 'vitest';
import { type Actor, actorOf, type Effect, type Input } from './actor.ts';
import { Kernel } from './kernel.ts';
import type { Micros } from './time.ts';

interface Heard {
  readonly at: Micros;
  readonly node: string;
  readonly what: string;
}

const CUT = { up: false, loss: 0, latencyFactor: 1 };
const WHOLE = { ...CUT, up: true };

/** Two machines that tell what reaches them; `sends` is what the first one does when it is told to. */
function pair(sends: Effect<string, string>) {
  const heard: Heard[] = [];
  const actor = (node: string): Actor<string, string, string> =>
    actorOf(
      {
        boot: () => 0,
        step: (state: number, input: Input<string, string>, now: Micros) => {
          if (input.type !== 'start') heard.push({ at: now, node, what: input.type });
          return { state, effects: input.type === 'command' ? [sends] : [] };
        },
      },
      0,
    );
  const kernel = new Kernel<string, string, string>(
    { seed: 'pair', latency: () => ({ min: 10, max: 10 }), disk: { min: 1, max: 1 } },
    { sent: () => 'sent', lost: () => 'lost', record: () => 0 },
  );
  for (const node of ['a', 'b']) {
    kernel.add(node, actor(node), 0);
    kernel.start(node, null);
  }
  const say = (): void => kernel.give('a', { type: 'command', command: 'say', index: 0 }, null);
  return { kernel, heard, say };
}

describe('a message that is lost', () => {
  it('breaks the connection it opens: both ends hear of it when patience is over', () => {
    const { kernel, heard, say } = pair({ type: 'send', to: 'b', message: 'hello', patience: 500 });
    kernel.setLink('a', 'b', CUT);
    say();
    kernel.runUntil(499);
    expect(heard.map(({ what }) => what)).toEqual(['command']);
    kernel.runUntil(1_000);
    expect(heard.slice(1)).toEqual([
      { at: 500, node: 'a', what: 'undeliverable' },
      // What else ran over the connection is over as well, at this end as at the other.
      { at: 500, node: 'a', what: 'disconnected' },
      { at: 500, node: 'b', what: 'disconnected' },
    ]);
  });

  it('is missed by nobody when nothing hangs on it', () => {
    const { kernel, heard, say } = pair({ type: 'send', to: 'b', message: 'hello' });
    kernel.setLink('a', 'b', CUT);
    say();
    kernel.runUntil(1_000_000);
    expect(heard.map(({ what }) => what)).toEqual(['command']);
  });

  it('is not waited for when it arrives', () => {
    const { kernel, heard, say } = pair({ type: 'send', to: 'b', message: 'hello', patience: 500 });
    say();
    kernel.runUntil(1_000_000);
    expect(heard.map(({ what }) => what)).toEqual(['command', 'message']);
  });
});

describe('a crash behind a cut link', () => {
  it('is heard of once, when the link is back, also if the machine is', () => {
    const { kernel, heard, say } = pair({ type: 'send', to: 'b', message: 'hello' });
    say();
    kernel.runUntil(100);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const)
      kernel.setLink(from, to, CUT);
    kernel.crash('b', null);
    kernel.start('b', null);
    kernel.runUntil(1_000);
    expect(heard.map(({ what }) => what)).toEqual(['command', 'message']);
    kernel.setLink('b', 'a', WHOLE);
    kernel.setLink('b', 'a', WHOLE);
    kernel.runUntil(2_000);
    expect(heard.slice(2)).toEqual([{ at: 1_010, node: 'a', what: 'disconnected' }]);
  });
});
