import { describe, expect, it } from 'vitest';
import { loadTranslate } from '../../../i18n/translate.ts';
import { recorded, recordedTrace } from '../../../panels/testdata/recorded-trace.ts';
import { network } from '../../../view/testdata/network.ts';
import { elementsOf } from '../../../view/testdata/well-formed.ts';
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

  it('draws ribbons with the lines of the stage: an edge under each', () => {
    const svg = at(recorded.horizon);
    const [channel] = svg.match(/<g [^>]*data-channel=.*?<\/g><\/g>/) ?? [''];
    const paths = [...channel.matchAll(/ d="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.slice(0, paths.length / 2)).toEqual(paths.slice(paths.length / 2));
  });
});
