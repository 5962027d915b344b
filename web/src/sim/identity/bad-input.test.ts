import { toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../wire/decode.ts';
import { damagedBytes } from '../wire/damaged-bytes.ts';
import { MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { mspConfigOf } from './fabric-msp-config.ts';
import { cryptogen } from './cryptogen.ts';
import { verifySignature } from './identity.ts';
import { Msp } from './msp.ts';
import { signWith } from './signing-identity.ts';
import { manager, org1 } from './test-organizations.ts';
import { sha256 } from '../crypto/sha256.ts';
import { utf8 } from '../wire/bytes.ts';
import { parseCertificate } from '../wire/x509.ts';

const RUNS = { numRuns: 150, seed: 1 };

describe('damaged identities and organisations are read or refused', () => {
  it('the definition of an MSP', () => {
    const intact = toBinary(MSPConfigSchema, mspConfigOf(org1));
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const config = decode(MSPConfigSchema, damagedBytes(intact, damage));
        const msp = config.ok ? Msp.fromEnvelope(config.value) : config;
        if (!msp.ok) expect(msp.error).not.toBe('');
      }),
      RUNS,
    );
  });

  it('a serialized identity, which with any damage is nobody’s', () => {
    const { serialized } = org1.admin.identity;
    const intact = manager.deserializeIdentity(serialized);
    const message = utf8('message');
    const signature = signWith(org1.admin.identity, message);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const identity = manager.deserializeIdentity(damagedBytes(serialized, damage));
        if (!identity.ok) {
          expect(identity.error).not.toBe('');
          return;
        }
        const verdict = manager.validate(identity.value);
        verifySignature(identity.value, message, signature);
        // What is still valid is the same certificate, if perhaps armoured otherwise.
        if (verdict.ok && intact.ok) expect(identity.value.certificate.tbs).toEqual(intact.value.certificate.tbs);
      }),
      RUNS,
    );
  });

  it('a signature', () => {
    const message = utf8('message');
    const signature = signWith(org1.admin.identity, message);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const damaged = damagedBytes(signature, damage);
        const verified = verifySignature(org1.admin.identity, message, damaged);
        // As in Go, what follows the two numbers is not looked at.
        if (verified.ok) expect(damaged.subarray(0, signature.length)).toEqual(signature);
      }),
      RUNS,
    );
  });
});

describe('organisations with odd names', () => {
  it.each([
    ['Korean', '조직.example.com'],
    ['half a character', 'org\ud800.com'],
    ['nothing but a zero', '\0'],
    ['far too long', 'o'.repeat(2_000)],
    ['a way out of the folder', '../..'],
  ])('%s', (_why, domain) => {
    const org = { name: domain, domain, mspId: domain, peers: 1, users: 1 };
    const { peerOrganizations } = cryptogen({ ordererOrgs: [], peerOrgs: [org] }, (label) => sha256(utf8(label)), 0);
    const certificate = peerOrganizations[0]?.nodes[0]?.identity.certificate;
    expect(certificate && parseCertificate(certificate.raw).ok).toBe(true);
  });
});
