import { describe, expect, it } from 'vitest';
import { loadTranslate } from '../../../i18n/translate.ts';
import { recorded, recordedTrace } from '../../../panels/testdata/recorded-trace.ts';
import { network } from '../../../view/testdata/network.ts';
import { elementsOf } from '../../../view/testdata/well-formed.ts';
import { textWidth } from '../../../view/svg.ts';
import { TraceIndex } from '../../../view/trace-index.ts';
import { nodesOf } from '../../../view/network.ts';
import { type StageMoment, stageSvg } from './stage-svg.ts';

const t = await loadTranslate('ko');
const colour = () => '#123456';
const at = (time: number, more: Partial<StageMoment> = {}) =>
  stageSvg({
    trace: recordedTrace,
    time,
    variant: 'wide',
    drags: {},
    grownFrom: [],
    focus: [],
    colour,
    t,
    ...more,
  });
interface Words {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The texts of a card as boxes, by the same estimate as everything in the picture. */
const wordsIn = (card: string): readonly Words[] =>
  [...card.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].flatMap(([, attributes = '', text = '']): Words[] => {
    const figure = (name: string): number =>
      Number(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? NaN);
    const size = figure('font-size');
    const width = textWidth(text, size);
    const left = figure('x') - (attributes.includes('middle') ? width / 2 : 0);
    return [{ text, left, right: left + width, top: figure('y') - size * 0.75, bottom: figure('y') + size * 0.2 }];
  });

const overlap = (a: Words, b: Words): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const drawn = (svg: string, attribute: string): readonly string[] =>
  [...svg.matchAll(new RegExp(`data-${attribute}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');

describe('the stage as SVG', () => {
  it('is well formed at every moment, with every node once and what is in flight', () => {
    const nodes = nodesOf(recorded.recording.topology).map(({ id }) => id);
    let flying = 0;
    for (let step = 0; step <= 40; step++) {
      const time = Math.floor((recorded.horizon * step) / 40);
      const svg = at(time);
      elementsOf(svg);
      expect([...drawn(svg, 'node')].sort()).toEqual([...nodes].sort());
      const messages = recordedTrace.flights.at(time).map(({ flight }) => String(flight.message));
      expect([...drawn(svg, 'message')].sort()).toEqual(messages.sort());
      flying += messages.length;
    }
    const sent = recordedTrace.flights.between(0, recorded.horizon)[3]?.sentAt ?? 0;
    expect(flying + drawn(at(sent), 'message').length).toBeGreaterThan(0);
  });

  it('shows channels that have members, words in the language of the reader, and none of it twice', () => {
    const svg = at(recorded.horizon);
    expect(drawn(svg, 'channel')).toEqual(recorded.recording.topology.channels.map(({ id }) => id));
    expect(svg.includes(t('stage.raft.follower'))).toBe(true);
  });

  it('draws every kind of node, planned or started, in both shapes', () => {
    const topology = { ...network({ orgs: 3, peers: 2, orderers: 3 }), kafka: { brokers: 4, zooKeepers: 3 } };
    const trace = TraceIndex.empty(topology, '2.x');
    for (const variant of ['wide', 'portrait'] as const) {
      const svg = at(0, { trace, variant });
      elementsOf(svg);
      expect(drawn(svg, 'node')).toHaveLength(nodesOf(topology).length);
    }
  });

  it('follows the cards where they were dragged', () => {
    const [first] = nodesOf(recorded.recording.topology);
    if (first === undefined) throw new Error('no node');
    const svg = at(0, { drags: { [first.id]: { x: 4_321, y: 1_234 } } });
    expect(svg.includes('translate(4321 1234)')).toBe(true);
  });

  it('dims what is not part of the step, as the stage does, and nothing when the step is about nobody', () => {
    const nodes = nodesOf(recorded.recording.topology).map(({ id }) => id);
    const focus = nodes.slice(0, 2);
    const dimmed = (svg: string) =>
      [...svg.matchAll(/data-node="([^"]*)"[^>]*? opacity="0.38"/g)].map((match) => match[1] ?? '');
    const svg = at(recorded.horizon, { focus });
    elementsOf(svg);
    expect(dimmed(svg).sort()).toEqual(nodes.filter((id) => !focus.includes(id)).sort());
    expect(dimmed(at(recorded.horizon))).toEqual([]);
  });

  it.each(['ko', 'en'] as const)(
    'lays no words of a card over others, whatever it is doing, in %s',
    async (language) => {
      const words = await loadTranslate(language);
      const doings = new Set<string>();
      for (let step = 0; step <= 200; step++) {
        const svg = at(Math.floor((recorded.horizon * step) / 200), { t: words });
        for (const [, id = '', card = ''] of svg.matchAll(
          /<g [^>]*?data-node="([^"]*)"[^>]*>(.*?)(?=<g [^>]*?data-node=|$)/g,
        )) {
          const texts = wordsIn(card);
          for (const [index, one] of texts.entries())
            for (const other of texts.slice(index + 1))
              expect(overlap(one, other), `${id}: ${one.text} | ${other.text}`).toBe(false);
          if (/650[^>]*>(?:validating|simulating|시뮬|블록 \d+ 검증)/.test(card)) doings.add(id);
        }
      }
      expect(doings.size, 'some peer was at work').toBeGreaterThan(0);
    },
  );

  it('draws ribbons with the lines of the stage: an edge under each', () => {
    const svg = at(recorded.horizon);
    const [channel] = svg.match(/<g [^>]*data-channel=.*?<\/g><\/g>/) ?? [''];
    const paths = [...channel.matchAll(/ d="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.slice(0, paths.length / 2)).toEqual(paths.slice(paths.length / 2));
  });
});
