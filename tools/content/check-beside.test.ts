import { describe, expect, it } from 'vitest';
import { TWO_ORGS } from '../../web/src/scenes/networks.ts';
import type { Beside, Scene } from '../../web/src/scenes/scene.ts';
import { besideProblems } from './check-beside.ts';

const scene = (id: string, steps: readonly string[], beside?: Beside): Scene => ({
  id,
  day: 1,
  generation: '3.x',
  seed: 's',
  topology: TWO_ORGS,
  contracts: {},
  setup: [],
  steps: steps.map((step) => ({ id: step, commands: [], until: null, focus: [] })),
  offered: null,
  ...(beside ? { beside } : {}),
});

const SOUND: Beside = {
  scene: 'bring-up-today',
  pairs: [
    { picture: 'start', here: ['a', 'b'], there: ['x'] },
    { picture: 'only-here', here: ['c'], there: [] },
    { picture: 'end', here: ['d'], there: ['z'] },
  ],
  unpaired: { here: [], there: ['y'] },
};

const problems = (changed: Partial<Beside>, there: readonly string[] = ['x', 'y', 'z']): readonly string[] => {
  const other = scene('bring-up-today', there);
  return besideProblems(
    scene('bring-up', ['a', 'b', 'c', 'd'], { ...SOUND, ...changed }),
    new Map([[other.id, other]]),
  );
};
const [START, ONLY, END] = SOUND.pairs;

describe('two scenes side by side', () => {
  it('pass when every step is in one picture or left out on purpose', () => {
    expect(problems({})).toEqual([]);
    expect(besideProblems(scene('gossip', ['a']), new Map())).toEqual([]);
  });

  const pairs = (...changed: (Beside['pairs'][number] | undefined)[]): Partial<Beside> => ({
    pairs: changed.flatMap((pair) => pair ?? []),
  });
  const rows: readonly [reason: string, said: readonly string[], expected: RegExp][] = [
    [
      'a step nobody shows',
      problems({}, ['x', 'y', 'z', 'new']),
      /there \(bring-up-today\): the step "new" stands in no/,
    ],
    ['a step that is gone', problems({}, ['x', 'y']), /there is no step "z"/],
    ['shown and left out', problems({ unpaired: { here: ['a'], there: ['y'] } }), /here .*"a" is named 2 times/],
    [
      'a step in two pictures',
      problems(pairs(START, ONLY, { picture: 'end', here: ['c', 'd'], there: ['z'] })),
      /the step "c" is named 2 times/,
    ],
    [
      'a picture that runs backwards',
      problems(pairs(ONLY, START, END)),
      /here \(bring-up\): the step "a" comes out of order/,
    ],
    [
      'two pictures of one name',
      problems(pairs(START, ONLY, { picture: 'start', here: ['d'], there: ['z'] })),
      /two pic/,
    ],
    [
      'a picture of nothing',
      problems(pairs(START, { picture: 'none', here: [], there: [] }, END)),
      /"none" has no step/,
    ],
    ['no pictures', problems({ pairs: [] }), /has no pictures/],
    ['a scene that is none', problems({ scene: 'news' }), /"news" is no scene of the course/],
    [
      'not in the list the buttons come from',
      problems({ scene: 'gossip' }),
      /does not list it side by side with gossip/,
    ],
    ['the other is not built', besideProblems(scene('bring-up', ['a'], SOUND), new Map()), /is not built/],
    [
      'listed, and says nothing',
      besideProblems(scene('bring-up', ['a']), new Map()),
      /does not say how .* bring-up-today/,
    ],
    ['a step with the name of the address', besideProblems(scene('gossip', ['beside']), new Map()), /called "beside"/],
  ];
  it.each(rows)('%s', (_reason, said, expected) => {
    expect(said).toContainEqual(expect.stringMatching(expected));
  });
});
