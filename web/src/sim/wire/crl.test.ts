import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyPairFrom } from '../crypto/p256.ts';
import { invariant } from '../kernel/result.ts';
import { utf8 } from './bytes.ts';
import { revocationListText } from './crl-text.ts';
import { type RevocationList, buildRevocationList, isRevocationListSignedBy, parseRevocationList } from './crl.ts';
import { decodePem } from './pem.ts';
import { parseCertificate } from './x509.ts';

const file = (name: string): string => readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
const derOf = (pem: string): Uint8Array => {
  const block = decodePem(pem);
  invariant(block, 'PEM');
  return block.bytes;
};
const read = (bytes: Uint8Array): RevocationList => {
  const list = parseRevocationList(bytes);
  invariant(list.ok, list.ok ? '' : list.error);
  return list.value;
};
const certificate = parseCertificate(derOf(file('certificates/fabric-ca-ca-cert.pem')));
invariant(certificate.ok, 'certificate');
const issuer = certificate.value;
const real = file('fabric-ca-crl.pem');
const otherKey = keyPairFrom(utf8('another key')).privateKey;

describe('revocation lists', () => {
  it('reads a list of a real Fabric CA, checks it, and prints it as openssl does', () => {
    const list = read(utf8(real));
    expect(revocationListText(list)).toBe(file('fabric-ca-crl.txt'));
    expect(isRevocationListSignedBy(list, issuer)).toBe(true);
    expect(read(derOf(real)), 'plain DER is as good').toEqual(list);
  });

  it('builds the signed part of a real list byte for byte', () => {
    const list = read(utf8(real));
    const { revoked, thisUpdate, nextUpdate } = list;
    const ours = read(
      utf8(buildRevocationList({ revoked, thisUpdate, nextUpdate: nextUpdate ?? 0 }, issuer, otherKey)),
    );
    expect(ours.tbs).toEqual(list.tbs);
    expect(isRevocationListSignedBy(ours, issuer), 'not signed by the issuer').toBe(false);
  });

  it('can be empty', () => {
    const empty = read(utf8(buildRevocationList({ revoked: [], thisUpdate: 0, nextUpdate: 60 }, issuer, otherKey)));
    expect(empty.revoked).toEqual([]);
    expect(revocationListText(empty)).toContain('\nNo Revoked Certificates.\n');
  });

  it('never takes a changed list for a good one, and never breaks on it', () => {
    const der = derOf(real);
    const tbsEnd = 4 + read(der).tbs.length;
    fc.assert(
      fc.property(fc.integer({ min: 4, max: tbsEnd - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const mutated = der.slice();
        mutated[at] = (mutated[at] ?? 0) ^ change;
        const list = parseRevocationList(mutated);
        return list.ok ? !isRevocationListSignedBy(list.value, issuer) : list.error.startsWith('asn1: ');
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every cut-off list', () => {
    const der = derOf(real);
    for (let length = 0; length < der.length; length++)
      expect(parseRevocationList(der.subarray(0, length)).ok, `${length} bytes`).toBe(false);
  });
});
