import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeEcdsaSignature, parseEcdsaSignature } from '../crypto/ecdsa-signature.ts';
import { sha256 } from '../crypto/sha256.ts';
import { invariant, type Result } from '../kernel/result.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import { bitString, oid, sequence } from '../wire/der.ts';
import { encodePem } from '../wire/pem.ts';
import { type Certificate, OID, parseCertificate } from '../wire/x509.ts';
import { cryptogen } from './cryptogen.ts';
import { fabricMspConfig } from './fabric-msp-config.ts';
import { isExpired, serializeIdentity, verifySignature } from './identity.ts';
import { signWith } from './signing-identity.ts';
import {
  NOW,
  DAY,
  CURVE_ORDER,
  mspOf,
  org1,
  config,
  msp1,
  manager,
  member,
  text,
  issued,
  judge,
} from './test-organizations.ts';

describe('the certificates of a real network', () => {
  const read = (name: string): string =>
    readFileSync(new URL(`../wire/testdata/certificates/${name}.pem`, import.meta.url), 'utf8');
  const real = mspOf(
    fabricMspConfig({
      mspId: 'Org1MSP',
      caCerts: [read('org1-ca')],
      tlsCaCerts: [read('org1-tlsca')],
      adminCerts: [],
      nodeOuCert: read('org1-ca'),
    }),
  );
  it.each([
    ['org1-peer0-sign', 'PEER'],
    ['org1-admin', 'ADMIN'],
    ['org1-user1', 'CLIENT'],
  ])('%s is a %s', (name, role) => {
    const identity = real.deserializeIdentity(serializeIdentity('Org1MSP', read(name)));
    invariant(identity.ok, 'identity');
    expect(text(real.validate(identity.value))).toBe('ok');
    expect(real.nodeRole(identity.value)).toBe(role);
    expect(identity.value.certPem).toBe(read(name));
  });

  it.each([
    ['org2-user1', 'another organisation’s CA'],
    ['org1-peer0-tls', 'the TLS CA is not a root of identities'],
  ])('%s is refused: %s', (name) => {
    expect(text(real.identityFromPem(utf8(read(name))))).toBe(
      'the supplied identity is not valid: x509: certificate signed by unknown authority',
    );
  });
});

describe('validation', () => {
  const start = org1.ca.certificate.notBefore;
  const certifiers = hex(sha256(org1.ca.certificate.raw).subarray(0, 8)).toUpperCase();
  const where = (units: string) => `OUs: [${units}], MSP: [Org1MSP]`;
  const impostor = cryptogen(
    { ordererOrgs: [], peerOrgs: [{ name: 'x', domain: 'org1.example.com', mspId: 'x', peers: 0, users: 0 }] },
    (label) => sha256(utf8(`impostor ${label}`)),
    NOW,
  ).peerOrganizations[0];
  invariant(impostor, 'impostor');

  it.each<[string, Certificate, string]>([
    ['a plain client', issued(['client']), 'ok'],
    ['not valid before next year: accepted', issued(['client'], { notBefore: NOW + 300 * DAY }), 'ok'],
    ['expired long ago: the MSP does not ask', issued(['client'], { notBefore: start, notAfter: start + 60 }), 'ok'],
    [
      'older than its CA',
      issued(['client'], { notBefore: start - DAY }),
      'the supplied identity is not valid: x509: certificate has expired or is not yet valid: current time 2026-11-21T14:55:01Z is before 2026-11-22T14:55:00Z',
    ],
    [
      'no role',
      issued([]),
      `could not validate identity's OUs: the identity does not have an OU that resolves to client, peer, orderer, or admin role. ${where('')}`,
    ],
    [
      'two roles',
      issued(['client', 'peer']),
      `could not validate identity's OUs: the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them. ${where(`peer(${certifiers}) client(${certifiers})`)}`,
    ],
    ['a role and an affiliation', issued(['client', 'org1', 'department1']), 'ok'],
    [
      'a CA used as an identity',
      org1.ca.certificate,
      'could not obtain certification chain: An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity',
    ],
    [
      'a CA of the same name with another key',
      issued(['client'], {}, impostor.ca),
      'the supplied identity is not valid: x509: certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "ca.org1.example.com")',
    ],
    [
      'not made for TLS servers',
      issued(['client'], { extKeyUsages: ['1.3.6.1.5.5.7.3.2'] }),
      'the supplied identity is not valid: x509: certificate specifies an incompatible key usage',
    ],
  ])('%s', (_reason, certificate, expected) => expect(judge(msp1, certificate)).toBe(expected));

  it('refuses what the revocation check names, and only that', () => {
    const [bad, good] = [issued(['client'], { serialNumber: 1n }), issued(['client'], { serialNumber: 2n })];
    const msp = mspOf(config(org1), (_issuer, serialNumber) => serialNumber === bad.serialNumber);
    expect(judge(msp, bad)).toBe(
      'could not validate identity against certification chain: The certificate has been revoked',
    );
    expect(judge(msp, good)).toBe('ok');
  });

  it('knows one identity under either value of s', () => {
    const low = member(org1).user.certificate;
    const parsed = parseEcdsaSignature(low.signature);
    invariant(parsed, 'signature');
    const high = encodeEcdsaSignature({ r: parsed.r, s: CURVE_ORDER - parsed.s });
    const der = sequence(low.tbs, sequence(oid(OID.ecdsaWithSha256)), bitString(high));
    const identity = msp1.identityFromPem(utf8(encodePem('CERTIFICATE', der)));
    invariant(identity.ok, 'identity');
    expect(identity.value.id).toBe(member(org1).user.id);
  });
});

describe('deserializing', () => {
  const { node } = member(org1);
  it.each<[string, Uint8Array, string]>([
    ['a member', node.serialized, 'ok'],
    [
      'an organisation not on the channel',
      serializeIdentity('Org3MSP', node.certPem),
      'MSP Org3MSP is not defined on channel',
    ],
    ['no PEM', serializeIdentity('Org1MSP', 'hello'), 'could not decode the PEM structure'],
    [
      'no certificate',
      serializeIdentity('Org1MSP', encodePem('CERTIFICATE', Uint8Array.of(1))),
      'parseCertificate failed: x509: malformed certificate: truncated tag or length',
    ],
    [
      'no identity',
      Uint8Array.of(0xff),
      'could not deserialize a SerializedIdentity: proto: cannot parse invalid wire-format data',
    ],
    [
      'the certificate of one organisation under the name of another',
      serializeIdentity('Org2MSP', node.certPem),
      'the supplied identity is not valid: x509: certificate signed by unknown authority',
    ],
  ])('%s', (_reason, bytes, expected) => expect(text(manager.deserializeIdentity(bytes))).toBe(expected));

  it('gives back the bytes it was given', () => {
    const identity = manager.deserializeIdentity(node.serialized);
    invariant(identity.ok, 'identity');
    expect(fromUtf8(identity.value.serialized)).toBe(fromUtf8(node.serialized));
  });
});

describe('signatures of identities', () => {
  const { node, user } = member(org1);
  const message = utf8('proposal response');
  const made = signWith(node, message);
  const parsed = parseEcdsaSignature(made);
  invariant(parsed, 'signature');
  const highS = CURVE_ORDER - parsed.s;
  it.each<[string, Result<void, string>, string]>([
    ['its own', verifySignature(node, message, made), 'ok'],
    ['someone else’s', verifySignature(user, message, made), 'The signature is invalid'],
    ['of another message', verifySignature(node, utf8('x'), made), 'The signature is invalid'],
    [
      'the high-S twin',
      verifySignature(node, message, encodeEcdsaSignature({ r: parsed.r, s: highS })),
      `could not determine the validity of the signature: Failed verifing with opts [<nil>]: Invalid S. Must be smaller than half the order [${highS}][57896044605178124381348723474703786764998477612067880171211129530534256022184].`,
    ],
  ])('%s', (_reason, verdict, expected) => expect(text(verdict)).toBe(expected));

  it('malformed: names the step that failed', () => {
    expect(text(verifySignature(node, message, Uint8Array.of(1)))).toMatch(
      /^could not determine the validity of the signature: Failed verifing with opts \[<nil>\]: Failed unmashalling signature /,
    );
  });
});

describe('expiry', () => {
  it('is past only after the last second', () => {
    const { certificate } = member(org1).node;
    const identity = member(org1).node;
    expect([0, 1].map((late) => isExpired(identity, certificate.notAfter + late))).toEqual([false, true]);
  });
});

it('a certificate with a key we cannot use is refused, not thrown', () => {
  const { tbs, signature } = member(org1).user.certificate;
  const p384 = hex(tbs).replace('06082a8648ce3d030107', '06082a8648ce3d030108');
  const other = parseCertificate(
    sequence(Uint8Array.from(Buffer.from(p384, 'hex')), sequence(oid(OID.ecdsaWithSha256)), bitString(signature)),
  );
  invariant(other.ok, 'still parses');
  expect(judge(msp1, other.value)).toMatch(/^failed to import certificate's public key/);
});
