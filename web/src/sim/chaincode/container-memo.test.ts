import { beforeEach, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import { ContainerMemo, type ContainerState } from './container-memo.ts';
import { TIME_OF_LOG } from './log-time.ts';
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
        return { messages: [utf8(told)], log: [], gas: 1, status, looked: true };
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

/** A container that answers with what it was told, and with its seed and the time once it is told to look. */
class PeepingSandbox implements SandboxPort {
  opened = 0;
  worked = 0;

  open({ seed }: ContainerSpec): Container {
    this.opened++;
    let told = '';
    return {
      receive: (input: ContainerInput, nowMicros: number) => {
        this.worked++;
        const text = typeof input === 'string' ? input : fromUtf8(input);
        const looked = text.startsWith('look');
        told += looked ? `${text}:${seed}@${nowMicros} ` : `${text} `;
        return { messages: [utf8(told)], log: [`${TIME_OF_LOG} ${text}`], gas: 1, status: 'running', looked };
      },
      dispose: () => undefined,
    };
  }
}

describe('containers of one contract on several machines', () => {
  const other = { ...spec, seed: 'peer1', env: new Map([['CORE_PEER_LOCALMSPID', 'Org2MSP']]) };
  const life = (memo: ContainerMemo, of: ContainerSpec, inputs: readonly string[], from = 0) => {
    let { state, output } = memo.start(of, from);
    for (const [index, text] of inputs.entries())
      ({ state, output } = memo.step(state, utf8(text), from + 10_000 * (index + 1)));
    return { state, said: fromUtf8(output.messages[0] ?? utf8('')), log: output.log };
  };

  it('are computed once as long as none looks at its machine, at whatever time each is told', () => {
    const sandbox = new PeepingSandbox();
    const memo = new ContainerMemo(sandbox);
    const first = life(memo, { ...spec, env: new Map([['CORE_PEER_LOCALMSPID', 'Org1MSP']]) }, ['a', 'b']);
    const before = sandbox.worked;
    expect(life(memo, other, ['a', 'b'], 70_000).said).toBe(first.said);
    expect(sandbox.worked).toBe(before);
  });

  it('log with the time of their own clocks', () => {
    const memo = new ContainerMemo(new PeepingSandbox());
    const env = new Map([['CORE_PEER_LOCALMSPID', 'Org1MSP']]);
    const logs = [{ ...spec, env }, other].map((of) => life(memo, of, ['a'], 500_000).log.join());
    const expected = [spec, other].map(({ seed }) => {
      const millis = containerMillis({ ...spec, seed }, 510_000);
      return `${new Date(millis).toISOString()} a`;
    });
    expect(logs).toEqual(expected);
    expect(logs[0]).not.toBe(logs[1]);
  });

  const told = [
    { inputs: ['look', 'a'], why: 'who looks at once is on its own from the beginning' },
    { inputs: ['a', 'b', 'look', 'c', 'look2'], why: 'who looks late has its own time and dice then, and for ever' },
  ];
  it.each(told)('$why', ({ inputs }) => {
    const memo = new ContainerMemo(new PeepingSandbox());
    const lives = [spec, { ...spec, seed: 'peer1' }].map((of) => life(memo, of, inputs));
    const alone = [spec, { ...spec, seed: 'peer1' }].map((of) =>
      life(new ContainerMemo(new PeepingSandbox()), of, inputs),
    );
    expect(lives.map(({ said }) => said)).toEqual(alone.map(({ said }) => said));
    expect(lives[0]?.said).not.toBe(lives[1]?.said);
    expect(lives[0]?.said).toContain('look:peer0@');
  });

  it('part when they are told different things, and neither makes the other live again', () => {
    const sandbox = new PeepingSandbox();
    const memo = new ContainerMemo(sandbox);
    const [one, two] = [spec, { ...spec, seed: 'peer1' }].map((of) => life(memo, of, ['a', 'b']).state);
    if (!one || !two) throw new Error('two lives');
    let asked = memo.step(one, utf8('query'), 50_000).state;
    let rest = memo.step(two, utf8('c'), 50_000).state;
    const { opened } = sandbox;
    for (const text of ['d', 'e', 'f']) {
      asked = memo.step(asked, utf8(text), 60_000).state;
      rest = memo.step(rest, utf8(text), 60_000).state;
    }
    expect(sandbox.opened).toBe(opened);
    expect(asked.chain).not.toBe(rest.chain);
  });

  it('are on their own from the start when their contract names the clock', () => {
    const sandbox = new PeepingSandbox();
    const memo = new ContainerMemo(sandbox);
    const files = new Map([['index.js', 'const now = Date.now();']]);
    for (const seed of ['peer0', 'peer1']) life(memo, { ...spec, files, seed }, ['a']);
    expect(sandbox.opened).toBe(2);
  });
});
