import { describe, expect, it } from 'vitest';
import type { Entry } from '../../link/react/lab-context.tsx';
import { recorded } from '../../panels/testdata/recorded-trace.ts';
import { TraceIndex } from '../../view/trace-index.ts';
import { type ComparedPair, type Difference, differencesOf, nodesThatDiffer } from './branch-differences.ts';

const { recording, entries, horizon } = recorded;
const { topology, generation } = recording;
const PEER = 'peer0.org1.example.com';
const OTHER = 'peer1.org1.example.com';

const committed = entries.findLast(({ fact }) => fact.type === 'blockCommitted' && !fact.config);
if (committed?.fact.type !== 'blockCommitted') throw new Error('the recorded trace commits nothing');
const { channel, number, verdicts } = committed.fact;
/** Right before the last block was committed anywhere. */
const fork = entries.findIndex(({ fact }) => fact.type === 'blockCommitted' && fact.number === number);
const forkedAt = entries[fork]?.at ?? 0;

function worldOf(all: readonly Entry[]) {
  return TraceIndex.empty(topology, generation).updated(all, 0).worlds.at(horizon);
}

/** The recorded trace against one that leaves it at the fork and goes on with `facts`. */
function pairWith(
  facts: readonly (readonly [node: string, fact: Entry['fact']])[],
  commands = recording.commands,
): ComparedPair {
  const others = facts.map(([node, fact], index) => ({
    seq: fork + index,
    at: forkedAt + index + 1,
    node,
    cause: null,
    fact,
  }));
  const right = [...entries.slice(0, fork), ...others];
  return {
    sides: [
      { entries, recording, world: worldOf(entries) },
      { entries: right, recording: { ...recording, commands }, world: worldOf(right) },
    ],
    shared: fork,
    until: horizon,
  };
}

const only = <T extends Difference['type']>(differences: readonly Difference[], type: T) =>
  differences.filter((one): one is Extract<Difference, { readonly type: T }> => one.type === type);
const [verdict] = verdicts;
const block = (code: string, value: string): Entry['fact'] => ({
  ...committed.fact,
  type: 'blockCommitted',
  channel,
  number,
  hash: 'aa',
  previousHash: 'bb',
  commitHash: '',
  config: false,
  keys: {},
  verdicts: [{ ...verdict, txid: verdict?.txid ?? '', code }],
  writes: [{ namespace: 'basic', key: 'asset6', value, version: '' }],
});

describe('two branches', () => {
  it('that are the same differ in nothing', () => {
    const side = { entries, recording, world: worldOf(entries) };
    expect(differencesOf({ sides: [side, side], shared: entries.length, until: horizon })).toEqual([]);
    const copy = { ...side, entries: entries.map((entry) => ({ ...entry })) };
    expect(differencesOf({ sides: [side, copy], shared: fork, until: horizon })).toEqual([]);
  });

  it('a command given in one only, and not one that both went on with', () => {
    const crash = { type: 'crashNode', node: PEER } as const;
    const index = recording.commands.length;
    const pair = pairWith(
      [[PEER, { type: 'commandGiven', command: 'crashNode', index }]],
      [...recording.commands, { at: forkedAt + 1, command: crash }],
    );
    const own = only(differencesOf(pair), 'command').filter(({ side }) => side === 1);
    expect(own).toEqual([{ type: 'command', at: forkedAt + 1, side: 1, command: crash }]);
  });

  it('a node that runs in one and not in the other', () => {
    const differences = differencesOf(pairWith([[OTHER, { type: 'nodeCrashed' }]]));
    const left = worldOf(entries).nodes[OTHER]?.life;
    expect(only(differences, 'node')).toContainEqual({
      type: 'node',
      at: forkedAt + 1,
      node: OTHER,
      left,
      right: 'crashed',
    });
  });

  it('the same transaction judged otherwise, and the value its key has since', () => {
    const differences = differencesOf(pairWith([[PEER, block('MVCC_READ_CONFLICT', '"x"')]]));
    expect(only(differences, 'code')).toMatchObject([
      { txid: verdict?.txid, left: verdict?.code, right: 'MVCC_READ_CONFLICT', at: forkedAt },
    ]);
    const [state] = only(differences, 'state').filter(({ key }) => key === 'asset6');
    expect(state).toMatchObject({ channel, namespace: 'basic', right: '"x"' });
    expect(state?.left).not.toBe('"x"');
  });

  it('a transaction judged in one only, heights, and messages that never went in the other', () => {
    const differences = differencesOf(pairWith([]));
    expect(only(differences, 'code')).toMatchObject([{ txid: verdict?.txid, right: null }]);
    const height = only(differences, 'height').find(({ node }) => node === committed.node);
    expect(height).toMatchObject({ channel, left: number + 1, right: number });
    const sent = only(differences, 'messages');
    expect(sent.length).toBeGreaterThan(0);
    for (const { side, kind } of sent) expect([side, kind]).not.toEqual([1, kind]);
    expect(sent.some(({ label }) => /heart/i.test(label))).toBe(false);
  });

  it('compares up to a moment only', () => {
    expect(differencesOf({ ...pairWith([]), until: forkedAt - 1 }).filter(({ type }) => type === 'code')).toEqual([]);
  });

  it('names the nodes that differ by now', () => {
    const differences = differencesOf(pairWith([[OTHER, { type: 'nodeCrashed' }]]));
    expect(nodesThatDiffer(differences, forkedAt - 1)).toEqual([]);
    expect(nodesThatDiffer(differences, horizon)).toContain(OTHER);
  });
});
