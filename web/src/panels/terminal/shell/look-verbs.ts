/**
 * How an operator looks at a network besides asking Fabric: programs' versions, certificates, logs of machines. What the lab
 * has is shown in the form of the tool; of the rest it says where in the lab it stands.
 *
 * @fabric internal/peer/version, orderer/common/server/main.go, common/metadata; cmd/fabric-ca-client (Fabric CA)
 * @simplified The versions are those whose recordings the lab follows, with what their builds said of themselves.
 */
import { nodesOf } from '../../../view/network.ts';
import { certificateIn } from './certificate-paths.ts';
import type { Flags, Options } from './flags.ts';
import { refusedBy } from './tools.ts';
import { type Desk, note, type Outcome, type Outcomes, said, unable, type Verb, wrong } from './verb.ts';

const FABRIC = '3.1.1';
const FABRIC_CA = '1.5.9';
const BUILT = [' Go version: go1.24.4', ' OS/Arch: linux/amd64'];

const versionText = (program: string): string =>
  [`${program}:`, ` Version: v${FABRIC}`, ' Commit SHA: development build', ...BUILT].join('\n');

const PEER_CHAINCODE = [
  ' Chaincode:',
  '  Base Docker Label: org.hyperledger.fabric',
  '  Docker Namespace: hyperledger',
];

/** Of the programs of 2.x nobody has recorded what they say. */
const version = (program: string, text: string): Verb => ({
  words: [program, 'version'],
  flags: {},
  needsNoIdentity: true,
  run: ({ rest }, { topology }) => {
    if (topology.systemChannel !== undefined) return unable('versionOfTwo', { program });
    if (rest.length === 0) return said(text);
    return wrong(
      program === 'peer' ? 'Error: trailing args detected' : refusedBy(program, `unexpected ${rest[0] ?? ''}`),
    );
  },
});

const caVersion: Verb = {
  words: ['fabric-ca-client', 'version'],
  flags: {},
  run: () => said(['fabric-ca-client:', ` Version: ${FABRIC_CA}`, ...BUILT].join('\n')),
};

const TEXT_FILE = { takes: 'text', names: 'file' } as const;

const openssl: Verb = {
  words: ['openssl', 'x509'],
  flags: { in: TEXT_FILE, noout: { takes: 'switch' }, text: { takes: 'switch' } },
  run: ({ text, on, rest }, desk) => {
    const { in: file } = text;
    if (file === undefined || rest.length > 0) return unable('onlyCertificateText');
    const kept = desk.existing(desk.path(file));
    if (kept === null) return unable('noFile', { file });
    const certificate = certificateIn(kept, desk);
    if (certificate === null) return unable('noCertificate', { file });
    if (!on.has('text')) return on.has('noout') ? said('') : certificate;
    return { ...certificate, as: on.has('noout') ? 'text' : 'textAndFile' };
  },
};

const LOG_FLAGS: Flags = {
  timestamps: { short: 't', takes: 'switch' },
  follow: { short: 'f', takes: 'switch' },
  tail: { short: 'n', takes: 'text' },
};

const isNode = (node: string, { topology }: Desk): boolean => nodesOf(topology).some(({ id }) => id === node);

/** The lines of a node's log are not imitated: the lab tells of the same in sentences. */
function logs({ rest }: Options, desk: Desk, unknown: (node: string) => string): Outcomes {
  const nobody = rest.find((node) => !isNode(node, desk));
  if (nobody !== undefined) return wrong(unknown(nobody));
  return rest.length === 0 ? note('logsOfAll') : rest.map((node): Outcome => note('logsOf', { node }));
}

const dockerLogs: Verb = {
  words: ['docker', 'logs'],
  flags: LOG_FLAGS,
  takes: 'node',
  run: (options, desk) =>
    options.rest.length === 0
      ? unable('dockerNeedsNode', { command: 'docker logs' })
      : logs(options, desk, (node) => `Error response from daemon: No such container: ${node}`),
};

const composeLogs: Verb = {
  words: ['docker', 'compose', 'logs'],
  flags: LOG_FLAGS,
  takes: 'node',
  run: (options, desk) => logs(options, desk, (node) => `no such service: ${node}`),
};

/** A snapshot on its way from one peer to another; the copy is made when the peer joins by it. */
const copy: Verb = {
  words: ['docker', 'cp'],
  flags: {},
  arguments: 'CONTAINER:FOLDER FOLDER',
  run: ({ rest: [from = '', to = ''] }) =>
    /:\S*\/snapshots\//.test(`${from} ${to}`) ? note('snapshotCopied') : unable('onlySnapshots'),
};

export const LOOK_VERBS: readonly Verb[] = [
  version('peer', [versionText('peer'), ...PEER_CHAINCODE].join('\n')),
  version('orderer', versionText('orderer')),
  version('cryptogen', versionText('cryptogen')),
  caVersion,
  openssl,
  dockerLogs,
  composeLogs,
  copy,
];
