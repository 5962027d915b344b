import { describe, expect, it } from 'vitest';
import { lesson as en } from '../../web/src/i18n/en/lesson.ts';
import { lesson as ko } from '../../web/src/i18n/ko/lesson.ts';
import { COURSE } from '../../web/src/scenes/course.ts';
import { ORG1, ORG2, TWO_ORGS } from '../../web/src/scenes/networks.ts';
import type { Scene, Step } from '../../web/src/scenes/scene.ts';
import { dataProblems } from './check-data.ts';

/** Links, slides and QR codes name scenes by these ids: they never change. */
const FIXED = `blockchain why-fabric nodes identities bring-up bring-up-today transaction-flow ordering gossip
  practice-bring-up software-system three-architectures server-development no-dbms locks-and-versions mvcc-conflict
  phantom-read mvcc-remedies chaincode namespaces system-chaincodes sdk key-design nondeterminism possible-but-dont
  lifecycle what-to-store sub-db practice-contract`.split(/\s+/);

it('the course has the scenes that links name, each with a title in both languages', () => {
  const ids = COURSE.flatMap(({ scenes }) => [...scenes]);
  expect(ids).toEqual(FIXED);
  for (const titles of [ko, en] as readonly Readonly<Record<string, string>>[])
    expect(ids.filter((id) => titles[`scene.${id}`] === undefined)).toEqual([]);
});

const crash = { type: 'crashNode', node: ORG1.peer0 } as const;
const quiet = (id: string, extra: Partial<Step> = {}): Step => ({
  id,
  commands: [],
  until: null,
  focus: [],
  ...extra,
});
const acting = quiet('acts', {
  action: { done: { fact: 'nodeCrashed', node: ORG1.peer0 }, solution: [crash], hints: 0 },
});

const problems = (steps: readonly Step[], extra: Partial<Scene> = {}): readonly string[] =>
  dataProblems('gossip', {
    id: 'gossip',
    day: 1,
    generation: '3.x',
    seed: 's',
    topology: TWO_ORGS,
    contracts: {},
    setup: [],
    steps,
    offered: null,
    ...extra,
  });

describe('the data of a scene', () => {
  it('pass when they fit', () => {
    expect(problems([quiet('a', { commands: [crash], focus: [ORG2.ca] }), acting])).toEqual([]);
  });

  const rows: readonly [reason: string, said: readonly string[], expected: RegExp][] = [
    ['a folder of another name', problems([acting], { id: 'nodes' }), /the id is "nodes", the folder "gossip"/],
    ['not in the course', problems([acting], { id: 'news' }), /"news" is no scene of the course/],
    ['on the wrong day', problems([acting], { day: 3 }), /day 3, in the course 1/],
    ['a dimmed node that is none', problems([quiet('a', { focus: ['peer9'] }), acting]), /step "a": no node peer9/],
    [
      'an anchor on a node that is none',
      problems([quiet('a', { until: { fact: 'nodeCrashed', node: 'peer9' } }), acting]),
      /step "a": no node peer9/,
    ],
    ['two steps of one id', problems([acting, acting]), /two steps are called "acts"/],
    [
      'an answer nobody can choose',
      problems([quiet('a', { question: { kind: 'choice', options: ['x', 'y'], answer: 'z' } }), acting]),
      /the answer "z" is none of the options/,
    ],
    [
      'a command for a node that is none',
      problems([quiet('a', { commands: [{ type: 'crashNode', node: 'peer9' }] }), acting]),
      /step "a": crashNode is refused/,
    ],
    [
      'commands in a step that waits for the learner',
      problems([{ ...acting, commands: [crash] }]),
      /step "acts": a step that waits for the learner gives no commands/,
    ],
    ['nothing to do', problems([quiet('a')]), /the learner does nothing/],
    [
      'a film',
      problems([...'abcdef'].map((id) => quiet(id)).concat(acting)),
      /step "f": six steps without a question or an action/,
    ],
  ];
  it.each(rows)('%s', (_reason, said, expected) => {
    expect(said).toContainEqual(expect.stringMatching(expected));
  });

  it('an action in between counts as a question', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => quiet(id));
    const more = ['g', 'h', 'i', 'j', 'k'].map((id) => quiet(id));
    expect(problems([...steps, acting, ...more])).toEqual([]);
  });
});
