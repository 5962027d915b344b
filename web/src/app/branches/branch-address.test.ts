import { describe, expect, it } from 'vitest';
import { parseAddress } from '../address.ts';
import { comparedHash, comparedIn } from './branch-address.ts';

const PAIR = { left: 'main', right: 'branch-1' };

describe('the address of compared branches', () => {
  it.each([
    ['a place', '#/raft/crash?lang=ko', '#/raft/crash?lang=ko&branches=main,branch-1'],
    ['a place without a language', '#/raft', '#/raft?branches=main,branch-1'],
  ])('%s', (_, before, hash) => {
    expect(comparedHash(before, PAIR)).toBe(hash);
    expect(comparedIn(hash)).toEqual(PAIR);
    expect(comparedHash(hash, null)).toBe(before);
    expect(parseAddress(hash), 'elsewhere it is the place').toEqual(parseAddress(before));
  });

  it.each([
    ['nothing is compared', '#/raft?lang=ko'],
    ['one branch is not two', '#/raft?branches=main'],
    ['nor is the same one twice', '#/raft?branches=main,main'],
  ])('%s', (_, hash) => {
    expect(comparedIn(hash)).toBeNull();
  });
});
