import { describe, expect, it } from 'vitest';
import { loadTranslate } from '../../i18n/translate.ts';
import { isChatter } from '../../view/activity.ts';
import { elementsOf } from '../../view/testdata/well-formed.ts';
import { recorded, recordedTrace } from '../testdata/recorded-trace.ts';
import { sequenceSvg } from './sequence-svg.ts';

const t = await loadTranslate('en');
const { horizon, entries } = recorded;
const whole = { trace: recordedTrace, horizon, from: 0, to: horizon, chatter: false, colour: () => '#123456', t };
const messages = (svg: string): readonly number[] =>
  [...svg.matchAll(/data-message="(\d+)"/g)].map((match) => Number(match[1]));

describe('the sequence as SVG', () => {
  it('has every message that is no heartbeat once, and the lanes of all nodes but CAs', () => {
    const svg = sequenceSvg(whole);
    elementsOf(svg);
    const sent = entries.flatMap((entry) =>
      entry.fact.type === 'messageSent' && !isChatter(entry) && entry.fact.arrivesAt <= horizon
        ? [entry.fact.message]
        : [],
    );
    expect([...messages(svg)].sort((a, b) => a - b)).toEqual([...sent].sort((a, b) => a - b));
    expect(sent.length).toBeGreaterThan(20);
  });

  it('a stretch has only what happened in it', () => {
    const middle = Math.floor(horizon / 2);
    const before = messages(sequenceSvg({ ...whole, to: middle }));
    const after = messages(sequenceSvg({ ...whole, from: middle }));
    expect(before.filter((message) => after.includes(message))).toEqual([]);
    expect(before.length).toBeLessThan(messages(sequenceSvg(whole)).length);
  });

  it('has heartbeats when they are asked for', () => {
    const more = messages(sequenceSvg({ ...whole, chatter: true })).length;
    expect(more).toBeGreaterThanOrEqual(messages(sequenceSvg(whole)).length);
  });
});
