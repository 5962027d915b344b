/**
 * Two peer organisations and one of orderers, for the tests of this folder.
 */
import { keyPairFrom } from '../crypto/p256.ts';
import { sha256 } from '../crypto/sha256.ts';
import { invariant, type Result } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import type { FabricMSPConfig } from '../wire/gen/msp/msp_config_pb.ts';
import { buildCertificate, type CertificateTemplate } from '../wire/x509-build.ts';
import { NAME_OID } from '../wire/x509-name.ts';
import { type Certificate, certificatePem } from '../wire/x509.ts';
import type { CertifiedKey, OrganizationMaterial } from './crypto-material.ts';
import { cryptogen } from './cryptogen.ts';
import { fabricMspConfig, mspFolderOf } from './fabric-msp-config.ts';
import { MspManager } from './msp-manager.ts';
import { Msp, type RevocationCheck } from './msp.ts';

/** 22 November 2026, 15:00 UTC. */
export const NOW = 1_795_359_600;
export const DAY = 86_400;
export const CURVE_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export function organizationsOf(enableNodeOUs: boolean): readonly OrganizationMaterial[] {
  const peerOrgs = [1, 2].map((n) => ({
    name: `Org${n}`,
    domain: `org${n}.example.com`,
    mspId: `Org${n}MSP`,
    peers: 1,
    users: 1,
    enableNodeOUs,
  }));
  const ordererOrgs = [{ name: 'O', domain: 'example.com', mspId: 'OrdererMSP', orderers: ['orderer'] }];
  const made = cryptogen({ ordererOrgs, peerOrgs }, (label) => sha256(utf8(label)), NOW);
  return [...made.peerOrganizations, ...made.ordererOrganizations];
}

export function mspOf(config: FabricMSPConfig, isRevoked?: RevocationCheck): Msp {
  const msp = Msp.fromConfig(config, isRevoked);
  invariant(msp.ok, msp.ok ? '' : msp.error);
  return msp.value;
}

const [first, second, third] = organizationsOf(true);
invariant(first && second && third, 'three organisations');
export const org1: OrganizationMaterial = first;
export const org2: OrganizationMaterial = second;
export const config = (org: OrganizationMaterial): FabricMSPConfig => fabricMspConfig(mspFolderOf(org));
export const msp1 = mspOf(config(org1));
export const manager = MspManager.of([msp1, mspOf(config(org2)), mspOf(config(third))]);
export const member = (org: OrganizationMaterial) => {
  const [node] = org.nodes;
  const [user] = org.users;
  invariant(node, 'node');
  return { node: node.identity, user: (user ?? node).identity, admin: org.admin.identity };
};
export const text = (verdict: Result<unknown, string>): string => (verdict.ok ? 'ok' : verdict.error);

/** A certificate of Org1's CA (or another) that differs from cryptogen's in the given ways. */
export function issued(
  units: readonly string[],
  change: Partial<CertificateTemplate> = {},
  ca: CertifiedKey = org1.ca,
): Certificate {
  const set = units.map((value) => ({ type: NAME_OID.organizationalUnit, value }));
  return buildCertificate(
    {
      serialNumber: 77n,
      issuer: ca.certificate.subject,
      subject: [...(set.length ? [set] : []), [{ type: NAME_OID.commonName, value: 'someone' }]],
      notBefore: NOW,
      notAfter: NOW + 365 * DAY,
      publicKey: keyPairFrom(utf8('someone')).publicKey,
      keyUsages: ['digitalSignature'],
      basicConstraints: { isCA: false },
      authorityKeyId: ca.certificate.subjectKeyId,
      ...change,
    },
    ca.privateKey,
  );
}

/** What the MSP says of a certificate: refused when read, refused when validated, or ok. */
export function judge(msp: Msp, certificate: Certificate): string {
  const identity = msp.identityFromPem(utf8(certificatePem(certificate)));
  return identity.ok ? text(msp.validate(identity.value)) : identity.error;
}
