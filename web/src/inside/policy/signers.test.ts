import { expect, it } from 'vitest';
import { gate, leaf } from '../../panels/inspector/testdata/policy-nodes.ts';
import { fingerprintsIn, organizationsIn, signersByOrganization } from './signers.ts';

type Signer = Parameters<typeof signersByOrganization>[0][number];

const signer = (name: string, mspId: string, role: Signer['role']): Signer => ({
  fingerprint: name,
  name,
  mspId,
  role,
  signed: false,
});

it('lists those the policy asks for first, and of each organisation its administrators', () => {
  const signers = [
    signer('orderer', 'OrdererMSP', 'orderer'),
    signer('peer0', 'Org1MSP', 'peer'),
    signer('Admin', 'Org1MSP', 'admin'),
    signer('User1', 'Org1MSP', 'client'),
  ];
  const groups = signersByOrganization(signers, new Set(['Org1MSP']));
  expect(groups.map(([mspId, members]) => [mspId, members.map(({ name }) => name)])).toEqual([
    ['Org1MSP', ['Admin', 'peer0', 'User1']],
    ['OrdererMSP', ['orderer']],
  ]);
});

it('finds the organisations anywhere in the tree of a policy', () => {
  const tree = gate(1, [leaf('Org1MSP', 'peer'), gate(2, [leaf('Org2MSP', 'peer'), leaf('Org3MSP', 'admin')])]);
  expect([...organizationsIn(tree)]).toEqual(['Org1MSP', 'Org2MSP', 'Org3MSP']);
});

it('finds the certificate of a signer by its name and organisation, not by the name alone', () => {
  const signed = (mspId: string, subject: string, fingerprint: string) => ({
    signature: { mspId, subject, role: null, valid: true, why: null },
    fingerprint,
  });
  const endorsement = { ...signed('Org2MSP', 'peer0', 'bb'), covers: { payload: 1, endorser: 1 } };
  const find = fingerprintsIn({ creator: signed('Org1MSP', 'peer0', 'aa'), endorsements: [endorsement] });
  expect(find(signed('Org1MSP', 'peer0', '').signature)).toBe('aa');
  expect(find(endorsement.signature)).toBe('bb');
  expect(find(signed('Org3MSP', 'peer0', '').signature)).toBe('');
});
