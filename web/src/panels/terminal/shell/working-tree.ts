/** The files a learner would find where the commands are typed: what was generated, written and fetched by then. */
import { nodesOf } from '../../../view/network.ts';
import type { Command, ContractFolder, Topology } from '../../lab-types.ts';
import type { Addresses } from '../addresses.ts';

/** The working directory. */
export const HOME = '/home/fabric';

/** Paths from the top of the working directory, in order; no folders, they follow from the paths. */
export type WorkingTree = readonly string[];

const mspFiles = (folder: string, owner: string, domain: string): readonly string[] => [
  `${folder}/msp/cacerts/ca.${domain}-cert.pem`,
  `${folder}/msp/config.yaml`,
  `${folder}/msp/keystore/priv_sk`,
  `${folder}/msp/signcerts/${owner}-cert.pem`,
  `${folder}/msp/tlscacerts/tlsca.${domain}-cert.pem`,
];

const tlsFiles = (folder: string, name: string): readonly string[] =>
  ['ca.crt', `${name}.crt`, `${name}.key`].map((file) => `${folder}/tls/${file}`);

function organisationFiles(
  kind: 'orderer' | 'peer',
  domain: string,
  nodes: readonly string[],
  users: readonly string[],
): readonly string[] {
  const top = `crypto-config/${kind}Organizations/${domain}`;
  return [
    `${top}/ca/ca.${domain}-cert.pem`,
    `${top}/ca/priv_sk`,
    `${top}/msp/cacerts/ca.${domain}-cert.pem`,
    `${top}/msp/config.yaml`,
    `${top}/msp/tlscacerts/tlsca.${domain}-cert.pem`,
    ...nodes.flatMap((node) => [
      ...mspFiles(`${top}/${kind}s/${node}`, node, domain),
      ...tlsFiles(`${top}/${kind}s/${node}`, 'server'),
    ]),
    `${top}/tlsca/tlsca.${domain}-cert.pem`,
    `${top}/tlsca/priv_sk`,
    ...users.flatMap((user) => {
      const name = `${user}@${domain}`;
      return [...mspFiles(`${top}/users/${name}`, name, domain), ...tlsFiles(`${top}/users/${name}`, 'client')];
    }),
  ];
}

function cryptoConfig(topology: Topology): readonly string[] {
  const { ordererOrg, peerOrgs } = topology;
  const nodes = nodesOf(topology);
  const of = (role: 'orderer' | 'peer', mspId: string): readonly string[] =>
    nodes.filter((node) => node.role === role && node.mspId === mspId).map(({ id }) => id);
  const users = (count: number): readonly string[] => [
    'Admin',
    ...Array.from({ length: count }, (_, index) => `User${index + 1}`),
  ];
  return [
    ...organisationFiles('orderer', ordererOrg.domain, of('orderer', ordererOrg.mspId), users(0)),
    ...peerOrgs.flatMap((org) => organisationFiles('peer', org.domain, of('peer', org.mspId), users(org.users))),
  ];
}

function filesOf(command: Command, topology: Topology, at: Addresses): readonly string[] {
  const artifact = (name: string): readonly string[] => [`channel-artifacts/${name}`];
  switch (command.type) {
    case 'generateCrypto':
      return cryptoConfig(topology);
    case 'createGenesisBlock':
    case 'createChannel':
    case 'fetchChannelBlock':
      return artifact(`${command.channel}.block`);
    case 'createChannelTransaction':
      return artifact(`${command.channel}.tx`);
    case 'prepareConfigUpdate':
      return artifact(`${command.update}.tx`);
    case 'packageChaincode':
    case 'importPackage':
      return [`${command.label}.tar.gz`];
    case 'enrollIdentity': {
      const folder = at.walletFolder(command.client, command.identity);
      return ['msp/keystore/priv_sk', 'msp/signcerts/cert.pem'].map((file) => `${folder}/${file}`);
    }
    case 'writeContract':
      return Object.keys(command.files).map((path) => `chaincode/${command.source}/${path}`);
    default:
      return [];
  }
}

const gone = (command: Command): readonly string[] =>
  command.type === 'writeContract'
    ? Object.entries(command.files).flatMap(([path, text]) =>
        text === null ? [`chaincode/${command.source}/${path}`] : [],
      )
    : [];

/** Files made in the terminal. */
export interface OwnFiles {
  readonly written: readonly string[];
  /** By the name it was given: where the lab keeps the file. It is there once that is. */
  readonly kept: Readonly<Record<string, string>>;
}

/** What is there after `commands`, with the contracts the recording brings and the files made in the terminal. */
export function workingTree(
  commands: readonly Command[],
  topology: Topology,
  at: Addresses,
  contracts: Readonly<Record<string, ContractFolder>>,
  { written, kept }: OwnFiles,
): WorkingTree {
  const files = new Set<string>(['configtx.yaml', 'crypto-config.yaml', ...written]);
  for (const [source, folder] of Object.entries(contracts))
    for (const path of Object.keys(folder)) files.add(`chaincode/${source}/${path}`);
  for (const command of commands) {
    for (const file of filesOf(command, topology, at)) files.add(file);
    for (const file of gone(command)) files.delete(file);
  }
  for (const [name, place] of Object.entries(kept)) if (files.has(place)) files.add(name);
  return [...files].sort();
}

const AT_HOME = new RegExp(`^(?:~|${HOME})(?=/|$)`);

/** A path as it is from the top; `cwd` is '' at the top. Above the top there is nothing. */
export function fromTop(cwd: string, path: string): string {
  const isAbsolute = path.startsWith('/') || path.startsWith('~');
  const parts: string[] = isAbsolute ? [] : cwd.split('/').filter((part) => part !== '');
  for (const part of path.replace(AT_HOME, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Names in a folder, folders with a slash; null when there is no such folder. A file is itself. */
export function namesIn(tree: WorkingTree, folder: string): readonly string[] | null {
  if (tree.includes(folder)) return [folder.slice(folder.lastIndexOf('/') + 1)];
  const start = folder === '' ? '' : `${folder}/`;
  const names = new Set<string>();
  for (const path of tree) {
    if (!path.startsWith(start)) continue;
    const [name = '', ...deeper] = path.slice(start.length).split('/');
    names.add(deeper.length > 0 ? `${name}/` : name);
  }
  return names.size === 0 && folder !== '' ? null : [...names].sort();
}

export const isFolder = (tree: WorkingTree, path: string): boolean =>
  path === '' || tree.some((file) => file.startsWith(`${path}/`));
