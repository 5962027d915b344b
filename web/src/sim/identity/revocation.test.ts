import { describe, expect, it } from 'vitest';
import { utf8 } from '../wire/bytes.ts';
import { bitString, explicit, integer, oid, sequence } from '../wire/der.ts';
import { sign } from '../crypto/p256.ts';
import { buildRevocationList } from '../wire/crl.ts';
import { encodePem } from '../wire/pem.ts';
import { encodeName } from '../wire/x509-name.ts';
import { encodeTime } from '../wire/x509-time.ts';
import { OID } from '../wire/x509.ts';
import { fabricMspConfig, mspFolderOf } from './fabric-msp-config.ts';
import { Msp } from './msp.ts';
import { DAY, NOW, issued, judge, mspOf, org1, org2 } from './test-organizations.ts';

const REVOKED = 'could not validate identity against certification chain: The certificate has been revoked';
const revoked = [{ serialNumber: 5n, revokedAt: NOW + 300 * DAY }];
const times = { thisUpdate: NOW - 30 * DAY, nextUpdate: NOW - 29 * DAY };
const withLists = (crls: readonly string[]): Msp => mspOf(fabricMspConfig({ ...mspFolderOf(org1), crls }));
const five = issued(['client'], { serialNumber: 5n });
const six = issued(['client'], { serialNumber: 6n });

describe('revocation lists of an MSP definition', () => {
  const own = buildRevocationList({ revoked, ...times }, org1.ca.certificate, org1.ca.privateKey);
  const forged = buildRevocationList({ revoked, ...times }, org1.ca.certificate, org2.ca.privateKey);
  const foreign = buildRevocationList({ revoked, ...times }, org2.ca.certificate, org2.ca.privateKey);
  const empty = buildRevocationList({ revoked: [], ...times }, org1.ca.certificate, org1.ca.privateKey);

  it.each<[string, readonly string[], string]>([
    ['a list of the CA, out of date and with a date to come: neither matters', [own], REVOKED],
    ['in the name of the CA, but signed by another: passed over', [forged], 'ok'],
    ['a forged list does not hide the good one behind it', [forged, own], REVOKED],
    ['of another CA, for the same number', [foreign], 'ok'],
    ['an empty list', [empty], 'ok'],
  ])('%s', (_reason, crls, expected) => {
    const msp = withLists(crls);
    expect(judge(msp, five)).toBe(expected);
    expect(judge(msp, six), 'not on the list').toBe('ok');
  });

  it('a list that does not say whose it is stops every identity', () => {
    const algorithm = sequence(oid(OID.ecdsaWithSha256));
    const name = encodeName(org1.ca.certificate.subject);
    const tbs = sequence(integer(1), algorithm, name, encodeTime(NOW), encodeTime(NOW + DAY), explicit(0, sequence()));
    const nameless = encodePem('X509 CRL', sequence(tbs, algorithm, bitString(sign(org1.ca.privateKey, tbs))));
    expect(judge(withLists([nameless]), six)).toBe(
      'could not validate identity against certification chain: could not obtain Authority Key Identifier for crl: authorityKeyIdentifier not found in certificate',
    );
  });

  it('a definition with a damaged list is refused', () => {
    const config = fabricMspConfig({ ...mspFolderOf(org1), crls: ['garbage'] });
    const msp = Msp.fromConfig(config);
    expect(msp.ok ? '' : msp.error).toMatch(/^could not parse RevocationList: asn1: /);
  });

  it('an intermediate CA can be revoked as well: the definition is refused', () => {
    const intermediate = issued([], {
      serialNumber: 9n,
      basicConstraints: { isCA: true },
      keyUsages: ['certSign', 'crlSign'],
      subjectKeyId: utf8('intermediate'),
    });
    const folder = { ...mspFolderOf(org1), intermediateCerts: [encodePem('CERTIFICATE', intermediate.raw)] };
    expect(Msp.fromConfig(fabricMspConfig(folder)).ok).toBe(true);
    const nine = [{ serialNumber: 9n, revokedAt: NOW }];
    const crls = [buildRevocationList({ revoked: nine, ...times }, org1.ca.certificate, org1.ca.privateKey)];
    expect(Msp.fromConfig(fabricMspConfig({ ...folder, crls }))).toEqual({
      ok: false,
      error: 'CA Certificate is not valid, (SN: 9): The certificate has been revoked',
    });
  });
});
