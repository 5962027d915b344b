import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { decodePem, encodePem } from './pem.ts';
import { buildCertificate } from './x509-build.ts';
import { certificateText, nameText } from './x509-text.ts';
import { type DistinguishedName, NAME_OID } from './x509-name.ts';
import { parseCertificate } from './x509.ts';
import { keyPairFrom } from '../crypto/p256.ts';

const FOLDER = new URL('./testdata/certificates/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.pem'));

function parsePem(pem: string) {
  const block = decodePem(pem);
  invariant(block, 'PEM');
  const parsed = parseCertificate(block.bytes);
  invariant(parsed.ok, 'certificate');
  return { block, certificate: parsed.value };
}

describe('certificates of cryptogen and Fabric CA', () => {
  it('are all there', () => expect(names.length).toBeGreaterThanOrEqual(18));

  it.each(names)('%s prints as openssl prints it', (name) => {
    const { block, certificate } = parsePem(read(name));
    expect(certificateText(certificate)).toBe(read(name.replace('.pem', '.txt')));
    expect(encodePem(block.type, block.bytes)).toBe(read(name));
  });
});

describe('text of what no golden file has', () => {
  const { publicKey, privateKey } = keyPairFrom(Uint8Array.of(1));
  const template = { serialNumber: 4660n, issuer: [], subject: [], notBefore: 0, notAfter: 951_782_400, publicKey };

  it('prints a short serial number in decimal and hexadecimal', () => {
    expect(certificateText(buildCertificate(template, privateKey))).toContain('Serial Number: 4660 (0x1234)\n');
  });

  it('pads the day with a space and knows 29 February', () => {
    const text = certificateText(buildCertificate(template, privateKey));
    expect(text).toContain('Not Before: Jan  1 00:00:00 1970 GMT');
    expect(text).toContain('Not After : Feb 29 00:00:00 2000 GMT');
  });

  it.each<[DistinguishedName, string, string]>([
    [[[{ type: NAME_OID.organization, value: 'A, B' }]], 'O = "A, B"', 'a separator inside a value'],
    [[[{ type: NAME_OID.commonName, value: 'é' }]], 'CN = \\C3\\A9', 'beyond ASCII'],
    [
      [
        [
          { type: NAME_OID.organizationalUnit, value: 'client' },
          { type: NAME_OID.organizationalUnit, value: 'org1' },
        ],
      ],
      'OU = client + OU = org1',
      'several attributes in one set',
    ],
  ])('name %#: %s', (name, expected) => expect(nameText(name)).toBe(expected));
});
