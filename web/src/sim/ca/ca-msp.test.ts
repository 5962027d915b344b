import { describe, expect, it } from 'vitest';
import { fabricMspConfig } from '../identity/fabric-msp-config.ts';
import { Msp } from '../identity/msp.ts';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { certificatePem } from '../wire/x509.ts';
import { TestCa, resultOf } from './test-ca.ts';

function mspOf(ca: TestCa, crls: readonly string[] = []): Msp {
  const pem = certificatePem(ca.state.certificate);
  const folder = { mspId: 'Org1MSP', caCerts: [pem], tlsCaCerts: [pem], adminCerts: [], nodeOuCert: pem, crls };
  const msp = Msp.fromConfig(fabricMspConfig(folder));
  invariant(msp.ok, msp.ok ? '' : msp.error);
  return msp.value;
}

function judged(msp: Msp, certPem: string): string {
  const identity = msp.identityFromPem(utf8(certPem));
  if (!identity.ok) return identity.error;
  const verdict = msp.validate(identity.value);
  return verdict.ok ? (msp.nodeRole(identity.value) ?? 'no role') : verdict.error;
}

describe('Fabric and the certificates of a Fabric CA', () => {
  const ca = new TestCa();
  const admin = ca.enroll('admin', 'adminpw');

  it.each([
    ['client', 'CLIENT'],
    ['peer', 'PEER'],
    ['orderer', 'ORDERER'],
    ['admin', 'ADMIN'],
  ])('the type %s is the role %s', (type, role) => {
    const { certPem } = ca.member(admin, `some ${type}`, { type, affiliation: 'org1.department1' });
    expect(judged(mspOf(ca), certPem)).toBe(role);
  });

  it('a revoked user still gets through until the list is in the configuration', () => {
    const { certPem } = ca.member(admin, 'leaver', {});
    const { crl } = resultOf(ca.ask(admin, { kind: 'revoke', body: { id: 'leaver', gencrl: true } }), 'revoked');
    expect(judged(mspOf(ca), certPem)).toBe('CLIENT');
    expect(judged(mspOf(ca, [crl]), certPem)).toMatch(/: The certificate has been revoked$/);
    expect(judged(mspOf(ca, [crl]), admin.certPem)).toBe('CLIENT');
  });
});
