import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Scene, Step } from '../../web/src/scenes/scene.ts';
import { wordProblems } from './check-words.ts';
import type { SceneFolder } from './scene-folder.ts';

const step: Step = {
  id: 'one',
  commands: [],
  until: null,
  focus: [],
  question: { kind: 'choice', options: ['a', 'b'], answer: 'a' },
  action: { done: { fact: 'nodeCrashed' }, solution: [{ type: 'crashNode', node: 'p' }], hints: 1 },
};

const scene: Scene = {
  id: 'gossip',
  day: 1,
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  setup: [],
  steps: [step],
  offered: null,
};

const words = (language: string): string => readFileSync(new URL(`./testdata/${language}.md`, import.meta.url), 'utf8');
const KO = words('ko');
const EN = words('en');

const problems = (texts: Partial<SceneFolder['texts']>, changed: Partial<Step> = {}): readonly string[] =>
  wordProblems({
    id: scene.id,
    path: 'x',
    scene: { ...scene, steps: [{ ...step, ...changed }] },
    texts: { ko: KO, en: EN, ...texts },
  }).map(({ where, what }) => `${where}: ${what}`);

describe('the words of a scene', () => {
  it('pass when they fit', () => {
    expect(problems({})).toEqual([]);
  });

  const rows: readonly [reason: string, texts: Partial<SceneFolder['texts']>, expected: RegExp][] = [
    ['links name scenes by the course', { en: EN.replace('Anchor', 'Anker') }, /^x\/en.md: the title is not/],
    ['a step nobody wrote', { en: EN.replace('## one', '## uno') }, /^x\/en.md: has the steps uno; .* one$/],
    ['options in another order', { ko: KO.replace('option a', 'option c') }, /has the options c, b; .* a, b$/],
    ['the same reason for both', { en: EN.replace('Wrong.', 'Right.') }, /explains "b" in the words of another/],
    ['a hint too few', { en: EN.replace('### hint 1\nLike this.\n', '') }, /has 0 hints; .* 1$/],
    ['no task', { ko: KO.replace('### task\nDo it.\n', '') }, /^x\/ko.md: step "one" has no task/],
    ['nothing for the speaker', { en: EN.replace('### notes\nSay this.\n', '') }, /has no notes/],
    ['a line too few', { en: EN.replace('Then another line.\n', '') }, /has 1 lines, not 2 to 4/],
    ['too long for Korean', { ko: KO.replace('First', 'F'.repeat(41)) }, /^x\/ko.md: .*at most 40/],
    ['too long for English', { en: EN.replace('Do it.', 'x'.repeat(71)) }, /^x\/en.md: .*71 characters, at most 70/],
    [
      'one names a node, one does not',
      { en: EN.replace('`peer0`', 'peer0') },
      /^x: step "one", text: ko names `peer0`/,
    ],
    [
      'a gloss that comes second',
      { ko: KO.replace('First', `First ${KO.split('(endorsement)')[0]?.split(' ').at(-1) ?? ''}`) },
      /^x\/ko.md: ".*" is mentioned before its gloss \(endorsement\)/,
    ],
    ['what the parser refuses', { en: `${EN}### wat\nx` }, /^x\/en.md:20: "### wat" is none of/],
  ];
  it.each(rows)('%s', (_reason, texts, expected) => {
    expect(problems(texts)).toContainEqual(expect.stringMatching(expected));
  });

  it('pictures beside another scene are the ones of the data, short, and name the same things', () => {
    const pairs = [{ picture: 'start', here: ['one'], there: [] }];
    const part = '\n## beside\n### picture start The start\n';
    const said = (ko: string, en: string, beside: Scene['beside'] = { scene: 'nodes', pairs }) =>
      wordProblems({ id: scene.id, path: 'x', scene: { ...scene, ...(beside && { beside }) }, texts: { ko, en } });
    expect(said(KO + part + 'With `x`.', EN + part + 'By `x`.')).toEqual([]);
    expect(said(KO + part + 'With `x`.', EN + part + 'By y.').map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/picture "start": ko names `x`, en nothing/),
    );
    expect(said(KO + part + 'x'.repeat(41), EN + part + 'a\nb\nc').map(({ what }) => what)).toEqual([
      expect.stringMatching(/picture "start" 41 characters/),
      'picture "start" has 3 lines, at most 2',
    ]);
    expect(said(KO, EN + part + 'x').map(({ what }) => what)).toEqual([
      'has the pictures none; in scene.ts they are start',
    ]);
  });

  it('marks of bold and code do not count as length', () => {
    const line = `**${'x'.repeat(34)}** \`p\``;
    expect(problems({ ko: KO.replace('Do it.', line), en: EN.replace('Do it.', line) })).toEqual([]);
  });

  it('a question or hints the scene does not have', () => {
    const { question: _question, action: _action, ...silent } = step;
    const said = wordProblems({ id: 'x', path: 'x', scene: { ...scene, steps: [silent] }, texts: { ko: KO, en: EN } });
    expect(said.map(({ what }) => what)).toContain('step "one" asks a question the scene does not have');
    expect(said.map(({ what }) => what)).toContain('step "one" has a task or hints, and no action');
  });

  it('a node question explains its answers', () => {
    expect(problems({}, { question: { kind: 'node', answers: ['o.x'] } })).toContainEqual(
      expect.stringMatching(/does not explain the answer o\.x/),
    );
  });
});
