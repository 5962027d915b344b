/** Certificates of cryptogen and of Fabric CA as Node reads them, and as the guest does. */
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { X509Certificate } from './x509-certificate.ts';

const FOLDER = path.join(import.meta.dirname, '../../web/src/sim/wire/testdata/certificates');
const FIELDS = [
  'subject',
  'issuer',
  'subjectAltName',
  'validFrom',
  'validTo',
  'fingerprint256',
  'fingerprint512',
  'keyUsage',
  'serialNumber',
  'ca',
] as const;

describe('a certificate in the guest', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.pem')))('%s says what it says in Node', (name) => {
    const pem = readFileSync(path.join(FOLDER, name));
    const theirs = new NodeCertificate(pem);
    const ours = new X509Certificate(pem);
    for (const field of FIELDS) expect([field, ours[field]]).toEqual([field, theirs[field]]);
    expect(ours.toString()).toBe(theirs.toString());
    expect(new X509Certificate(theirs.raw).subject, 'DER too').toBe(theirs.subject);
  });
});
