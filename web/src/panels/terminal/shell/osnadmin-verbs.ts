/**
 * The orderers' administration: `osnadmin`. A join travels as a command; a list is read as the orderer has it.
 *
 * @fabric cmd/osnadmin
 */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId } from '../../lab-types.ts';
import { channelList, CHANNELS, channelStatus, noSuchChannel, statusLines } from '../participation.ts';
import type { Flags, Options } from './flags.ts';
import { deadAddress, nodeAt } from './reach.ts';
import { refusedBy } from './tools.ts';
import {
  baseName,
  type Desk,
  give,
  isMissing,
  notOpened,
  type Outcome,
  type Outcomes,
  said,
  unable,
  type Verb,
  wrong,
} from './verb.ts';

const FILE = { takes: 'text', names: 'file' } as const;

const TO_ADMIN: Flags = {
  'orderer-address': { short: 'o', takes: 'text', names: 'orderer' },
  'ca-file': FILE,
  'client-cert': FILE,
  'client-key': FILE,
  'no-status': { takes: 'switch', isIdle: true },
};

const parsing = (why: string): Outcome => wrong(refusedBy('osnadmin', why));

/** What is wrong with the files of an osnadmin line, before it connects. */
function filesProblem({ text }: Options, desk: Desk): string | null {
  const ca = text['ca-file'] ?? '';
  if (isMissing(ca, desk)) return `reading orderer CA certificate: ${notOpened(ca)}`;
  for (const name of ['client-cert', 'client-key'])
    if (isMissing(text[name] ?? '?', desk)) return `loading client cert/key pair: ${notOpened(text[name] ?? '')}`;
  return null;
}

/**
 * The orderer whose administration listens at the address; what osnadmin prints where it does not get there. Orderers of a
 * network with a system channel have none.
 */
function adminAt(
  options: Options,
  desk: Desk,
  request: (base: string) => string,
  then: (node: NodeId) => Outcomes,
): Outcomes {
  const address = options.text['orderer-address'] ?? '';
  const orderers = nodesOf(desk.topology).filter(({ role }) => role === 'orderer');
  const node = orderers.find(({ id }) => desk.at.admin(id) === address)?.id;
  const listens = node !== undefined && desk.topology.systemChannel === undefined && desk.sight.isUp(node);
  const dead = deadAddress(address, desk, listens);
  const failed = (why: string): Outcome => wrong(`Error: ${request(`https://${address}`)}: ${why}`);
  // The port of the ordering service, or of a peer, speaks another protocol than HTTP.
  const other = nodeAt(address, desk);
  const isOther = other !== null && desk.sight.isUp(other);
  if (!isOther && (dead !== null || node === undefined)) return failed(`dial tcp${dead ?? ''}`);
  const reached = (isOther ? other : node) ?? '';
  const ca = desk.existing(desk.path(options.text['ca-file'] ?? '')) ?? '';
  if (!ca.includes(`/${reached.slice(reached.indexOf('.') + 1)}/`))
    return failed('tls: failed to verify certificate: x509: certificate signed by unknown authority');
  // What the tool makes of the first bytes it gets.
  return isOther ? failed('readLoopPeekFailLocked: %!w(<nil>)') : then(reached);
}

/** Kingpin wants its required options first. */
function osnadmin(required: readonly string[], then: (options: Options, desk: Desk) => Outcomes): Verb['run'] {
  return (options, desk) => {
    const [extra] = options.rest;
    if (extra !== undefined) return parsing(`unexpected ${extra}`);
    for (const name of required)
      if (options.text[name] === undefined) return parsing(`required flag --${name} not provided`);
    if (options.text['ca-file'] === undefined) return unable('osnadminTls');
    const problem = filesProblem(options, desk);
    return problem === null ? then(options, desk) : parsing(problem);
  };
}

const join: Verb = {
  words: ['osnadmin', 'channel', 'join'],
  flags: {
    channelID: { short: 'c', takes: 'text', names: 'channel' },
    'config-block': { short: 'b', ...FILE },
    ...TO_ADMIN,
  },
  run: osnadmin(['orderer-address', 'channelID', 'config-block'], (options, desk) => {
    const { channelID: channel = '', 'config-block': path = '' } = options.text;
    const file = desk.existing(desk.path(path));
    if (file === null) return parsing(`reading config block: ${notOpened(path)}`);
    const own = baseName(file, '.block').replace(/_\d+$/, '');
    if (own !== channel)
      return parsing(`specified --channelID ${channel} does not match channel ID ${own} in config block`);
    return adminAt(
      options,
      desk,
      (base) => `Post "${base}${CHANNELS}"`,
      (node) => give({ type: 'joinOrderer', node, channel }),
    );
  }),
};

/** Channels the orderer has, in the order it got them. */
function channelsOf(node: NodeId, { sight, joins }: Desk): ReadonlyMap<string, number> {
  const started = sight
    .since(['ordererJoined'], 0)
    .flatMap(({ node: orderer, seq, fact }) =>
      orderer === node && fact.type === 'ordererJoined' ? [{ channel: fact.channel, seq }] : [],
    );
  const channels = new Map<string, number>();
  for (const { channel, seq } of [...joins(node), ...started].sort((a, b) => a.seq - b.seq))
    if (!channels.has(channel)) channels.set(channel, seq);
  return channels;
}

function listed(node: NodeId, channel: string | undefined, desk: Desk): Outcome {
  const channels = channelsOf(node, desk);
  if (channel === undefined) return said(channelList([...channels.keys()]));
  const joinedAt = channels.get(channel);
  // An error of the API is none of the tool: it ends well.
  if (joinedAt === undefined) return said(noSuchChannel());
  const height = desk.sight.chain(node, channel).length;
  const member = { node, channel, before: Number.POSITIVE_INFINITY, joinedAt, height };
  return said(statusLines(200, channelStatus(member, desk.sight, desk.topology)));
}

const list: Verb = {
  words: ['osnadmin', 'channel', 'list'],
  flags: { channelID: { short: 'c', takes: 'text', names: 'channel' }, ...TO_ADMIN },
  run: osnadmin(['orderer-address'], (options, desk) => {
    const channel = options.text['channelID'];
    const path = channel === undefined ? CHANNELS : `${CHANNELS}/${channel}`;
    return adminAt(
      options,
      desk,
      (base) => `Get "${base}${path}"`,
      (node) => listed(node, channel, desk),
    );
  }),
};

export const OSNADMIN_VERBS: readonly Verb[] = [join, list];
