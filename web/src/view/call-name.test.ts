import { describe, expect, it } from 'vitest';
import { callName } from './call-name.ts';

describe('a function on a card', () => {
  it.each<readonly [name: string, shown: string, why: string]>([
    ['TransferAsset', 'TransferAsset()', 'there is room'],
    ['CheckCommitReadin', 'Check…Readin()', 'one letter too many'],
    ['ApproveChaincodeDefinitionForMyOrg', 'Approve…ForMyOrg()', 'whole words of both ends'],
    ['CommitChaincodeDefinition', 'CommitCh…inition()', 'its first and its last word do not both fit'],
    ['readprivatedetailsofanasset', 'readpriv…anasset()', 'no words to be seen'],
  ])('%s is %s: %s', (name, shown) => {
    expect(callName(name)).toBe(shown);
    expect(shown.length).toBeLessThanOrEqual(18);
  });
});
