/**
 * `peer channel`.
 *
 * @fabric internal/peer/channel
 */
import type { ChainBlock } from '../../../view/chain-index.ts';
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { TO_ORDERER, withOrderer } from './orderer-options.ts';
import { environmentPeer, namedOrderer, type Reached, unreached } from './reach.ts';
import { baseName, type Desk, give, note, type Outcome, type Outcomes, unable, type Verb, wrong } from './verb.ts';
import { acting, asking, type Manner, reading } from './whoever-acts.ts';

const CHANNEL_C: Flags = { channelID: { short: 'c', takes: 'text', names: 'channel' } };

const CONNECTING = 'error getting endorser client for channel: ';

const manner = (around: (refusal: string) => string): Manner => ({ connecting: CONNECTING, stranger: around });

const INITIALIZED = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized';

const NO_CHANNEL = wrong('Error: Must supply channel ID');
const UNKNOWN: Manner = { connecting: CONNECTING, stranger: null };

const notFound = (path: string): Outcome =>
  wrong(
    `${INITIALIZED}\nError: channel create configuration tx file not found open ${path}: no such file or directory`,
  );

/** The file of an update or a creation transaction by its name in the recording; null: there is no such file. */
function transactionIn(path: string, desk: Desk): string | null {
  const file = desk.existing(desk.path(path));
  return file === null ? null : baseName(file, '.tx');
}

const trailing = ({ rest }: Options): Outcome | null =>
  rest.length === 0 ? null : wrong(`Error: trailing args detected: [${rest.join(' ')}]`);

function create(options: Options, desk: Desk): Outcomes {
  const { text } = options;
  const { channelID: channel = '', file = '', outputBlock = `./${channel}.block` } = text;
  if (channel === '') return wrong('Error: must supply channel ID');
  const keptAs = `channel-artifacts/${channel}.block`;
  const orderer = text['orderer'] ?? '';
  if (orderer.split(':').length !== 2)
    return wrong(`Error: ordering service endpoint ${orderer} is not valid or missing`);
  const how = { connecting: 'failed to create deliver client for orderer: ', otherwise: '' };
  return acting(desk, UNKNOWN, ({ client }) =>
    withOrderer(options, desk, how, () =>
      transactionIn(file, desk) === null
        ? notFound(file)
        : give({ type: 'createChannel', client, channel }, { path: desk.path(outputBlock), keptAs }),
    ),
  );
}

const RECEIVED = 'INFO [cli.common] readBlock -> Received block: ';
const blocked = (status: string): string =>
  `INFO [cli.common] readBlock -> Expect block, but got status: &{${status}}\nError: can't read the block: &{${status}}`;

/** Blocks as they lie there, and which of them the tool would have written. */
function fetched(target: string, chain: readonly ChainBlock[]): readonly string[] | 'notFound' | 'waits' {
  const newest = chain.at(-1);
  const oldest = chain[0];
  if (newest === undefined || oldest === undefined) return 'notFound';
  if (target === 'newest') return [`${RECEIVED}${newest.number}`];
  if (target === 'oldest') return [`${RECEIVED}${oldest.number}`];
  if (target === 'config') {
    const config = chain.findLast((block) => block.config)?.number ?? oldest.number;
    return [
      `${RECEIVED}${newest.number}`,
      `INFO [channelCmd] fetch -> Retrieving last config block: ${config}`,
      `${RECEIVED}${config}`,
    ];
  }
  const number = Number(target);
  if (number === newest.number + 1) return 'waits';
  return number >= oldest.number && number <= newest.number ? [`${RECEIVED}${number}`] : 'notFound';
}

/** From whom a block is fetched: an orderer with `-o`, else the peer of the variables. */
function source({ text, on }: Options, desk: Desk): Reached & { readonly prefix: string } {
  const orderer = text['orderer'] ?? '';
  if (orderer.split(':').length === 2) {
    const reached = namedOrderer(orderer, on.has('tls'), text['cafile'] ?? '', desk);
    return { ...reached, prefix: 'failed to create deliver client for orderer: ' };
  }
  const peer = environmentPeer(desk);
  const prefix = 'error getting deliver client for channel: failed to create deliver client for peer: ';
  return peer.ok
    ? { ...peer, prefix }
    : { ...peer, text: peer.text.replace('endorser client', 'deliver client'), prefix };
}

const refusedConnection = (node: NodeId, desk: Desk): string =>
  `client failed to connect to ${desk.at.endpoint(node)}: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp ${desk.at.endpoint(node)}: connect: connection refused"`;

/** A block that is read from where it lies. */
function readBlock(target: string, node: NodeId, prefix: string, options: Options, desk: Desk): Outcomes {
  const channel = options.text['channelID'] ?? '';
  if (!desk.sight.isUp(node)) {
    const kind = desk.at.role(node) === 'orderer' ? 'orderer ' : 'deliver ';
    return wrong(`Error: ${prefix}${kind}${refusedConnection(node, desk)}`);
  }
  const lines = fetched(target, desk.sight.chain(node, channel));
  if (lines === 'waits') return unable('fetchWaits', { number: Number(target) });
  if (lines === 'notFound') return wrong(`${INITIALIZED}\n${blocked('NOT_FOUND')}`);
  const path = options.rest[1] ?? `${channel}_${target}.block`;
  const number = /\d+$/.exec(lines.at(-1) ?? '')?.[0] ?? '0';
  const keptAs = number === '0' ? `channel-artifacts/${channel}.block` : `channel-artifacts/${channel}_${number}.block`;
  return [
    { type: 'said', text: [INITIALIZED, ...lines].join('\n'), writes: { path: desk.path(path), keptAs } },
    note('fetchRead', { node, file: path, number: Number(number) }),
  ];
}

function fetch(options: Options, desk: Desk): Outcomes {
  const { text, rest } = options;
  const [target, file = `${text['channelID'] ?? ''}_${target}.block`, more] = rest;
  if (target === undefined) return wrong('Error: fetch target required, oldest, newest, config, or a number');
  if (more !== undefined) return wrong('Error: trailing args detected');
  return reading(desk, UNKNOWN, (client) => {
    const from = source(options, desk);
    if (!from.ok) return unreached(from.prefix, from);
    const channel = text['channelID'] ?? '';
    const isWord = ['oldest', 'newest', 'config'].includes(target);
    if (!isWord && !/^-?\d+$/.test(target)) return wrong(`${INITIALIZED}\nError: fetch target illegal: ${target}`);
    const isFirst = target === '0' && desk.at.role(from.node) === 'orderer';
    if (!isFirst || client === null) return readBlock(target, from.node, from.prefix, options, desk);
    const keptAs = `channel-artifacts/${channel}.block`;
    return give({ type: 'fetchChannelBlock', client, channel }, { path: desk.path(file), keptAs });
  });
}

function join({ text }: Options, desk: Desk): Outcomes {
  const path = text['blockpath'] ?? '';
  if (path === '') return wrong('Error: Must supply genesis block path');
  const how = manner((refusal) => `${INITIALIZED}\nError: proposal failed (err: ${refusal})`);
  return asking(desk, how, ({ node, identity }) => {
    const file = desk.existing(desk.path(path));
    if (file === null)
      return wrong(`${INITIALIZED}\nError: genesis block file not found open ${path}: no such file or directory`);
    if (/_\d+\.block$/.test(file)) return unable('joinLater', { file: path });
    const channel = baseName(file, '.block');
    return give({ type: 'joinPeer', node, channel, ...(identity !== undefined && { identity }) });
  });
}

/** Snapshots that are complete on a peer, as Fabric's images keep them, and where one lies that was copied. */
const SNAPSHOT = /^(?:\/var\/hyperledger\/production\/snapshots\/completed|\/snapshots)\/([^/]+)\/(\d+)\/?$/;

/** The lab copies the folder when the peer joins by it: from the peer itself, or the first that has made the snapshot. */
function joinBySnapshot({ text }: Options, desk: Desk): Outcomes {
  const path = text['snapshotpath'] ?? '';
  if (path === '')
    return wrong("Error: the required parameter 'snapshotpath' is empty. Rerun the command with --snapshotpath flag");
  const how = manner((refusal) => `${INITIALIZED}\nError: proposal failed (err: ${refusal})`);
  return asking(desk, how, (access) => {
    const [, channel = '', block = ''] = SNAPSHOT.exec(path) ?? [];
    const makers = desk.sight
      .since(['snapshotGenerated'], 0)
      .flatMap(({ node, fact }) =>
        fact.type === 'snapshotGenerated' && fact.channel === channel && fact.number === Number(block) ? [node] : [],
      );
    const from = makers.includes(access.node) ? access.node : makers[0];
    if (from !== undefined) return give({ type: 'joinPeerBySnapshot', ...access, channel, from, block: Number(block) });
    if (!desk.sight.isUp(access.node))
      return wrong(`Error: ${CONNECTING}endorser ${refusedConnection(access.node, desk)}`);
    const why = `cannot create ledger from snapshot ${path}: error opening dir [${path}]: open ${path}: no such file or directory`;
    return wrong(`${INITIALIZED}\nError: proposal failed (err: bad proposal response 500: ${why})`);
  });
}

function sign({ text }: Options, desk: Desk): Outcomes {
  const path = text['file'] ?? '';
  if (path === '') return wrong('Error: Invalid channel create transaction : No configtx file name supplied');
  const { ordererOrg, peerOrgs } = desk.topology;
  const mspId = desk.environment['CORE_PEER_LOCALMSPID'];
  const org = [ordererOrg, ...peerOrgs].find((one) => one.mspId === mspId)?.name;
  const update = transactionIn(path, desk);
  if (org === undefined) return unable('stranger');
  return update === null ? notFound(path) : give({ type: 'signConfigUpdate', org, update });
}

function update(options: Options, desk: Desk): Outcomes {
  const { file = '', channelID: channel = '' } = options.text;
  if (channel === '') return NO_CHANNEL;
  if (file === '') return wrong('Error: Invalid channel create transaction : No configtx file name supplied');
  return acting(desk, UNKNOWN, ({ client }) => {
    const name = transactionIn(file, desk);
    if (name === null) return notFound(file);
    const own = desk.channelOfUpdate(name) ?? channel;
    // A variable nobody set: the line of a network with several channels leaves the name open.
    if (own !== channel && channel !== '$CHANNEL')
      return wrong(
        `${INITIALIZED}\nError: Invalid channel create transaction : mismatched channel ID ${own} != ${channel}`,
      );
    const how = { logged: `${INITIALIZED}\n`, connecting: 'Error getting broadcast client: ', otherwise: '' };
    return withOrderer(options, desk, how, () => give({ type: 'submitConfigUpdate', client, update: name }));
  });
}

const FILE: Flags = { file: { short: 'f', takes: 'text', names: 'file' } };

export const CHANNEL_VERBS: readonly Verb[] = [
  {
    words: ['peer', 'channel', 'create'],
    flags: {
      ...TO_ORDERER,
      ...CHANNEL_C,
      ...FILE,
      outputBlock: { takes: 'text', names: 'file' },
      timeout: { short: 't', takes: 'text', form: 'duration', isIdle: true },
    },
    run: create,
  },
  {
    words: ['peer', 'channel', 'fetch'],
    flags: { ...TO_ORDERER, ...CHANNEL_C, bestEffort: { takes: 'switch', isIdle: true } },
    takes: 'file',
    arguments: '<newest|oldest|config|(number)> [outputfile]',
    run: fetch,
  },
  {
    words: ['peer', 'channel', 'join'],
    flags: { ...TO_ORDERER, blockpath: { short: 'b', takes: 'text', names: 'file' } },
    run: join,
  },
  {
    words: ['peer', 'channel', 'list'],
    flags: TO_ORDERER,
    run: (options, desk) =>
      trailing(options) ??
      asking(
        desk,
        manner((refusal) => `${INITIALIZED}\nError: Failed sending proposal, got ${refusal}`),
        (access) => give({ type: 'listChannels', ...access }),
      ),
  },
  {
    words: ['peer', 'channel', 'getinfo'],
    flags: { ...TO_ORDERER, ...CHANNEL_C },
    run: ({ text }, desk) => {
      const channel = text['channelID'] ?? '';
      if (channel === '') return NO_CHANNEL;
      const how = manner((refusal) => `${INITIALIZED}\nError: failed sending proposal: ${refusal}`);
      return asking(desk, how, (access) => give({ type: 'getChannelInfo', ...access, channel }));
    },
  },
  { words: ['peer', 'channel', 'signconfigtx'], flags: { ...TO_ORDERER, ...FILE }, run: sign },
  { words: ['peer', 'channel', 'update'], flags: { ...TO_ORDERER, ...CHANNEL_C, ...FILE }, run: update },
  {
    words: ['peer', 'channel', 'joinbysnapshot'],
    flags: { ...TO_ORDERER, snapshotpath: { takes: 'text' } },
    run: joinBySnapshot,
  },
  {
    words: ['peer', 'channel', 'joinbysnapshotstatus'],
    flags: TO_ORDERER,
    run: (options, desk) =>
      trailing(options) ??
      asking(
        desk,
        manner((refusal) => `${INITIALIZED}\nError: failed sending proposal, due to ${refusal}`),
        (access) => give({ type: 'joinBySnapshotStatus', ...access }),
      ),
  },
];
