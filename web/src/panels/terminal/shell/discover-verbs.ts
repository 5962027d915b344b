/**
 * `discover`: asks a peer as an identity whose files it is given.
 *
 * @fabric cmd/discover, discovery/cmd
 */
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { namedPeer } from './reach.ts';
import { refusedBy } from './tools.ts';
import { type Desk, give, type Outcomes, unable, type Verb, wrong } from './verb.ts';
import { clientOf, domainOfMsp, isOfDomain, signedBy, userOf } from './whoever-acts.ts';

const FILE = { takes: 'text', names: 'file' } as const;

const DISCOVER: Flags = {
  peerTLSCA: FILE,
  userKey: FILE,
  userCert: FILE,
  MSP: { takes: 'text', names: 'mspId' },
  server: { takes: 'text', names: 'peerAddress' },
  channel: { takes: 'text', names: 'channel' },
  tlsCert: { takes: 'text', isIdle: true },
  tlsKey: { takes: 'text', isIdle: true },
  configFile: { takes: 'text', isIdle: true },
};

interface Access {
  readonly client: NodeId;
  readonly node: NodeId;
  readonly identity?: string;
}

/** Files are opened while the options are read, the server is connected to last. */
function discovering(
  { text, rest }: Options,
  desk: Desk,
  {
    required,
    problem,
  }: { readonly required: readonly ('channel' | 'server')[]; readonly problem?: Outcomes | undefined },
  then: (access: Access) => Outcomes,
): Outcomes {
  if (rest[0] !== undefined) return wrong(refusedBy('discover', `unexpected ${rest[0]}`));
  for (const name of ['peerTLSCA', 'userKey', 'userCert']) {
    const path = text[name];
    if (path !== undefined && desk.existing(desk.path(path)) === null)
      return wrong(refusedBy('discover', `open ${path}: no such file or directory`));
  }
  for (const name of required) if ((text[name] ?? '') === '') return wrong(`no ${name} specified`);
  if (problem !== undefined) return problem;
  const { server = '', userCert, userKey, peerTLSCA, MSP: mspId = '' } = text;
  if (userCert === undefined || userKey === undefined || peerTLSCA === undefined) return unable('discoverFiles');
  const peer = namedPeer(server, peerTLSCA, { ...desk, environment: { CORE_PEER_TLS_ENABLED: 'true' } });
  if (!peer.ok) {
    const dialled = peer.text.slice(peer.text.indexOf('failed to create new connection'));
    return wrong(`failed connecting to ${server}: failed connecting to discovery service: ${dialled}`);
  }
  const certificate = desk.path(userCert);
  const domain = domainOfMsp(desk.topology, mspId);
  const client = domain === undefined || !isOfDomain(certificate, domain) ? null : clientOf(mspId, desk);
  if (client === null) return unable('stranger');
  const folder = certificate.replace(/\/(?:msp\/)?signcerts\/.*$/, '');
  return then({ client, node: peer.node, ...signedBy(userOf(folder) ?? 'Admin') });
}

function endorsers(options: Options, desk: Desk): Outcomes {
  const { channel = '', collection, noPrivateReads } = options.text;
  const [chaincode, another] = options.list['chaincode'] ?? [];
  const problem =
    chaincode === undefined
      ? wrong('failed creating request: invocation chain should not be empty')
      : another === undefined
        ? undefined
        : unable('oneChaincode');
  return discovering(options, desk, { required: ['channel', 'server'], problem }, (access) => {
    const collections = (collection?.slice(collection.indexOf(':') + 1) ?? '').split(',').filter((name) => name !== '');
    return give({
      type: 'discoverEndorsers',
      ...access,
      channel,
      chaincode: chaincode ?? '',
      collections,
      ...(noPrivateReads !== undefined && { noPrivateReads: true }),
    });
  });
}

export const DISCOVER_VERBS: readonly Verb[] = [
  {
    words: ['discover', 'peers'],
    flags: DISCOVER,
    run: (options, desk) =>
      discovering(options, desk, { required: ['server'] }, (access) =>
        give({ type: 'discoverPeers', ...access, channel: options.text['channel'] ?? null }),
      ),
  },
  {
    words: ['discover', 'config'],
    flags: DISCOVER,
    run: (options, desk) =>
      discovering(options, desk, { required: ['server', 'channel'] }, (access) =>
        give({ type: 'discoverConfig', ...access, channel: options.text['channel'] ?? '' }),
      ),
  },
  {
    words: ['discover', 'endorsers'],
    flags: {
      ...DISCOVER,
      chaincode: { takes: 'list', names: 'chaincode' },
      collection: { takes: 'text' },
      noPrivateReads: { takes: 'text', names: 'chaincode' },
    },
    run: endorsers,
  },
];
