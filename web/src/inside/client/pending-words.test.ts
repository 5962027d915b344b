import { describe, expect, it } from 'vitest';
import { dictionary as en } from '../../i18n/en/dictionary.ts';
import { dictionary as ko } from '../../i18n/ko/dictionary.ts';
import { makeTranslate } from '../../i18n/translate.ts';
import { pendingText, stationsOf } from './pending-words.ts';

type Pending = Parameters<typeof pendingText>[1];

const PEERS = ['peer0.org1', 'peer0.org2'];
const call = (part: Partial<Pending>): Pending => ({
  txid: 'ab',
  channel: 'mychannel',
  task: 'submitTransaction',
  call: '',
  identity: 'User1',
  stage: 'endorsing',
  asked: PEERS,
  answered: [],
  waitsFor: PEERS,
  ...part,
});
const same = (node: string): string => node;
const english = makeTranslate('en', en);
const korean = makeTranslate('ko', ko);

describe('a call under way in words', () => {
  it.each<[string, Partial<Pending>, string]>([
    [
      'half endorsed',
      { answered: ['peer0.org1'], waitsFor: ['peer0.org2'] },
      '1 of 2 endorsements · waits for peer0.org2',
    ],
    [
      'with an orderer',
      { stage: 'broadcasting', answered: PEERS, waitsFor: ['orderer'] },
      '2 of 2 endorsements · waits for orderer orderer',
    ],
    [
      'ordered, and nobody has told yet',
      { stage: 'committing', answered: PEERS, waitsFor: ['peer0.org1'] },
      '2 of 2 endorsements · waits for the commit status from peer0.org1',
    ],
    [
      'a config update needs no endorsement',
      { stage: 'committing', asked: [], waitsFor: ['peer0.org1'] },
      'waits for the commit status from peer0.org1',
    ],
    [
      'through a gateway',
      { stage: 'gateway', asked: ['peer0.org1'], waitsFor: ['peer0.org1'] },
      'waits for peer0.org1',
    ],
  ])('%s', (_, part, expected) => {
    expect(pendingText(english, call(part), same)).toBe(expected);
  });

  it('in Korean too', () => {
    const text = pendingText(korean, call({ stage: 'committing', answered: PEERS, waitsFor: ['peer0.org1'] }), same);
    expect(text).toBe('보증 2개 가운데 2개 · peer0.org1에서 커밋 소식을 기다리는 중');
  });
});

it('has three stations, and a call to a CA has none', () => {
  expect(stationsOf(call({ stage: 'broadcasting' }))?.map(({ state }) => state)).toEqual(['done', 'now', 'open']);
  expect(stationsOf(call({ stage: 'ca' }))).toBe(null);
});
