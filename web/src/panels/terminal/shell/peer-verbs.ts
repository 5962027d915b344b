/** `peer channel`, `peer chaincode`, `peer snapshot`: what an operator types most. */
import type { CommandOf, NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { baseName, type Desk, give, type Outcome, type Verb, wrong } from './verb.ts';
import { actingAs, askedPeer, nodeAt, signedBy } from './whoever-acts.ts';

/** How the orderer is reached: read, and not needed, because the lab's clients know it. */
export const TO_ORDERER: Flags = {
  orderer: { short: 'o', takes: 'text', names: 'orderer' },
  tls: { takes: 'switch' },
  cafile: { takes: 'text', names: 'file' },
  ordererTLSHostnameOverride: { takes: 'text' },
  connTimeout: { takes: 'text' },
};

export const TO_PEERS: Flags = {
  peerAddresses: { takes: 'list', names: 'peerAddress' },
  tlsRootCertFiles: { takes: 'list', names: 'file' },
  waitForEvent: { takes: 'switch' },
  waitForEventTimeout: { takes: 'text' },
};

const CHANNEL_C: Flags = { channelID: { short: 'c', takes: 'text', names: 'channel' } };

/** The peers an option names; a text: what the tool says of an address where nothing answers. */
export function namedPeers({ list }: Options, desk: Desk): readonly NodeId[] | string {
  const nodes: NodeId[] = [];
  for (const address of list['peerAddresses'] ?? []) {
    const node = nodeAt(address, desk);
    if (node === null)
      return `Error: failed to retrieve endorser client: endorser client failed to connect to ${address}: failed to create new connection: context deadline exceeded`;
    nodes.push(node);
  }
  return nodes;
}

/** Who asks which peer; or what stands in the way. */
export function asking(
  desk: Desk,
  then: (access: { readonly client: NodeId; readonly node: NodeId; readonly identity?: string }) => Outcome,
): Outcome {
  const acting = actingAs(desk);
  if (typeof acting === 'string') return wrong(acting);
  const asked = askedPeer(desk);
  if (typeof asked === 'string') return wrong(asked);
  return then({ client: acting.client, node: asked.node, ...signedBy(acting.identity) });
}

/** As an administrator's machine: no peer has a part in it. */
export function acting(desk: Desk, then: (client: NodeId) => Outcome): Outcome {
  const who = actingAs(desk);
  return typeof who === 'string' ? wrong(who) : then(who.client);
}

const NO_CHANNEL = wrong('Error: must supply channel ID');

const CHANNEL_VERBS: readonly Verb[] = [
  {
    words: ['peer', 'channel', 'create'],
    flags: {
      ...TO_ORDERER,
      ...CHANNEL_C,
      file: { short: 'f', takes: 'text', names: 'file' },
      outputBlock: { takes: 'text', names: 'file' },
    },
    run: ({ text }, desk) => {
      const channel = text['channelID'] ?? '';
      if (channel === '') return NO_CHANNEL;
      return acting(desk, (client) => give({ type: 'createChannel', client, channel }));
    },
  },
  {
    words: ['peer', 'channel', 'fetch'],
    flags: { ...TO_ORDERER, ...CHANNEL_C },
    takes: 'file',
    run: ({ text, rest }, desk) => {
      const channel = text['channelID'] ?? '';
      if (channel === '') return NO_CHANNEL;
      if (rest[0] === undefined) return wrong('Error: fetch target required, oldest, newest, config, or a number');
      if (rest[0] !== '0')
        return wrong(`fetch ${rest[0]}: only block 0 can be fetched here; prepare a config update with "change"`);
      return acting(desk, (client) => give({ type: 'fetchChannelBlock', client, channel }));
    },
  },
  {
    words: ['peer', 'channel', 'join'],
    flags: { ...TO_ORDERER, blockpath: { short: 'b', takes: 'text', names: 'file' } },
    run: ({ text }, desk) => {
      const file = text['blockpath'] ?? '';
      if (file === '') return wrong('Error: Must supply genesis block path');
      return asking(desk, ({ node, identity }) =>
        give({
          type: 'joinPeer',
          node,
          channel: baseName(file, '.block'),
          ...(identity !== undefined && { identity }),
        }),
      );
    },
  },
  {
    words: ['peer', 'channel', 'list'],
    flags: TO_ORDERER,
    run: (_options, desk) => asking(desk, (access) => give({ type: 'listChannels', ...access })),
  },
  {
    words: ['peer', 'channel', 'getinfo'],
    flags: { ...TO_ORDERER, ...CHANNEL_C },
    run: ({ text }, desk) => {
      const channel = text['channelID'] ?? '';
      if (channel === '') return wrong('Error: Must supply channel ID');
      return asking(desk, (access) => give({ type: 'getChannelInfo', ...access, channel }));
    },
  },
  {
    words: ['peer', 'channel', 'signconfigtx'],
    flags: { ...TO_ORDERER, file: { short: 'f', takes: 'text', names: 'file' } },
    run: ({ text }, desk) => {
      const file = text['file'] ?? '';
      if (file === '') return wrong('Error: No configtx file name supplied');
      const { ordererOrg, peerOrgs } = desk.topology;
      const mspId = desk.environment['CORE_PEER_LOCALMSPID'];
      const org = [ordererOrg, ...peerOrgs].find((one) => one.mspId === mspId)?.name;
      if (org === undefined) return wrong(`Error: local MSP ID "${mspId ?? ''}" is unknown`);
      return give({ type: 'signConfigUpdate', org, update: baseName(file, '.tx') });
    },
  },
  {
    words: ['peer', 'channel', 'update'],
    flags: { ...TO_ORDERER, ...CHANNEL_C, file: { short: 'f', takes: 'text', names: 'file' } },
    run: ({ text }, desk) => {
      const file = text['file'] ?? '';
      if ((text['channelID'] ?? '') === '') return NO_CHANNEL;
      if (file === '') return wrong('Error: No configtx file name supplied');
      return acting(desk, (client) => give({ type: 'submitConfigUpdate', client, update: baseName(file, '.tx') }));
    },
  },
  {
    words: ['peer', 'channel', 'joinbysnapshotstatus'],
    flags: TO_ORDERER,
    run: (_options, desk) => asking(desk, (access) => give({ type: 'joinBySnapshotStatus', ...access })),
  },
];

const CALL: Flags = {
  channelID: { short: 'C', takes: 'text', names: 'channel' },
  name: { short: 'n', takes: 'text', names: 'chaincode' },
  ctor: { short: 'c', takes: 'text' },
  transient: { takes: 'text' },
  isInit: { short: 'I', takes: 'switch' },
  ...TO_ORDERER,
  ...TO_PEERS,
};

type Call = Pick<
  CommandOf<'submitTransaction'>,
  'client' | 'identity' | 'channel' | 'chaincode' | 'function' | 'args' | 'transient'
>;

const decoded = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

/** `{"function":"f","Args":["a"]}` or `{"Args":["f","a"]}`; a text: what the tool says of anything else. */
function constructorOf(json: string): Pick<Call, 'function' | 'args'> | string {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return `Error: chaincode argument error: invalid character in ${json}`;
  }
  const call = new Map(
    typeof read === 'object' && read !== null
      ? Object.entries(read).map(([key, value]) => [key.toLowerCase(), value as unknown] as const)
      : [],
  );
  const given = call.get('args');
  const args = Array.isArray(given) ? given.map(String) : [];
  const named = call.get('function');
  if ([...call.keys()].some((key) => key !== 'args' && key !== 'function') || (call.size === 0 && json !== ''))
    return "Error: non-empty JSON chaincode parameters must contain the following keys: 'Args' or 'Function' and 'Args'";
  return typeof named === 'string' ? { function: named, args } : { function: args[0] ?? '', args: args.slice(1) };
}

function transientOf(json: string | undefined): Readonly<Record<string, string>> | string {
  if (json === undefined) return {};
  try {
    const read = JSON.parse(json) as Readonly<Record<string, string>>;
    return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, decoded(value)]));
  } catch {
    return 'Error: error parsing transient string: values are base64 of what is meant';
  }
}

const empty = (name: string, flag: string): Outcome =>
  wrong(`Error: The required parameter '${name}' is empty. Rerun the command with ${flag} flag`);

function calling({ text }: Options, desk: Desk, then: (call: Call, asked: NodeId) => Outcome): Outcome {
  const { channelID: channel = '', name: chaincode = '', ctor } = text;
  if (channel === '') return empty('channelID', '-C');
  if (chaincode === '') return wrong('Error: must supply value for chaincode name parameter');
  const called = constructorOf(ctor ?? '{}');
  if (typeof called === 'string') return wrong(called);
  const transient = transientOf(text['transient']);
  if (typeof transient === 'string') return wrong(transient);
  return asking(desk, ({ client, node, identity = 'Admin' }) =>
    then({ client, identity, channel, chaincode, ...called, transient }, node),
  );
}

const CHAINCODE_VERBS: readonly Verb[] = [
  {
    words: ['peer', 'chaincode', 'invoke'],
    flags: CALL,
    run: (options, desk) =>
      calling(options, desk, (call, asked) => {
        const peers = namedPeers(options, desk);
        if (typeof peers === 'string') return wrong(peers);
        // Without --peerAddresses only the peer of the environment is asked.
        const endorsers = peers.length > 0 ? peers : [asked];
        return give({
          type: 'submitTransaction',
          ...call,
          endorsers,
          ...(options.on.has('isInit') && { isInit: true }),
        });
      }),
  },
  {
    words: ['peer', 'chaincode', 'query'],
    flags: { ...CALL, hex: { short: 'x', takes: 'switch' }, raw: { short: 'r', takes: 'switch' } },
    run: (options, desk) =>
      calling(options, desk, (call, asked) => {
        const peers = namedPeers(options, desk);
        if (typeof peers === 'string') return wrong(peers);
        return give({ type: 'evaluateTransaction', ...call, peer: peers[0] ?? asked });
      }),
  },
];

const SNAPSHOT: Flags = {
  channelID: { short: 'c', takes: 'text', names: 'channel' },
  blockNumber: { short: 'b', takes: 'text' },
  peerAddress: { takes: 'text', names: 'peerAddress' },
  tlsRootCertFile: { takes: 'text', names: 'file' },
};

/** `--peerAddress` stands above the environment. */
function snapshotVerb(
  name: string,
  type: 'submitSnapshotRequest' | 'cancelSnapshotRequest' | 'listSnapshotRequests',
): Verb {
  return {
    words: ['peer', 'snapshot', name],
    flags: SNAPSHOT,
    run: ({ text }, desk) => {
      const channel = text['channelID'] ?? '';
      if (channel === '') return empty('channelID', '-c');
      const block = Number(text['blockNumber'] ?? 0);
      if (!Number.isInteger(block) || block < 0)
        return wrong(`Error: invalid argument "${text['blockNumber'] ?? ''}" for "-b, --blockNumber" flag`);
      const { peerAddress = desk.environment['CORE_PEER_ADDRESS'] ?? '' } = text;
      const here = { ...desk, environment: { ...desk.environment, CORE_PEER_ADDRESS: peerAddress } };
      return asking(here, (access) =>
        give(type === 'listSnapshotRequests' ? { type, ...access, channel } : { type, ...access, channel, block }),
      );
    },
  };
}

export const PEER_VERBS: readonly Verb[] = [
  ...CHANNEL_VERBS,
  ...CHAINCODE_VERBS,
  snapshotVerb('submitrequest', 'submitSnapshotRequest'),
  snapshotVerb('cancelrequest', 'cancelSnapshotRequest'),
  snapshotVerb('listpending', 'listSnapshotRequests'),
];
