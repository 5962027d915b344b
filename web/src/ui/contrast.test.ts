/** Contrast of the palette, by WCAG's formula: words 4.5 : 1, what is drawn 3 : 1; on a projector 7 : 1 and 4.5 : 1. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Palette = ReadonlyMap<string, string>;

/** The custom properties of every rule with exactly this selector. */
function rule(file: string, selector: string): Palette {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8').replace(/\/\*.*?\*\//gs, '');
  const found = [...text.matchAll(/([^{}]+)\{([^}]*)\}/g)].filter(([, name]) => name?.trim() === selector);
  expect(found.length, `${selector} in ${file}`).toBe(1);
  const body = found[0]?.[2] ?? '';
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
}

const LIGHT = rule('tokens.css', ':root');
const DARK = new Map([...LIGHT, ...rule('tokens.css', ":root[data-theme='dark']")]);
/** Of a part of the page, and of all of it. */
const HIGH_DARK = ":root[data-theme='dark'] [data-contrast='high'],\n:root[data-theme='dark'][data-contrast='high']";
const PALETTES: Readonly<Record<string, { readonly colours: Palette; readonly text: number; readonly drawn: number }>> =
  {
    light: { colours: LIGHT, text: 4.5, drawn: 3 },
    dark: { colours: DARK, text: 4.5, drawn: 3 },
    'light on a projector': {
      colours: new Map([...LIGHT, ...rule('contrast.css', "[data-contrast='high']")]),
      text: 7,
      drawn: 4.5,
    },
    'dark on a projector': {
      colours: new Map([...DARK, ...rule('contrast.css', HIGH_DARK)]),
      text: 7,
      drawn: 4.5,
    },
  };

function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  const parts = [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255);
  expect(
    parts.every((part) => part >= 0),
    `${colour} is hexadecimal`,
  ).toBe(true);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'surface'] as const;
const OWNERS = ['orderer', 'org1', 'org2', 'org3', 'org4', 'org5'] as const;
const TONES = ['good', 'bad', 'warn'] as const;

/** [words, ground]: who is written on what. */
const WORDS: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2'].flatMap((ink) => [...GROUNDS, 'sunken'].map((ground) => [ink, ground] as const)),
  ...[...OWNERS, ...TONES].flatMap((name) => [
    [name, `${name}-t`] as const,
    [name, 'surface'] as const,
    ['on-ink', name] as const,
  ]),
  // Words beside messages stand on the message's own colour, but for those too light for it.
  ...['proposal', 'endorsement', 'envelope', 'block', 'config', 'admin'].map((kind) => ['on-ink', kind] as const),
  ['on-ink', 'ink'],
  ['ink', 'org2-t'],
];

/** [drawn, ground]: shapes that tell something by themselves. */
const DRAWN: readonly (readonly [string, string])[] = [
  ...[
    ...[
      'proposal',
      'endorsement',
      'envelope',
      'acknowledgement',
      'block',
      'raft',
      'kafka',
      'gossip',
      'config',
      'admin',
    ],
    ...['ca', 'event', 'deliver', 'line-strong', 'ribbon-edge', 'focus', 'bad', 'good', ...OWNERS],
  ].flatMap((name) => GROUNDS.map((ground) => [name, ground] as const)),
  ...OWNERS.map((name) => [name, `${name}-t`] as const),
];

describe.each(Object.entries(PALETTES))('the palette %s', (_, { colours, text, drawn }) => {
  const figure = (a: string, b: string): number => contrast(colours.get(a) ?? '', colours.get(b) ?? '');

  it.each(WORDS)('words in %s on %s', (ink, ground) => {
    expect(figure(ink, ground)).toBeGreaterThanOrEqual(text);
  });

  it.each(DRAWN)('what is drawn in %s on %s', (shape, ground) => {
    expect(figure(shape, ground)).toBeGreaterThanOrEqual(drawn);
  });
});
