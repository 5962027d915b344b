/**
 * Stands in for key material while only files about it are read: whatever configtx.yaml points to is known by its place
 * in cryptogen's tree, and everything that needs certificates is given those of one organisation that does not exist.
 */
import type { MaterialReader } from '../channel/read-configtx.ts';
import type { FlawCode, FlawReason } from '../channel/yaml-flaws.ts';
import type { CryptoMaterial, OrganizationMaterial } from '../identity/crypto-material.ts';
import { cryptogen } from '../identity/cryptogen.ts';
import { invariant, type Result } from '../kernel/result.ts';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import type { Topology } from './topology-spec.ts';
import { drawFrom } from './workspace.ts';

const MSP_FOLDER = /(?:^|\/)(ordererOrganizations|peerOrganizations)\/([^/]+)\/msp\/?$/;
/** Of TLS, or the one an orderer signs with, by which BFT knows it. */
const CERTIFICATE =
  /(?:^|\/)ordererOrganizations\/([^/]+)\/orderers\/([^/]+)\/(?:tls\/server\.crt|msp\/signcerts\/[^/]+)$/;

/** An organisation's folder in cryptogen's tree. */
export interface OrganizationFolder {
  readonly kind: 'orderer' | 'peer';
  readonly domain: string;
}

/** Gives names where bytes are asked for: read them with {@link folderOf} and {@link ordererOf}. */
export const FOLDER_READER: MaterialReader = {
  mspConfig: (dir) => named(MSP_FOLDER, dir, 'notMspFolder'),
  certificate: (path) => named(CERTIFICATE, path, 'notCertificate'),
};

function named(pattern: RegExp, path: string, code: FlawCode): Result<Uint8Array, FlawReason> {
  return pattern.test(path) ? { ok: true, value: utf8(path) } : { ok: false, error: { code, params: { path } } };
}

/** The folder that {@link FOLDER_READER} gave for an MSP. */
export function folderOf(mspConfig: Uint8Array): OrganizationFolder {
  const [, kind, domain] = MSP_FOLDER.exec(fromUtf8(mspConfig)) ?? [];
  invariant(domain, 'the folder reader gave this');
  return { kind: kind === 'ordererOrganizations' ? 'orderer' : 'peer', domain };
}

/** The orderer, by its full name, whose certificate {@link FOLDER_READER} gave. */
export function ordererOf(certificate: Uint8Array): { readonly domain: string; readonly node: string } {
  const [, domain, node] = CERTIFICATE.exec(fromUtf8(certificate)) ?? [];
  invariant(domain && node, 'the folder reader gave this');
  return { domain, node };
}

let somebody: OrganizationMaterial | undefined;

/** Material in which everybody has the same certificates: enough to see what a configuration says beside them. */
export function paperMaterial({ ordererOrg, peerOrgs }: Topology): CryptoMaterial {
  const nobody = { name: 'Nobody', domain: 'nowhere', mspId: 'NobodyMSP', peers: 0, users: 0 };
  somebody ??= cryptogen({ ordererOrgs: [], peerOrgs: [nobody] }, drawFrom('paper'), 0).peerOrganizations[0];
  invariant(somebody, 'one organisation');
  const material = somebody;
  return {
    ordererOrganizations: [{ ...material, kind: 'orderer', name: ordererOrg.name, mspId: ordererOrg.mspId }],
    peerOrganizations: peerOrgs.map(({ name, mspId }) => ({ ...material, name, mspId })),
    files: new Map(),
  };
}
