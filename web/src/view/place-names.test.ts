import { expect, it } from 'vitest';
import { certificateName, policyName, readCertificateName, readPolicyName } from './place-names.ts';

it('a certificate is named by its holder and the first digits of its fingerprint', () => {
  const name = certificateName('peer0.org1.example.com', `1f2e3d4c5b6a7988${'0'.repeat(48)}`);
  expect(name).toBe('peer0.org1.example.com:1f2e3d4c5b6a7988');
  expect(readCertificateName(name)).toEqual({ holder: 'peer0.org1.example.com', fingerprint: '1f2e3d4c5b6a7988' });
  expect(readCertificateName('1f2e3d4c')).toEqual({ holder: '', fingerprint: '1f2e3d4c' });
});

it.each([
  ['of the configuration', '/Channel/Application/Writers', null],
  ['that decided about a transaction', '/Channel/Application/Endorsement', 'ab'.repeat(32)],
  ['of a chaincode', 'basic', null],
  ['of a key that has an at sign in it', 'user@example.com', null],
])('the name of a policy %s is read back', (_, path, txid) => {
  expect(readPolicyName(policyName(path, txid))).toEqual({ path, txid });
});
