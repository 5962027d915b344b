import { describe, expect, it } from 'vitest';
import { dictionary as en } from '../i18n/en/dictionary.ts';
import { dictionary as ko } from '../i18n/ko/dictionary.ts';
import { placeholdersOf } from '../i18n/format.ts';
import { makeTranslate } from '../i18n/translate.ts';
import { tell } from './sentence.ts';
import { sentenceOf } from './story.ts';
import { network } from './testdata/network.ts';
import { TRANSACTION, trace } from './testdata/trace.ts';
import { emptyWorld } from './world-model.ts';

const WORLD = emptyWorld(network({ orgs: 2, peers: 1, orderers: 1 }), '3.x');

function told(language: 'ko' | 'en', index: number): string {
  const entry = trace(TRANSACTION)[index];
  const translate = makeTranslate(language, language === 'ko' ? ko : en);
  return entry === undefined ? '' : tell(translate, sentenceOf(entry, WORLD));
}

describe('sentences of facts', () => {
  it('fill every placeholder, in both languages', () => {
    for (const [index] of TRANSACTION.entries())
      for (const language of ['ko', 'en'] as const) expect(told(language, index)).not.toMatch(/[{}]|undefined/);
  });

  it('ask for the same values in both languages', () => {
    for (const key of Object.keys(ko.facts) as (keyof typeof ko.facts)[])
      expect(placeholdersOf(en.facts[key]), key).toEqual(placeholdersOf(ko.facts[key]));
  });

  it.each([
    [
      9,
      'client.org1이 TransferAsset(asset6, Ann) 제안을 만들어 서명합니다 (User1).',
      'client.org1 makes and signs a proposal: TransferAsset(asset6, Ann), as User1.',
    ],
    [
      24,
      'orderer가 블록 1을 자릅니다. 배치 시간이 다 되었습니다 (1개).',
      'orderer cuts block 1: the batch timeout is over (1 waiting).',
    ],
    [
      29,
      'peer0.org1이 블록 1을 커밋했습니다. 무효 1개는 상태를 바꾸지 못합니다: MVCC_READ_CONFLICT.',
      'peer0.org1 commits block 1: 1 invalid, without effect (MVCC_READ_CONFLICT).',
    ],
  ])('read naturally (entry %i)', (index, korean, english) => {
    expect(told('ko', index)).toBe(korean);
    expect(told('en', index)).toBe(english);
  });

  it('name a command by its label', () => {
    const translate = makeTranslate('en', en);
    const entry = {
      seq: 0,
      at: 0,
      node: 'x',
      cause: null,
      fact: { type: 'commandGiven', command: 'crashNode', index: 0 },
    } as const;
    expect(tell(translate, sentenceOf(entry, WORLD))).toBe(`Command: ${en.commands.crashNode}.`);
  });
});
