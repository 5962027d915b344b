import { beforeAll, describe, expect, it } from 'vitest';
import { loadTranslate, type Translate } from '../../i18n/translate.ts';
import type { PolicyNode } from '../lab-types.ts';
import { hiddenIn, treeMove, visibleRows } from './policy-rows.ts';
import { missingText, signerText } from './policy-words.ts';
import { gate, implicit, leaf, noSuch } from './testdata/policy-nodes.ts';

let en: Translate;
let ko: Translate;
beforeAll(async () => {
  en = await loadTranslate('en');
  ko = await loadTranslate('ko');
});

describe('what is missing, in words', () => {
  it.each<readonly [string, PolicyNode, string, string]>([
    ['nothing, when it is satisfied', leaf('Org1MSP', 'admin', 0), '', ''],
    ['a principal', leaf('Org2MSP', 'admin'), 'an admin of Org2MSP', 'Org2MSP의 관리자(admin)'],
    [
      'one of two administrators has signed',
      implicit('MAJORITY Admins', 2, [leaf('Org1MSP', 'admin', 0), leaf('Org2MSP', 'admin')]),
      'an admin of Org2MSP',
      'Org2MSP의 관리자(admin)',
    ],
    [
      'nobody has signed and both are needed',
      gate(2, [leaf('Org1MSP', 'peer'), leaf('Org2MSP', 'peer')]),
      'a peer of Org1MSP and a peer of Org2MSP',
      'Org1MSP의 피어(peer), Org2MSP의 피어(peer)',
    ],
    [
      'any of them would do',
      gate(1, [leaf('Org1MSP', 'peer'), leaf('Org2MSP', 'peer')]),
      'a peer of Org1MSP or a peer of Org2MSP',
      'Org1MSP의 피어(peer) 또는 Org2MSP의 피어(peer)',
    ],
    [
      'two of three',
      gate(2, [leaf('A', 'peer'), leaf('B', 'peer'), leaf('C', 'peer')]),
      '2 of: a peer of A, a peer of B, a peer of C',
      '다음 가운데 2: A의 피어(peer), B의 피어(peer), C의 피어(peer)',
    ],
    [
      'a choice within a demand stays together',
      gate(2, [leaf('A', 'peer'), gate(1, [leaf('B', 'peer'), leaf('C', 'peer')])]),
      'a peer of A and (a peer of B or a peer of C)',
      'A의 피어(peer), (B의 피어(peer) 또는 C의 피어(peer))',
    ],
    ['one out of none', gate(1, []), 'nobody can satisfy this rule', '누구도 충족할 수 없는 규칙'],
    [
      'more than there are',
      gate(2, [leaf('A', 'peer', 0)]),
      'nobody can satisfy this rule',
      '누구도 충족할 수 없는 규칙',
    ],
    ['a policy that is not there', noSuch('Gone'), 'there is no policy Gone', '정책 Gone 자체가 없음'],
  ])('%s', (_, node, english, korean) => {
    expect(missingText(en, node)).toBe(english);
    expect(missingText(ko, node)).toBe(korean);
  });
});

it('names a signer with its role; one without a certificate too', () => {
  const short = (name: string) => name.replace('.example.com', '');
  const signature = {
    mspId: 'Org1MSP',
    subject: 'peer0.org1.example.com',
    role: 'peer',
    valid: true,
    why: null,
  } as const;
  expect(signerText(en, signature, short)).toBe('Org1MSP · peer0.org1 (peer)');
  expect(signerText(en, { ...signature, subject: '', role: null }, short)).toContain('an identity nobody can read');
});

describe('the rows of a tree', () => {
  const branch = (label: string, signedBy: number | null) =>
    gate(1, [leaf('A', 'admin'), leaf('A', 'peer', signedBy), leaf('A', 'client')], label);
  const big = implicit('MAJORITY Endorsement', 2, [branch('Org1', 0), branch('Org2', null), branch('Org3', null)]);
  const shown = (toggled: readonly string[]) => visibleRows(big, new Set(toggled)).map(({ path }) => path);

  it('a long tree hides what is satisfied, and shows what is missing', () => {
    expect(shown([])).toEqual(['', '0', '1', '1.0', '1.1', '1.2', '2', '2.0', '2.1', '2.2']);
    expect(hiddenIn(branch('Org1', 0))).toBe(3);
  });

  it('what the reader opens and closes stays so', () => {
    expect(shown(['0', '1', '2'])).toEqual(['', '0', '0.0', '0.1', '0.2', '1', '2']);
  });

  it('a short tree is shown whole', () => {
    expect(visibleRows(branch('Org1', 0), new Set())).toHaveLength(4);
  });

  it('below what is satisfied, and beside enough, nothing is missing', () => {
    const states = visibleRows(branch('Org1', 0), new Set()).map(({ state }) => state);
    expect(states).toEqual(['met', 'unneeded', 'met', 'unneeded']);
  });

  it.each([
    ['down from the root', '', 'ArrowDown', { type: 'focus', path: '0' }],
    ['up from the root stays', '', 'ArrowUp', { type: 'focus', path: '' }],
    ['right opens what is closed', '0', 'ArrowRight', { type: 'toggle', path: '0' }],
    ['right goes into what is open', '1', 'ArrowRight', { type: 'focus', path: '1.0' }],
    ['right on a leaf stays', '1.1', 'ArrowRight', { type: 'focus', path: '1.1' }],
    ['left closes what is open', '1', 'ArrowLeft', { type: 'toggle', path: '1' }],
    ['left on a leaf goes to its gate', '1.2', 'ArrowLeft', { type: 'focus', path: '1' }],
    ['End goes to the last row to be seen', '0', 'End', { type: 'focus', path: '2.2' }],
    ['Enter opens', '0', 'Enter', { type: 'toggle', path: '0' }],
    ['another key is not the tree’s', '0', 'PageDown', null],
  ] as const)('%s', (_, path, code, move) => {
    expect(treeMove(visibleRows(big, new Set()), path, code)).toEqual(move);
  });
});
