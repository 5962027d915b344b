import { describe, expect, it } from 'vitest';
import { changesIn, type ConfigNode, configRows, findNode, lineChanges, matchCount, rowKey } from './config-rows.ts';

function node(kind: ConfigNode['kind'], path: string, rest: Partial<ConfigNode> = {}): ConfigNode {
  return {
    kind,
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    version: 0,
    modPolicy: 'Admins',
    modPolicyPath: '',
    lines: [],
    change: 'same',
    before: null,
    certificates: [],
    children: [],
    ...rest,
  };
}

const TIMEOUT = node('value', '/Channel/Orderer/BatchTimeout', {
  version: 1,
  lines: ['timeout: 500ms'],
  change: 'changed',
  before: { version: 0, lines: ['timeout: 2s'] },
});
const SIZE = node('value', '/Channel/Orderer/BatchSize', { lines: ['max_message_count: 10', 'absolute_max_bytes: 9'] });
const ORDERER = node('group', '/Channel/Orderer', { change: 'within', children: [SIZE, TIMEOUT] });
const MEMBERS = node('group', '/Channel/Application', {
  children: [
    node('policy', '/Channel/Application/Admins', { lines: ['MAJORITY Admins'] }),
    node('group', '/Channel/Application/Org3MSP', { change: 'removed' }),
  ],
});
const ROOT = node('group', '/Channel', { change: 'within', children: [MEMBERS, ORDERER] });

const ALL = { search: '', onlyChanges: false };
const names = (filter: typeof ALL, toggled: readonly string[] = []): readonly string[] =>
  configRows(ROOT, filter, new Set(toggled)).map((row) => `${String(row.level)} ${row.node.name}`);

describe('the rows of a configuration', () => {
  it('begin with the sections, and the way to what has changed lies open', () => {
    expect(names(ALL)).toEqual(['1 Channel', '2 Application', '2 Orderer', '3 BatchSize', '3 BatchTimeout']);
  });

  it('open and close as the reader wants', () => {
    expect(names(ALL, [rowKey(MEMBERS), rowKey(ORDERER)])).toEqual([
      '1 Channel',
      '2 Application',
      '3 Admins',
      '3 Org3MSP',
      '2 Orderer',
    ]);
  });

  it.each([
    ['by a name, whatever the case', 'batchSIZE', ['1 Channel', '2 Orderer', '3 BatchSize'], 1],
    ['by a value', '500ms', ['1 Channel', '2 Orderer', '3 BatchTimeout'], 1],
    ['by a rule', 'majority', ['1 Channel', '2 Application', '3 Admins'], 1],
    ['by several words, all of which must occur', 'orderer count', ['1 Channel', '2 Orderer', '3 BatchSize'], 1],
    ['by something that is not there', 'raft', [], 0],
  ])('are found %s', (_, search, expected, count) => {
    expect(names({ ...ALL, search })).toEqual(expected);
    expect(matchCount(ROOT, { ...ALL, search })).toBe(count);
  });

  it('show only what has changed, the removed too', () => {
    expect(names({ ...ALL, onlyChanges: true })).toEqual([
      '1 Channel',
      '2 Application',
      '3 Org3MSP',
      '2 Orderer',
      '3 BatchTimeout',
    ]);
    expect(changesIn(ROOT).map(({ name }) => name)).toEqual(['Org3MSP', 'BatchTimeout']);
  });

  it('are told apart by kind: a value and a policy may have one name', () => {
    const policy = node('policy', '/Channel/X');
    const value = node('value', '/Channel/X');
    const both = node('group', '/Channel', { children: [value, policy] });
    expect(findNode(both, rowKey(policy))).toBe(policy);
    expect(findNode(both, 'value /Channel/Y')).toBe(null);
  });
});

describe('the lines of an element', () => {
  it('of a changed one: what went, then what is there now', () => {
    expect(lineChanges(TIMEOUT)).toEqual([
      { text: 'timeout: 2s', mark: 'removed' },
      { text: 'timeout: 500ms', mark: 'added' },
    ]);
  });

  it('of one as before are unmarked, of a removed one all gone', () => {
    expect(lineChanges(SIZE).map(({ mark }) => mark)).toEqual(['same', 'same']);
    expect(lineChanges({ ...SIZE, change: 'removed' }).map(({ mark }) => mark)).toEqual(['removed', 'removed']);
  });
});
