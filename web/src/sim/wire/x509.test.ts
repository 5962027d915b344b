import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEcdsaSignature, parseEcdsaSignature } from '../crypto/ecdsa-signature.ts';
import { keyPairFrom } from '../crypto/p256.ts';
import { invariant } from '../kernel/result.ts';
import { base64, equalBytes, hex, utf8 } from './bytes.ts';
import { bitString, oid, readDer, sequence } from './der.ts';
import { decodePem, encodePem } from './pem.ts';
import { buildCertificate, withLowS } from './x509-build.ts';
import { EXTENSION_OID } from './x509-extensions.ts';
import { goNameText, NAME_OID } from './x509-name.ts';
import { parsePrivateKeyPem, privateKeyPem } from './x509-private-key.ts';
import { calendarTime, encodeTime, readTime, rfc3339, unixSeconds } from './x509-time.ts';
import { type Certificate, certificatePem, isSignedBy, OID, parseCertificate } from './x509.ts';

const FOLDER = new URL('./testdata/certificates/', import.meta.url);
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.pem'));
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function load(name: string): Certificate {
  const block = decodePem(readFileSync(new URL(name, FOLDER), 'utf8'));
  invariant(block, 'PEM');
  const parsed = parseCertificate(block.bytes);
  invariant(parsed.ok, 'certificate');
  return parsed.value;
}

describe('the builder writes what the real tools wrote', () => {
  const anyKey = keyPairFrom(utf8('issuer')).privateKey;
  const known: readonly string[] = Object.values(EXTENSION_OID);

  it.each(names)('%s: same signed bytes from the same fields', (name) => {
    const real = load(name);
    const { isCA, maxPathLength } = real;
    const rebuilt = buildCertificate(
      {
        ...real,
        basicConstraints: maxPathLength === undefined ? { isCA } : { isCA, maxPathLength },
        extraExtensions: real.extensions.filter(
          (extension) => extension.oid === EXTENSION_OID.fabricAttributes || !known.includes(extension.oid),
        ),
      },
      anyKey,
    );
    expect(hex(rebuilt.tbs)).toBe(hex(real.tbs));
  });
});

describe('signatures under certificates', () => {
  const chains: readonly (readonly [child: string, parent: string, expected: boolean])[] = [
    ['org1-peer0-sign.pem', 'org1-ca.pem', true],
    ['org1-peer0-tls.pem', 'org1-tlsca.pem', true],
    ['org1-ca.pem', 'org1-ca.pem', true],
    ['org1-peer0-sign.pem', 'org1-tlsca.pem', false],
    ['org2-user1.pem', 'org1-ca.pem', false],
    ['fabric-ca-user.pem', 'fabric-ca-ca-cert.pem', true],
  ];
  it.each(chains)('%s under %s: %s', (child, parent, expected) => {
    expect(isSignedBy(load(child), load(parent))).toBe(expected);
    const theirs = new X509Certificate(certificatePem(load(child)));
    expect(theirs.verify(createPublicKey(certificatePem(load(parent))))).toBe(expected);
  });

  it('a high-S certificate is still signed, and gets one canonical form', () => {
    const real = load('org1-user1.pem');
    const parsed = parseEcdsaSignature(real.signature);
    invariant(parsed, 'signature');
    const high = encodeEcdsaSignature({ r: parsed.r, s: ORDER - parsed.s });
    const twin = parseCertificate(sequence(real.tbs, sequence(oid(OID.ecdsaWithSha256)), bitString(high)));
    invariant(twin.ok, 'twin');
    expect(isSignedBy(twin.value, load('org1-ca.pem'))).toBe(true);
    expect(equalBytes(twin.value.raw, real.raw)).toBe(false);
    expect(hex(withLowS(twin.value).raw)).toBe(hex(real.raw));
    expect(withLowS(real)).toBe(real);
  });
});

describe('broken certificates are refused, not thrown', () => {
  const { raw } = load('org1-admin.pem');

  it('when cut off anywhere', () => {
    for (let length = 0; length < raw.length; length++)
      expect(parseCertificate(raw.subarray(0, length)).ok).toBe(false);
  });

  it('or changed anywhere: parsed or refused, never a crash', () => {
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = raw.slice();
        broken[at] = (broken[at] ?? 0) ^ change;
        const parsed = parseCertificate(broken);
        if (!parsed.ok) expect(parsed.error).toMatch(/^x509: /);
        else expect(isSignedBy(parsed.value, load('org1-ca.pem'))).toBe(false);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('names in the order of Go', () => {
  it('prints the last first', () => {
    expect(goNameText(load('org1-peer0-sign.pem').subject)).toBe(
      'CN=peer0.org1.example.com,OU=peer,L=San Francisco,ST=California,C=US',
    );
  });
  it('escapes separators', () => {
    expect(goNameText([[{ type: NAME_OID.organization, value: 'A, B' }]])).toBe('O=A\\, B');
  });
});

describe('private keys', () => {
  const { privateKey } = keyPairFrom(utf8('keystore'));

  it('are the PKCS#8 that OpenSSL writes', () => {
    const pem = privateKeyPem(privateKey);
    expect(createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' })).toBe(pem);
    expect(parsePrivateKeyPem(pem)).toEqual({ ok: true, value: privateKey });
  });

  it.each<[string, string | RegExp, string]>([
    ['', 'bytes are not PEM encoded', 'no PEM'],
    [encodePem('PRIVATE KEY', Uint8Array.of(1, 2)), /^pem bytes are not PKCS8 encoded/, 'no DER'],
    [encodePem('PRIVATE KEY', sequence()), /^pem bytes are not PKCS8 encoded/, 'an empty sequence'],
  ])('%#: refused as cryptogen refuses it: %s', (pem, error) => {
    const parsed = parsePrivateKeyPem(pem);
    invariant(!parsed.ok, 'must be refused');
    expect(parsed.error).toMatch(error);
  });
});

describe('PEM', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
  const pem = encodePem('CERTIFICATE', bytes);
  it.each([
    [`hello\n${pem}`, 'text before the block'],
    [pem.replaceAll('\n', '\r\n'), 'Windows line ends'],
    [pem.replace('-----\n', '-----\nProc-Type: 4\n\n'), 'headers'],
    [`-----BEGIN X-----\n!\n-----END X-----\n${pem}`, 'a broken block before it'],
    [pem.trimEnd(), 'no final newline'],
  ])('%#: reads through %s', (text) => expect(decodePem(text)).toMatchObject({ type: 'CERTIFICATE', bytes }));

  it.each([
    ['', 'nothing'],
    ['-----BEGIN CERTIFICATE-----\n', 'no end'],
    [pem.replace('END CERTIFICATE', 'END KEY'), 'another end'],
    [base64(bytes), 'no armour'],
  ])('%#: finds none in %s', (text) => expect(decodePem(text)).toBeUndefined());

  it('tells what follows', () => expect(decodePem(`${pem}more`)?.rest).toBe('more'));
});

describe('time', () => {
  it('agrees with the calendar of the engine, leap years and all', () => {
    const range = { min: Date.UTC(1950, 0) / 1000, max: Date.UTC(2400, 0) / 1000 };
    fc.assert(
      fc.property(fc.integer(range), (seconds) => {
        expect(rfc3339(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''));
        expect(unixSeconds(calendarTime(seconds))).toBe(seconds);
        expect(readTime(readDer(encodeTime(seconds)))).toBe(seconds);
      }),
    );
  });

  it('is written short up to 2049 and long from 2050', () => {
    expect(hex(encodeTime(Date.UTC(2049, 11, 31) / 1000)).slice(0, 2)).toBe('17');
    expect(hex(encodeTime(Date.UTC(2050, 0, 1) / 1000)).slice(0, 2)).toBe('18');
  });

  it('refuses days that do not exist', () => {
    const feb30 = utf8('230230000000Z');
    expect(() => readTime({ tag: 0x17, content: feb30, raw: feb30 })).toThrow('malformed time');
  });
});
