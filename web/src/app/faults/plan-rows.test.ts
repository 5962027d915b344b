/** Rows say what a plan says, and nothing is lost on the way. */
import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../../sim/protocol/commands.ts';
import { faultOf, type PlanRow, problemOf, rowOf } from './plan-rows.ts';

const at = 12_500_000;
const planned = (command: PlannedFault['command'], rest: Partial<PlannedFault> = {}): PlannedFault => ({
  at,
  until: null,
  command,
  ...rest,
});

describe('a row of the plan', () => {
  it.each<PlannedFault>([
    planned({ type: 'crashNode', node: 'o1' }, { until: 20_000_000 }),
    planned({ type: 'crashNode', node: 'o1' }, { leaderOf: 'mychannel', until: 15_000_001 - 1 }),
    planned({ type: 'stopNode', node: 'p1' }),
    planned({ type: 'restartNode', node: 'p1' }),
    planned({ type: 'isolateNode', node: 'p1', isolated: true }),
    planned({ type: 'degradeNode', node: 'p1', loss: 0.3, latencyFactor: 1 }),
    planned({ type: 'degradeNode', node: 'p1', loss: 0.125, latencyFactor: 1 }),
    planned({ type: 'degradeNode', node: 'p1', loss: 0, latencyFactor: 4 }, { until: 20_000_000 }),
    planned({ type: 'setLink', from: 'p1', to: 'o1', up: false, loss: 0, latencyFactor: 1 }),
    planned({ type: 'setLink', from: 'p1', to: 'o1', up: false, loss: 0, latencyFactor: 1, oneWay: true }),
    planned({ type: 'setLink', from: 'p1', to: 'o1', up: true, loss: 0, latencyFactor: 100 }),
    planned({ type: 'setLink', from: 'p1', to: 'o1', up: true, loss: 0.7, latencyFactor: 1 }),
    planned({ type: 'partitionNetwork', groups: [['a'], ['b', 'c']], parted: true }, { until: 20_000_000 }),
    planned({ type: 'healNetwork' }),
  ])('says $command.type and comes back as it was', (fault) => {
    const row = rowOf(fault);
    expect(row && faultOf(row, 'o1')).toEqual(fault);
  });

  it.each<PlannedFault>([
    planned({ type: 'partitionNetwork', groups: [['a'], ['b']], parted: false }),
    planned({ type: 'degradeNode', node: 'p1', loss: 0.5, latencyFactor: 3 }),
    planned({ type: 'setLink', from: 'a', to: 'b', up: true, loss: 0.5, latencyFactor: 1, oneWay: true }),
  ])('does not pretend to say $command.type of another kind', (fault) => {
    expect(rowOf(fault)).toBeNull();
  });

  it.each<readonly [string, Partial<PlanRow>, string | null]>([
    ['later than now', {}, null],
    ['with a comma', { when: '12,5' }, null],
    ['at this very moment', { when: '10' }, null],
    ['before it', { when: '9.9' }, 'late'],
    ['no time', { when: ' ' }, 'late'],
    ['no number', { when: 'soon' }, 'late'],
    ['an end before the beginning', { until: '11' }, 'ends'],
    ['an end that is none', { until: 'x' }, 'ends'],
    ['an end of what does not end is not looked at', { what: 'restartNode', until: 'x' }, null],
    ['a link from a node to itself', { what: 'cutLink', to: 'p1' }, 'same'],
    ['one direction of it', { what: 'cutOneWay', to: 'p1' }, 'same'],
    ['a share of all', { what: 'lossy', amount: '100' }, null],
    ['more than all', { what: 'lossyLink', to: 'o1', amount: '101' }, 'amount'],
    ['nothing lost', { what: 'lossy', amount: '0' }, 'amount'],
    ['no slower than usual', { what: 'slow', amount: '1' }, 'amount'],
    ['slower by no number', { what: 'slowLink', to: 'o1', amount: '' }, 'amount'],
    ['a network in one part', { what: 'partition', groups: [['a', 'b']] }, 'parts'],
    ['in two', { what: 'partition', groups: [['a'], ['b']] }, null],
  ])('%s', (_reason, change, problem) => {
    const row: PlanRow = {
      when: '12',
      what: 'crashNode',
      target: 'p1',
      to: '',
      amount: '',
      groups: [],
      choice: null,
      until: '',
      ...change,
    };
    expect(problemOf(row, 10_000_000)).toBe(problem);
  });
});
