import { describe, expect, it } from 'vitest';
import { matchesTyped, searchedText } from './hangul.ts';

describe('matchesTyped', () => {
  it.each([
    ['트랜잭션의 일생', 'ㅌㄹㅈㅅ', true, 'initial consonants'],
    ['트랜잭션의 일생', 'ㅌㄹㅈㅅㅇ ㅇㅅ', true, 'initial consonants over a space'],
    ['트랜잭션의 일생', '트랜ㅈ', true, 'a syllable that is begun'],
    ['트랜잭션의 일생', '트랜재', true, 'a syllable without its end'],
    ['트랜잭션의 일생', '일생', true, 'a word'],
    ['피어를 채널에 참여시키기', 'ㅍㅇㄹㅊㄴ', true, 'without the space between'],
    ['peer0.org1', 'PEER0', true, 'Latin letters, large or small'],
    ['트랜잭션의 일생', 'ㅂㄹ', false, 'other consonants'],
    ['peer0.org1', 'ㅍㅇ', false, 'no Korean in it'],
    ['트랜잭션', ' ', false, 'nothing typed'],
  ])('%s: %s', (text, query, found, _why) => {
    expect(matchesTyped(text, query)).toBe(found);
  });
});

describe('searchedText', () => {
  it('has its initial consonants when only such are typed', () => {
    expect(searchedText('보증 정책', 'ㅂㅈ')).toBe('보증 정책 ㅂㅈ ㅈㅊ');
    expect(searchedText('보증 정책', '보')).toBe('보증 정책');
  });
});
