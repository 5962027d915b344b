import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../wire/bytes.ts';
import { commonName } from '../wire/x509-name.ts';
import { bootstrapAdmin, defaultCaConfig } from './ca-config.ts';
import { altNamesOf, issueCertificate, issueRoot, roundToMinute, subjectOf } from './issue.ts';
import { certificateOf } from './test-ca.ts';

const real = (name: string) =>
  certificateOf(readFileSync(new URL(`../wire/testdata/certificates/fabric-ca-${name}.pem`, import.meta.url), 'utf8'));
const config = defaultCaConfig('ca-org1', bootstrapAdmin('admin', 'adminpw'));
/** Ours: the certificates agree in all but the signature under them. */
const privateKey = new Uint8Array(32).fill(7);

describe('certificates of a real Fabric CA', () => {
  it.each([
    ['user', config.signing, ['client']],
    ['usr2', config.signing, ['client', 'org1', 'department1']],
    ['peer-tls', config.profiles['tls'], ['peer']],
    ['server-tls-cert', config.profiles['tls'], undefined],
  ])('%s: the signed part is the same byte for byte', (name, profile, units) => {
    const certificate = real(name);
    if (!profile) throw new Error('profile');
    const [attributes] = certificate.extensions.filter(({ oid }) => oid === '1.2.3.4.5.6.7.8.1');
    const hosts = certificate.subjectAltNames.map((host) => (host.kind === 'ip' ? host.address.join('.') : host.value));
    const ours = issueCertificate(
      { certificate: real('ca-cert'), privateKey },
      {
        subject: subjectOf(certificate.subject.toReversed(), units),
        publicKey: certificate.publicKey,
        subjectAltNames: altNamesOf(hosts),
        profile,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        extensions: attributes ? [attributes] : [],
      },
      { draw: () => fromHex(certificate.serialNumber.toString(16).padStart(40, '0')), nowUnixSeconds: 0 },
    );
    expect(ours.tbs).toEqual(certificate.tbs);
  });

  it('the CA’s own: same profile, names and dates', () => {
    const root = real('ca-cert');
    const named = { ...config, csrCommonName: commonName(root.subject) };
    const draw = (_purpose: string, length: number) => new Uint8Array(length).fill(255);
    const ours = issueRoot(named, privateKey, { draw, nowUnixSeconds: root.notBefore + 300 - 19 });
    const { subjectRaw, issuerRaw, notBefore, notAfter, keyUsages, isCA, maxPathLength } = root;
    expect(ours).toMatchObject({ subjectRaw, issuerRaw, notBefore, notAfter, keyUsages, isCA, maxPathLength });
    expect(ours.extensions.map(({ oid, critical }) => [oid, critical])).toEqual(
      root.extensions.map(({ oid, critical }) => [oid, critical]),
    );
    expect(ours.serialNumber, 'positive, whatever was drawn').toBe((1n << 159n) - 1n);
  });
});

describe('times and names', () => {
  it.each([
    [0, 0],
    [29, 0],
    [30, 60],
    [89, 60],
  ])('%i s rounds to %i s', (seconds, rounded) => expect(roundToMinute(seconds)).toBe(rounded));

  it.each([
    ['peer0.org1.example.com', 'dns'],
    ['10.0.0.1', 'ip'],
    ['10.0.0.256', 'dns'],
    ['::1', 'ip'],
    // No address, and what stands before the first colon looks like a scheme.
    ['fe80::1::2', 'uri'],
    ['1:2:3:4:5:6:7:8', 'ip'],
    ['a@b.example', 'email'],
    ['spiffe://org1/peer', 'uri'],
  ])('%s is of kind %s', (host, kind) => expect(altNamesOf([host])[0]?.kind).toBe(kind));
});
