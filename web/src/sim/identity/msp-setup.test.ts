import { describe, expect, it } from 'vitest';
import { keyPairFrom } from '../crypto/p256.ts';
import { sha256 } from '../crypto/sha256.ts';
import { utf8 } from '../wire/bytes.ts';
import type { FabricMSPConfig } from '../wire/gen/msp/msp_config_pb.ts';
import type { CertificateTemplate } from '../wire/x509-build.ts';
import { NAME_OID } from '../wire/x509-name.ts';
import { certificatePem } from '../wire/x509.ts';
import type { CertifiedKey } from './crypto-material.ts';
import { fabricMspConfig, mspFolderOf } from './fabric-msp-config.ts';
import { Msp } from './msp.ts';
import { mspOf, org1, org2, member, text, issued, judge } from './test-organizations.ts';

describe('intermediate CAs', () => {
  const key = keyPairFrom(utf8('intermediate'));
  const intermediate = issued([], {
    subject: [[{ type: NAME_OID.commonName, value: 'ica' }]],
    publicKey: key.publicKey,
    keyUsages: ['certSign'],
    basicConstraints: { isCA: true, maxPathLength: 0 },
    subjectKeyId: sha256(key.publicKey),
  });
  const ica: CertifiedKey = {
    certificate: intermediate,
    certPem: certificatePem(intermediate),
    privateKey: key.privateKey,
  };
  const folder = { ...mspFolderOf(org1), intermediateCerts: [ica.certPem] };

  it('issue identities; the root above them no longer may', () => {
    const msp = mspOf(fabricMspConfig({ ...folder, nodeOuCert: ica.certPem }));
    expect(judge(msp, issued(['client'], {}, ica))).toBe('ok');
    expect(judge(msp, issued(['client']))).toMatch(
      /^could not obtain certification chain: invalid validation chain. Parent certificate should be a leaf of the certification tree \[\[48 130 /,
    );
  });

  it('must be the certifier the NodeOU names', () => {
    expect(judge(mspOf(fabricMspConfig(folder)), issued(['client'], {}, ica))).toMatch(
      /^could not validate identity's OUs: certifiersIdentifier does not match: \[client\([0-9A-F]{16}\)\], MSP: \[Org1MSP\]$/,
    );
  });

  it('may not have another below when their path length says so', () => {
    const below = issued([], { ...templateOfCa('deeper'), basicConstraints: { isCA: true } }, ica);
    const config3 = fabricMspConfig({ ...folder, intermediateCerts: [ica.certPem, certificatePem(below)] });
    expect(text(Msp.fromConfig(config3))).toBe('ok');
    const leaf = issued(
      ['client'],
      {},
      { certificate: below, certPem: '', privateKey: keyPairFrom(utf8('deeper')).privateKey },
    );
    expect(judge(mspOf(config3), leaf)).toBe(
      'the supplied identity is not valid: x509: too many intermediates for path length constraint',
    );
  });
});

function templateOfCa(name: string): Partial<CertificateTemplate> {
  const { publicKey } = keyPairFrom(utf8(name));
  return {
    subject: [[{ type: NAME_OID.commonName, value: name }]],
    publicKey,
    keyUsages: ['certSign'],
    subjectKeyId: sha256(publicKey),
  };
}

describe('definitions Fabric refuses', () => {
  const folder = mspFolderOf(org1);
  const peerPem = member(org1).node.certPem;
  it.each<[string, FabricMSPConfig, string | RegExp]>([
    ['no CA', fabricMspConfig({ ...folder, caCerts: [] }), 'expected at least one CA certificate'],
    [
      'a CA that is none',
      fabricMspConfig({ ...folder, caCerts: [peerPem] }),
      /^failed to traverse certificate verification chain for leaf or intermediate certificate, with subject CN=peer0/,
    ],
    [
      'text instead of PEM',
      fabricMspConfig({ ...folder, caCerts: ['ab'] }),
      'getCertFromPem error: could not decode pem bytes [[97 98]]',
    ],
    [
      'nobody to administer it',
      fabricMspConfig({ ...folder, nodeOuCert: undefined }),
      'administrators must be declared when no admin ou classification is set',
    ],
    [
      'an admin of another organisation',
      fabricMspConfig({ ...folder, adminCerts: [org2.admin.identity.certPem] }),
      'the supplied identity is not valid: x509: certificate signed by unknown authority',
    ],
    [
      'an admin who is a peer',
      fabricMspConfig({ ...folder, adminCerts: [peerPem] }),
      'admin 0 is invalid [The identity does not contain OU [CLIENT], MSP: [Org1MSP],The identity does not contain OU [ADMIN], MSP: [Org1MSP]]',
    ],
    [
      'NodeOUs vouched for by a stranger',
      fabricMspConfig({ ...folder, nodeOuCert: org2.ca.certPem }),
      /^Failed adding OU. Certificate .* not in root or intermediate certs\.$/,
    ],
    [
      'a TLS CA that is none',
      fabricMspConfig({ ...folder, tlsCaCerts: [peerPem] }),
      /^CA Certificate did not have the CA attribute, \(SN: [0-9a-f]+\)$/,
    ],
  ])('%s', (_reason, bad, expected) => expect(text(Msp.fromConfig(bad))).toMatch(expected));
});
