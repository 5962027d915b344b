import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { decodePem } from '../wire/pem.ts';
import { parsePrivateKeyPem } from '../wire/x509-private-key.ts';
import { certificateText } from '../wire/x509-text.ts';
import { hasP256Key, isSignedBy, parseCertificate } from '../wire/x509.ts';
import { publicKeyOf } from '../crypto/p256.ts';
import { type CryptoConfig, cryptogen, cryptogenValidity } from './cryptogen.ts';

/** The certificates of the recorded run begin at 14:53. */
const GENERATED_AT = Date.UTC(2026, 10, 22, 14, 58, 12) / 1000;
const CONFIG: CryptoConfig = {
  ordererOrgs: [
    {
      name: 'Orderer',
      domain: 'example.com',
      mspId: 'OrdererMSP',
      orderers: ['orderer', 'orderer2', 'orderer3'],
      sans: ['localhost'],
    },
  ],
  peerOrgs: [1, 2].map((n) => ({
    name: `Org${n}`,
    domain: `org${n}.example.com`,
    mspId: `Org${n}MSP`,
    peers: 2,
    users: 2,
    sans: ['localhost'],
  })),
};
const drawFrom = (seed: string) => (label: string) => sha256(utf8(`${seed}/${label}`));
const material = cryptogen(CONFIG, drawFrom('seed'), GENERATED_AT);
const testdata = (name: string): string => readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
const realText = (name: string): string =>
  readFileSync(new URL(`../wire/testdata/certificates/${name}.txt`, import.meta.url), 'utf8');

function fileAt(path: string): string {
  const content = material.files.get(`crypto-config/${path}`);
  invariant(content !== undefined, `no file ${path}`);
  return content;
}

function certificateAt(path: string) {
  const block = decodePem(fileAt(path));
  invariant(block, path);
  const parsed = parseCertificate(block.bytes);
  invariant(parsed.ok, path);
  return parsed.value;
}

/** Keys, key identifiers, serial numbers and signatures differ between runs: hide their digits, not their places. */
const masked = (text: string): string =>
  text.replace(/([0-9a-fA-F]{2}:)+([0-9a-fA-F]{2})?\n/g, '<octets>\n').replace(/(\s+<octets>)+\n/g, '\n<octets>\n');

const ORG1 = 'peerOrganizations/org1.example.com';
const ORDERER = 'ordererOrganizations/example.com';

describe('certificates have the profile of the real ones', () => {
  it.each([
    ['org1-ca', `${ORG1}/ca/ca.org1.example.com-cert.pem`],
    ['org1-tlsca', `${ORG1}/tlsca/tlsca.org1.example.com-cert.pem`],
    ['org1-peer0-sign', `${ORG1}/peers/peer0.org1.example.com/msp/signcerts/peer0.org1.example.com-cert.pem`],
    ['org1-peer0-tls', `${ORG1}/peers/peer0.org1.example.com/tls/server.crt`],
    ['org1-admin', `${ORG1}/users/Admin@org1.example.com/msp/signcerts/Admin@org1.example.com-cert.pem`],
    ['org1-user1', `${ORG1}/users/User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem`],
    ['org1-user1-tls', `${ORG1}/users/User1@org1.example.com/tls/client.crt`],
    ['orderer-ca', `${ORDERER}/ca/ca.example.com-cert.pem`],
    ['orderer-tlsca', `${ORDERER}/tlsca/tlsca.example.com-cert.pem`],
    ['orderer-sign', `${ORDERER}/orderers/orderer.example.com/msp/signcerts/orderer.example.com-cert.pem`],
    ['orderer-tls', `${ORDERER}/orderers/orderer.example.com/tls/server.crt`],
    ['orderer-admin', `${ORDERER}/users/Admin@example.com/msp/signcerts/Admin@example.com-cert.pem`],
  ])('%s', (name, path) => {
    const real = masked(realText(name));
    expect(real).not.toMatch(/[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}/);
    expect(masked(certificateText(certificateAt(path)))).toBe(real);
  });

  it('puts addresses behind host names, as Go does', () => {
    const [org] = cryptogen(
      {
        ordererOrgs: [],
        peerOrgs: [{ name: 'A', domain: 'a', mspId: 'A', peers: 1, users: 0, sans: ['127.0.0.1', 'x'] }],
      },
      drawFrom('s'),
      0,
    ).peerOrganizations;
    const [node] = org?.nodes ?? [];
    invariant(node, 'one peer');
    const text = certificateText(node.tls.certificate);
    expect(text).toContain('DNS:peer0.a, DNS:peer0, DNS:x, IP Address:127.0.0.1\n');
  });
});

describe('the folder', () => {
  it('has the files of the real one and no others', () => {
    const real = testdata('crypto-config.tree.txt').trim().split('\n').toSorted();
    expect([...material.files.keys()].toSorted()).toEqual(real);
  });

  it('describes the NodeOUs with the same bytes', () => {
    expect(fileAt(`${ORG1}/msp/config.yaml`)).toBe(testdata('msp-config.yaml'));
  });

  it('keeps each private key beside its certificate', () => {
    const pairs: readonly (readonly [string, string])[] = [
      [`${ORG1}/ca/priv_sk`, `${ORG1}/ca/ca.org1.example.com-cert.pem`],
      [`${ORG1}/tlsca/priv_sk`, `${ORG1}/tlsca/tlsca.org1.example.com-cert.pem`],
      [
        `${ORDERER}/orderers/orderer2.example.com/msp/keystore/priv_sk`,
        `${ORDERER}/orderers/orderer2.example.com/msp/signcerts/orderer2.example.com-cert.pem`,
      ],
      [
        `${ORDERER}/orderers/orderer2.example.com/tls/server.key`,
        `${ORDERER}/orderers/orderer2.example.com/tls/server.crt`,
      ],
    ];
    for (const [keyPath, certPath] of pairs) {
      const key = parsePrivateKeyPem(fileAt(keyPath));
      invariant(key.ok, keyPath);
      expect(hex(publicKeyOf(key.value))).toBe(hex(certificateAt(certPath).publicKey));
    }
  });

  it('without NodeOUs names the administrator in every MSP', () => {
    const [org] = CONFIG.peerOrgs;
    invariant(org, 'org');
    const { files } = cryptogen({ ordererOrgs: [], peerOrgs: [{ ...org, enableNodeOUs: false }] }, drawFrom('s'), 0);
    const paths = [...files.keys()].filter((path) => path.includes('/admincerts/') || path.endsWith('.yaml'));
    const of = (folder: string, name: string) => `crypto-config/${ORG1}/${folder}msp/admincerts/${name}-cert.pem`;
    const admin = 'Admin@org1.example.com';
    expect(paths.toSorted()).toEqual(
      [
        of('', admin),
        of('peers/peer0.org1.example.com/', admin),
        of('peers/peer1.org1.example.com/', admin),
        of(`users/${admin}/`, admin),
        of('users/User1@org1.example.com/', 'User1@org1.example.com'),
        of('users/User2@org1.example.com/', 'User2@org1.example.com'),
      ].toSorted(),
    );
  });
});

describe('a run', () => {
  it('is repeatable from its seed', () => {
    expect([...cryptogen(CONFIG, drawFrom('seed'), GENERATED_AT).files]).toEqual([...material.files]);
    const other = cryptogen(CONFIG, drawFrom('other'), GENERATED_AT).files;
    const same = [...material.files].filter(([path, content]) => other.get(path) === content);
    expect(same.every(([path]) => path.endsWith('config.yaml'))).toBe(true);
  });

  it('gives no key and no serial number twice', () => {
    const organizations = [...material.ordererOrganizations, ...material.peerOrganizations];
    const certificates = organizations.flatMap(({ ca, tlsCa, nodes, users, admin }) => [
      ca.certificate,
      tlsCa.certificate,
      ...[...nodes, ...users, admin].flatMap(({ identity, tls }) => [identity.certificate, tls.certificate]),
    ]);
    expect(new Set(certificates.map(({ publicKey }) => hex(publicKey))).size).toBe(certificates.length);
    expect(new Set(certificates.map(({ serialNumber }) => serialNumber)).size).toBe(certificates.length);
    expect(certificates.every(hasP256Key)).toBe(true);
  });

  it('is signed by the organisation’s own CAs', () => {
    for (const { ca, tlsCa, nodes, users, admin } of material.peerOrganizations)
      for (const { identity, tls } of [...nodes, ...users, admin]) {
        expect(isSignedBy(identity.certificate, ca.certificate)).toBe(true);
        expect(isSignedBy(tls.certificate, tlsCa.certificate)).toBe(true);
      }
  });

  it.each([
    ['14:58:29', '14:53:00', 'rounds down'],
    ['14:58:30', '14:54:00', 'half a minute rounds up'],
  ])('at %s begins at %s: %s', (at, begin) => {
    const seconds = (clock: string) => Date.parse(`2026-11-22T${clock}Z`) / 1000;
    expect(cryptogenValidity(seconds(at))).toEqual({
      notBefore: seconds(begin),
      notAfter: seconds(begin) + 3650 * 86_400,
    });
  });
});
