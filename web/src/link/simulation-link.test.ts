import { describe, expect, it } from 'vitest';
import type { Command } from '../sim/protocol/commands.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { Branch, Frame, SimulationHost } from '../sim/protocol/requests.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { createLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { connectHost, restartingHost } from './worker-host.ts';
import type { RpcRequest } from './worker-host.ts';
import { traceChecksum } from './trace-checksum.ts';

const recording: Recording = {
  formatVersion: 1,
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  commands: [],
};
const crash: Command = { type: 'crashNode', node: 'o.x' };

const crashed = (seq: number, at: number): Entry => ({
  seq,
  at,
  node: 'o.x',
  cause: null,
  fact: { type: 'commandGiven', command: 'crashNode', index: seq },
});
const heartbeat = (seq: number, at: number): Entry => ({
  seq,
  at,
  node: 'o.x',
  cause: null,
  fact: { type: 'messageSent', message: seq, to: 'o.x', kind: 'raft', label: 'heartbeat', arrivesAt: at + 1, size: 1 },
});

/** A world in which every command is one entry and settles 500 ms later, with a heartbeat half-way. */
class ToyHost implements SimulationHost {
  readonly traces = new Map<string, { entries: Entry[]; horizon: number }>();
  branches: Branch[] = [{ id: 'main', parent: null, forkedAt: 0, forkedAtSeq: 0 }];
  fail = false;

  private frame(branch: string, fromSeq: number): Frame {
    const trace = this.traces.get(branch);
    if (trace === undefined) throw new Error('no branch');
    const { entries, horizon } = trace;
    return { branch, fromSeq, entries: entries.slice(fromSeq), horizon, recording, branches: this.branches };
  }

  open: SimulationHost['open'] = (opened) => {
    if (opened.seed === '') {
      return Promise.resolve({ ok: false, error: { code: 'seedEmpty', params: {}, where: 'seed' } } as const);
    }
    this.traces.set('main', { entries: [crashed(0, 0)], horizon: 1000 });
    return Promise.resolve({ ok: true, value: this.frame('main', 0) } as const);
  };

  advance: SimulationHost['advance'] = (branch, until) => {
    const trace = this.traces.get(branch);
    if (trace === undefined || this.fail) return Promise.reject(new Error('boom'));
    trace.horizon = until;
    return Promise.resolve(this.frame(branch, trace.entries.length));
  };

  fork: SimulationHost['fork'] = (branch, command, instead) => {
    const trace = this.traces.get(branch);
    if (trace === undefined) throw new Error('no branch');
    const id = `fork-${String(command)}`;
    const entries = trace.entries.slice(0, command);
    const forkedAt = trace.entries[command]?.at ?? 0;
    this.traces.set(id, { entries, horizon: forkedAt });
    this.branches = [
      ...this.branches.filter((known) => known.id === 'main' || known.id !== instead),
      { id, parent: branch, forkedAt, forkedAtSeq: entries.length },
    ];
    return Promise.resolve(this.frame(id, entries.length));
  };

  revive: SimulationHost['revive'] = () =>
    Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const);

  discard: SimulationHost['discard'] = (branch) => {
    this.traces.delete(branch);
    this.branches = this.branches.filter(({ id }) => id !== branch);
    return Promise.resolve({ ok: true, value: this.branches } as const);
  };

  perform: SimulationHost['perform'] = (branch, when) => {
    const trace = this.traces.get(branch);
    if (trace === undefined) return Promise.reject(new Error('no branch'));
    const at = when === 'horizon' ? trace.horizon : when;
    let target = trace;
    let id = branch;
    if (at < trace.horizon) {
      const kept = trace.entries.filter((entry) => entry.at <= at);
      id = `b${this.branches.length}`;
      target = { entries: kept, horizon: at };
      this.traces.set(id, target);
      this.branches = [...this.branches, { id, parent: branch, forkedAt: at, forkedAtSeq: kept.length }];
    }
    const from = target.entries.length;
    target.entries.push(crashed(from, at), heartbeat(from + 1, at + 250_000));
    target.horizon = at + 500_000;
    return Promise.resolve({ ok: true, value: this.frame(id, from) } as const);
  };

  inspect: SimulationHost['inspect'] = () =>
    Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const);
  lookInside: SimulationHost['lookInside'] = () =>
    Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const);
  digest: SimulationHost['digest'] = () => Promise.resolve('');
  readBlock: SimulationHost['readBlock'] = () =>
    Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const);
  tryOut: SimulationHost['tryOut'] = () => Promise.resolve({ ok: true, value: [] });
}

const toyLab = (host = new ToyHost()): { host: ToyHost; lab: Lab } => ({
  host,
  lab: createLab(host, (time, millis, { direction }) => time + millis * 1000 * direction),
});

describe('acting', () => {
  it('goes to the horizon without a fork when only chatter lies ahead', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    await lab.act(crash);
    lab.playhead.jump(100_000);
    expect(lab.wouldFork()).toBe(false);
    await lab.act(crash);
    const { branch, entries } = lab.link.store.getState();
    expect(branch).toBe('main');
    expect(entries.map((entry) => entry.at)).toEqual([0, 1000, 251_000, 501_000, 751_000]);
    expect(lab.playhead.store.getState()).toMatchObject({ time: 501_000, playing: true, stopAt: 1_001_000 });
  });

  it('forks when something would be lost, shares what came before, and the old branch is still there', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    await lab.giveAtHorizon([crash, crash]);
    const future = lab.link.store.getState().entries;
    lab.playhead.jump(300_000);
    expect(lab.wouldFork()).toBe(true);
    await lab.act(crash);
    const forked = lab.link.store.getState();
    expect(forked.branch).toBe('b1');
    expect(forked.entries[1]).toBe(future[1]);
    expect(forked.entries.map((entry) => entry.at)).toEqual([0, 1000, 251_000, 300_000, 550_000]);
    lab.link.switchBranch('main');
    expect(lab.link.store.getState().entries).toBe(future);
  });
});

it('commands for the horizon do not fork when the simulation runs on meanwhile', async () => {
  const { lab } = toyLab();
  await lab.link.open(recording, []);
  const given = lab.giveAtHorizon([crash, crash]);
  await Promise.resolve();
  void lab.link.advance(5_000_000);
  await given;
  expect(lab.link.store.getState().branch).toBe('main');
});

it('a command for the horizon waits for an advance under way, or it would fork by accident', async () => {
  const { lab } = toyLab();
  await lab.link.open(recording, []);
  void lab.link.advance(5_000_000);
  await lab.giveAtHorizon([crash]);
  expect(lab.link.store.getState()).toMatchObject({ branch: 'main', horizon: 5_500_000 });
});

describe('the link', () => {
  it('keeps the earlier world when a new one is refused', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    const refused = await lab.link.open({ ...recording, seed: '' }, []);
    expect(refused).toMatchObject({ ok: false, error: { code: 'seedEmpty' } });
    expect(lab.link.store.getState()).toMatchObject({ status: 'ready', recording });
  });

  it('says that it failed, with the text, when the host breaks', async () => {
    const { lab, host } = toyLab();
    await lab.link.open(recording, []);
    host.fail = true;
    await lab.link.advance(9_000_000);
    expect(lab.link.store.getState()).toMatchObject({ status: 'failed', failure: 'boom', recording });
  });
});

describe('the playhead', () => {
  it('stops exactly where it was told and lets the simulation run ahead', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    lab.playhead.play();
    lab.playhead.tick(16);
    await Promise.resolve();
    await Promise.resolve();
    expect(lab.link.store.getState().horizon).toBeGreaterThanOrEqual(2_000_000);
    lab.playhead.play({ stopAt: 40_000 });
    for (let frame = 0; frame < 5; frame++) lab.playhead.tick(16);
    expect(lab.playhead.store.getState()).toMatchObject({ time: 40_000, playing: false, stopAt: null });
  });

  it('never passes the horizon, and a long sleep is not a leap', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    lab.playhead.play();
    lab.playhead.tick(60_000);
    expect(lab.playhead.store.getState().time).toBe(1000);
  });

  it('plays backwards to the beginning and stops there', async () => {
    const { lab } = toyLab();
    await lab.link.open(recording, []);
    lab.playhead.jump(900);
    lab.playhead.play({ direction: -1 });
    lab.playhead.tick(16);
    expect(lab.playhead.store.getState()).toMatchObject({ time: 0, playing: false });
  });
});

describe('the typed calls to the worker', () => {
  it('match answers to questions by id and reject all when the worker dies', async () => {
    const listeners = new Map<string, (event: Event) => void>();
    const sent: RpcRequest[] = [];
    const deaths: string[] = [];
    const host = connectHost(
      {
        postMessage: (request) => {
          if ('id' in request) sent.push(request);
        },
        addEventListener: (type, listener) => listeners.set(type, listener),
      },
      (text) => deaths.push(text),
    );
    const answer = (data: unknown) => listeners.get('message')?.({ data } as MessageEvent);
    const first = host.digest('main');
    const second = host.digest('b1');
    answer({ id: sent[1]?.id, ok: true, value: 'two' });
    answer({ id: sent[0]?.id, ok: false, error: 'bug' });
    await expect(second).resolves.toBe('two');
    await expect(first).rejects.toThrow('bug');
    const third = host.digest('main');
    listeners.get('error')?.({ message: 'out of memory' } as ErrorEvent);
    await expect(third).rejects.toThrow('out of memory');
    await expect(host.digest('main')).rejects.toThrow('out of memory');
    expect(deaths).toEqual(['out of memory']);
  });
});

it('after the worker died another one is started for the next world, and not before', async () => {
  const kills: ((text: string) => void)[] = [];
  const host = restartingHost(
    (onDeath) => {
      kills.push(onDeath);
      return new ToyHost();
    },
    () => undefined,
  );
  await host.open(recording, []);
  kills[0]?.('gone');
  expect(kills).toHaveLength(1);
  await host.open(recording, []);
  expect(kills).toHaveLength(2);
});

describe('the checksum of a trace', () => {
  it('covers what happened up to the moment and nothing after it, whatever the order of fields', () => {
    const entries = [crashed(0, 0), heartbeat(1, 10), crashed(2, 20)];
    const rebuilt = entries.map((entry) => Object.fromEntries(Object.entries(entry).reverse()) as unknown as Entry);
    expect(traceChecksum(rebuilt, 10)).toBe(traceChecksum(entries, 10));
    expect(traceChecksum(entries.slice(0, 2), 99)).toBe(traceChecksum(entries, 10));
    expect(traceChecksum(entries, 20)).not.toBe(traceChecksum(entries, 10));
  });
});
