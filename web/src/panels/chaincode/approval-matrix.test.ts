import { describe, expect, it } from 'vitest';
import type { Entry, Fact, FactOf } from '../lab-types.ts';
import { approvalMatrix } from './approval-matrix.ts';

const DEFINITION = {
  channel: 'mychannel',
  name: 'basic',
  version: '1.0',
  sequence: 1,
  policy: '/Channel/Application/Endorsement',
  initRequired: false,
  collections: [],
};
const approved = (mspId: string, other: Partial<FactOf<'chaincodeApproved'>> = {}): Fact => ({
  type: 'chaincodeApproved',
  ...DEFINITION,
  mspId,
  ...other,
});
const committed = (other: Partial<FactOf<'chaincodeCommitted'>> = {}): Fact => ({
  type: 'chaincodeCommitted',
  ...DEFINITION,
  ...other,
});
const matrix = (...facts: readonly Fact[]) =>
  approvalMatrix(
    facts.map((fact, seq): Entry => ({ seq, at: seq, node: 'peer0', cause: null, fact })),
    'mychannel',
    ['Org1MSP', 'Org2MSP'],
  );
const differences = (...facts: readonly Fact[]) => matrix(...facts)[0]?.cells.map(({ different }) => different);

describe('the matrix of approvals', () => {
  it('an organisation that has not approved has an empty cell', () => {
    expect(matrix(approved('Org1MSP'))[0]?.cells.map((cell) => cell.approved !== undefined)).toEqual([true, false]);
  });

  it('before the commit an approval is held against the first one', () => {
    const other = approved('Org2MSP', { policy: "OR('Org1MSP.peer')", initRequired: true });
    expect(differences(approved('Org1MSP'), other)).toEqual([[], ['policy', 'initRequired']]);
  });

  it('after the commit approvals are held against what was committed', () => {
    const other = approved('Org1MSP', { version: '0.9' });
    expect(differences(other, approved('Org2MSP'), committed())).toEqual([['version'], []]);
  });

  it('a changed approval of the same sequence replaces the one before', () => {
    const changed = approved('Org2MSP', { version: '1.1' });
    expect(differences(approved('Org1MSP'), changed, approved('Org2MSP'))).toEqual([[], []]);
  });

  it('each sequence is a row, and what an upgrade has replaced is marked', () => {
    const rows = matrix(committed(), approved('Org1MSP', { sequence: 2 }), committed({ sequence: 2 }));
    expect(rows.map(({ sequence, superseded }) => [sequence, superseded])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it('other channels have definitions of their own', () => {
    expect(matrix(approved('Org1MSP', { channel: 'other' }))).toEqual([]);
  });
});
