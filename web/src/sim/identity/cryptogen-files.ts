/**
 * The file tree cryptogen writes: the folders an administrator copies to each machine.
 *
 * @fabric internal/cryptogen/msp, cmd/cryptogen
 * @simplified Empty folders (`admincerts` with NodeOUs) and file permissions have no place in a map of files.
 */
import { privateKeyPem } from '../wire/x509-private-key.ts';
import type { Member, OrganizationMaterial } from './crypto-material.ts';

type Files = Map<string, string>;

/** Path → content; paths begin with `crypto-config/`. */
export function cryptogenFiles(
  ordererOrganizations: readonly OrganizationMaterial[],
  peerOrganizations: readonly OrganizationMaterial[],
): ReadonlyMap<string, string> {
  const files: Files = new Map();
  for (const organization of ordererOrganizations)
    addOrganization(files, `crypto-config/ordererOrganizations/${organization.domain}`, 'orderers', organization);
  for (const organization of peerOrganizations)
    addOrganization(files, `crypto-config/peerOrganizations/${organization.domain}`, 'peers', organization);
  return files;
}

function addOrganization(
  files: Files,
  root: string,
  nodesFolder: 'orderers' | 'peers',
  organization: OrganizationMaterial,
): void {
  const { ca, tlsCa, admin, enableNodeOUs } = organization;
  for (const [folder, authority] of [['ca', ca] as const, ['tlsca', tlsCa] as const]) {
    files.set(`${root}/${folder}/${certFile(authority.name)}`, authority.certPem);
    files.set(`${root}/${folder}/priv_sk`, privateKeyPem(authority.privateKey));
  }
  addVerifyingMsp(files, `${root}/msp`, organization);
  if (!enableNodeOUs) files.set(`${root}/msp/admincerts/${certFile(admin.name)}`, admin.identity.certPem);
  for (const node of organization.nodes)
    addMember(files, `${root}/${nodesFolder}/${node.name}`, node, admin, 'server', organization);
  // Without NodeOUs each user is an administrator of his own MSP folder.
  for (const user of [...organization.users, admin])
    addMember(files, `${root}/users/${user.name}`, user, user, 'client', organization);
}

function addVerifyingMsp(files: Files, folder: string, { ca, tlsCa, enableNodeOUs }: OrganizationMaterial): void {
  files.set(`${folder}/cacerts/${certFile(ca.name)}`, ca.certPem);
  files.set(`${folder}/tlscacerts/${certFile(tlsCa.name)}`, tlsCa.certPem);
  if (enableNodeOUs) files.set(`${folder}/config.yaml`, nodeOusYaml(`cacerts/${certFile(ca.name)}`));
}

function addMember(
  files: Files,
  folder: string,
  member: Member,
  admin: Member,
  tlsPrefix: 'server' | 'client',
  organization: OrganizationMaterial,
): void {
  addVerifyingMsp(files, `${folder}/msp`, organization);
  files.set(`${folder}/msp/keystore/priv_sk`, privateKeyPem(member.identity.privateKey));
  files.set(`${folder}/msp/signcerts/${certFile(member.name)}`, member.identity.certPem);
  if (!organization.enableNodeOUs)
    files.set(`${folder}/msp/admincerts/${certFile(admin.name)}`, admin.identity.certPem);
  files.set(`${folder}/tls/ca.crt`, organization.tlsCa.certPem);
  files.set(`${folder}/tls/${tlsPrefix}.crt`, member.tls.certPem);
  files.set(`${folder}/tls/${tlsPrefix}.key`, privateKeyPem(member.tls.privateKey));
}

const certFile = (name: string): string => `${name}-cert.pem`;

const NODE_OUS = [
  ['ClientOUIdentifier', 'client'],
  ['PeerOUIdentifier', 'peer'],
  ['AdminOUIdentifier', 'admin'],
  ['OrdererOUIdentifier', 'orderer'],
] as const;

/** `config.yaml` of an MSP folder with NodeOUs, all vouched for by the CA in `caFile`. */
function nodeOusYaml(caFile: string): string {
  const identifiers = NODE_OUS.flatMap(([key, unit]) => [
    `    ${key}:`,
    `        Certificate: ${caFile}`,
    `        OrganizationalUnitIdentifier: ${unit}`,
  ]);
  return `${['NodeOUs:', '    Enable: true', ...identifiers].join('\n')}\n`;
}
