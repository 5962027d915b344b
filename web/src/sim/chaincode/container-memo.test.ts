import { beforeEach, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import { ContainerMemo, type ContainerState } from './container-memo.ts';
import {
  containerMillis,
  type Container,
  type ContainerInput,
  type ContainerSpec,
  microsUntil,
  type SandboxPort,
} from './sandbox.ts';

/** A container that answers with everything it was told so far; it counts how often it was made to work. */
class EchoSandbox implements SandboxPort {
  opened = 0;
  worked = 0;

  open(): Container {
    this.opened++;
    let told = '';
    return {
      receive: (input: ContainerInput, nowMicros: number) => {
        this.worked++;
        told += `${typeof input === 'string' ? input : fromUtf8(input)}@${nowMicros} `;
        const status = told.includes('exit') ? 'exited' : 'running';
        return { messages: [utf8(told)], log: [], gas: 1, status };
      },
      dispose: () => undefined,
    };
  }
}

const spec: ContainerSpec = {
  files: new Map([['index.js', '']]),
  label: 'a',
  seed: 'peer0',
  ccid: 'a:0',
  env: new Map(),
  startUnixMicros: 1e15,
};

describe('a container as a value', () => {
  let sandbox: EchoSandbox;
  let memo: ContainerMemo;
  beforeEach(() => {
    sandbox = new EchoSandbox();
    memo = new ContainerMemo(sandbox);
  });

  const tell = (state: ContainerState, text: string, now: number) => {
    const step = memo.step(state, utf8(text), now);
    return { state: step.state, said: fromUtf8(step.output.messages[0] ?? utf8('')) };
  };

  it('a replay computes nothing', () => {
    const run = () => tell(tell(memo.start(spec, 0).state, 'a', 1).state, 'b', 2);
    const first = run();
    const before = sandbox.worked;
    expect(run()).toEqual(first);
    expect(sandbox.worked).toBe(before);
  });

  it('a fork goes on from an earlier state, whatever the live container did since', () => {
    const start = memo.start(spec, 0).state;
    const a = tell(start, 'a', 1);
    expect(tell(a.state, 'b', 2).said).toBe('start@0 a@1 b@2 ');
    expect(tell(a.state, 'c', 3).said).toBe('start@0 a@1 c@3 ');
    expect(tell(start, 'd', 1).said).toBe('start@0 d@1 ');
    expect(sandbox.opened).toBe(3);
  });

  it('time it cannot see makes no difference, time it can see does', () => {
    const { state } = memo.start(spec, 0);
    const now = microsUntil(spec, containerMillis(spec, 0) + 5, 0);
    tell(state, 'a', now);
    const before = sandbox.worked;
    tell(state, 'a', now + 999);
    expect(sandbox.worked).toBe(before);
    tell(state, 'a', now + 1000);
    expect(sandbox.worked).toBeGreaterThan(before);
  });

  it('an ended container says nothing any more', () => {
    const { state } = tell(memo.start(spec, 0).state, 'exit', 1);
    expect(state.status).toBe('exited');
    expect(memo.step(state, utf8('more'), 2).output.messages).toEqual([]);
  });

  it('specs that differ in the seed alone are different containers', () => {
    const other = memo.start({ ...spec, seed: 'peer1' }, 0).state;
    expect(other.chain).not.toBe(memo.start(spec, 0).state.chain);
    expect(sandbox.opened).toBe(2);
  });
});
