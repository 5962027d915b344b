import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyPairFrom } from '../crypto/p256.ts';
import { invariant } from '../kernel/result.ts';
import { utf8 } from './bytes.ts';
import { buildCertificateRequest, isSelfSigned, parseCertificateRequest } from './csr.ts';
import { decodePem } from './pem.ts';
import { nameText } from './x509-text.ts';

/** Sent by fabric-ca-client 1.5.9 (the request it printed when the server could not be reached). */
const REAL = `-----BEGIN CERTIFICATE REQUEST-----
MIIBNzCB3wIBADBdMQswCQYDVQQGEwJVUzEXMBUGA1UECBMOTm9ydGggQ2Fyb2xp
bmExFDASBgNVBAoTC0h5cGVybGVkZ2VyMQ8wDQYDVQQLEwZGYWJyaWMxDjAMBgNV
BAMTBWFkbWluMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJwpQ0VZbSyKjHUYl
wYy9Sc4Z+zpcmrZ4DjhNpknnPIWf0fYvAGuCUYra9QbJZST5LhnIXAirnde8zufg
KZjGAKAgMB4GCSqGSIb3DQEJDjERMA8wDQYDVR0RBAYwBIICdm0wCgYIKoZIzj0E
AwIDRwAwRAIgHwBHPlyVLvjQMlVPH+VR800W3X0Y2sDWYntm2ggJth0CIGnRameS
sYRcnTbCu7anmJrugScfSJfCRc5rhA9U29OW
-----END CERTIFICATE REQUEST-----
`;

const derOf = (pem: string): Uint8Array => {
  const block = decodePem(pem);
  invariant(block, 'PEM');
  return block.bytes;
};
const read = (der: Uint8Array) => {
  const request = parseCertificateRequest(der);
  invariant(request.ok, request.ok ? '' : request.error);
  return request.value;
};

describe('certificate requests', () => {
  it('reads and checks the request of a real client', () => {
    const request = read(derOf(REAL));
    expect(nameText(request.subject)).toBe('C = US, ST = North Carolina, O = Hyperledger, OU = Fabric, CN = admin');
    expect(request.subjectAltNames).toEqual([{ kind: 'dns', value: 'vm' }]);
    expect(request.isCA).toBe(false);
    expect(isSelfSigned(request)).toBe(true);
  });

  it('builds the signed part of a real request byte for byte', () => {
    const real = read(derOf(REAL));
    const ours = read(derOf(buildCertificateRequest(real, keyPairFrom(utf8('another key')).privateKey)));
    expect(ours.tbs).toEqual(real.tbs);
    expect(isSelfSigned(ours), 'signed by someone who does not hold the key').toBe(false);
  });

  it('never takes a changed request for a good one, and never breaks on it', () => {
    const der = derOf(REAL);
    const tbsEnd = 4 + read(der).tbs.length;
    fc.assert(
      fc.property(fc.integer({ min: 4, max: tbsEnd - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const mutated = der.slice();
        mutated[at] = (mutated[at] ?? 0) ^ change;
        const request = parseCertificateRequest(mutated);
        return request.ok ? !isSelfSigned(request.value) : request.error.startsWith('asn1: ');
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every cut-off request', () => {
    const der = derOf(REAL);
    for (let length = 0; length < der.length; length++)
      expect(parseCertificateRequest(der.subarray(0, length)).ok, `${length} bytes`).toBe(false);
  });
});
