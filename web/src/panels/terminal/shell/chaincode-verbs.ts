/**
 * `peer chaincode` and `peer snapshot`.
 *
 * @fabric internal/peer/chaincode/{common,invoke,query}.go, internal/peer/snapshot
 */
import type { CommandOf } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { base64Problem, jsonProblem, kindOf } from './go-json.ts';
import { TO_ORDERER, withOrderer } from './orderer-options.ts';
import { namedPeers, TO_PEERS } from './peer-options.ts';
import { environmentPeer, namedPeer } from './reach.ts';
import { type Desk, give, note, type Outcomes, unable, type Verb, wrong } from './verb.ts';
import { acting, asking } from './whoever-acts.ts';

type Kind = 'invoke' | 'query';

const CALL: Flags = {
  channelID: { short: 'C', takes: 'text', names: 'channel' },
  name: { short: 'n', takes: 'text', names: 'chaincode' },
  ctor: { short: 'c', takes: 'text' },
  transient: { takes: 'text' },
  ...TO_ORDERER,
  ...TO_PEERS,
};

const INVOKE: Flags = {
  ...CALL,
  isInit: { short: 'I', takes: 'switch' },
  waitForEvent: { takes: 'switch' },
  waitForEventTimeout: { takes: 'text', form: 'duration' },
};

type Call = Pick<
  CommandOf<'submitTransaction'>,
  'client' | 'identity' | 'channel' | 'chaincode' | 'function' | 'args' | 'transient'
>;

const entry = (kind: Kind): string =>
  `INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: ${kind}, true, ${String(kind === 'invoke')}\n`;

const decoded = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: string };

const KEYS = "must contain the following keys: 'Args' or 'Function' and 'Args'";

/** `{"function":"f","Args":["a"]}` or `{"Args":["f","a"]}`, or what the tool says of anything else. */
function constructorOf(json: string): Read<Pick<Call, 'function' | 'args'>> {
  const failed = (text: string): Read<never> => ({ ok: false, text });
  if (json === '{}') return failed(`empty JSON chaincode parameters ${KEYS}`);
  const problem = jsonProblem(json);
  if (problem !== null) return failed(`chaincode argument error: ${problem}`);
  const read: unknown = JSON.parse(json);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return failed('');
  const call = new Map(Object.entries(read).map(([key, value]) => [key.toLowerCase(), value as unknown] as const));
  const size = Object.keys(read).length;
  if (!call.has('args') || (size === 2 && !call.has('function')) || size > 2)
    return failed(`non-empty JSON chaincode parameters ${KEYS}`);
  const named = call.get('function') ?? '';
  const given = call.get('args') ?? [];
  const misfit = (value: unknown, field: string, type: string): Read<never> =>
    failed(
      `chaincode argument error: json: cannot unmarshal ${kindOf(value)} into Go struct field .${field} of type ${type}`,
    );
  if (typeof named !== 'string') return misfit(named, 'Function', 'string');
  if (!Array.isArray(given)) return misfit(given, 'Args', '[]string');
  const odd: unknown = given.find((value) => typeof value !== 'string');
  if (odd !== undefined) return misfit(odd, 'Args', 'string');
  const all = [...(named === '' ? [] : [named]), ...(given as readonly string[])];
  return { ok: true, value: { function: all[0] ?? '', args: all.slice(1) } };
}

/** Values of `--transient` are base64 of what is meant. */
function transientOf(json: string): Read<Readonly<Record<string, string>>> {
  if (json === '') return { ok: true, value: {} };
  const failed = (text: string): Read<never> => ({ ok: false, text: `error parsing transient string: ${text}` });
  const problem = jsonProblem(json);
  if (problem !== null) return failed(problem);
  const read: unknown = JSON.parse(json);
  if (typeof read !== 'object' || Array.isArray(read))
    return failed(`json: cannot unmarshal ${kindOf(read)} into Go value of type map[string][]uint8`);
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(read ?? {})) {
    if (typeof value !== 'string') return failed(`json: cannot unmarshal ${kindOf(value)} into Go value of type uint8`);
    const at = base64Problem(value);
    if (at !== null) return failed(`illegal base64 data at input byte ${at}`);
    values[key] = decoded(value);
  }
  return { ok: true, value: values };
}

/** Whoever is asked: those the options name, or the peer of the variables. */
function endorsersOf(kind: Kind, options: Options, desk: Desk): ReturnType<typeof namedPeers> {
  const addresses = options.list['peerAddresses'] ?? [];
  const prefix = 'error validating peer connection parameters: ';
  if (kind === 'query' && addresses.length > 1)
    return {
      ok: false,
      outcomes: [
        wrong(
          `${entry(kind)}Error: ${prefix}'query' command can only be executed against one peer. received ${addresses.length}`,
        ),
      ],
    };
  return namedPeers(options, desk, {
    logged: entry(kind),
    connecting: `error getting endorser client for ${kind}: `,
    validating: prefix,
  });
}

function called(kind: Kind, options: Options, desk: Desk, then: (call: Call) => Outcomes): Outcomes {
  const { channelID: channel = '', name: chaincode = '', ctor = '{}', transient = '' } = options.text;
  const failed = (text: string): Outcomes => wrong(`${entry(kind)}Error: ${text}`);
  if (chaincode === '') return failed('must supply value for chaincode name parameter');
  const call = constructorOf(ctor);
  // The tool itself falls over a list or a bare word.
  if (!call.ok) return call.text === '' ? unable('ctorNoObject') : failed(call.text);
  const clear = transientOf(transient);
  if (!clear.ok) return failed(`${clear.text} - proposal response: <nil>`);
  const manner = {
    connecting: '',
    channel,
    stranger: (refusal: string) =>
      `${entry(kind)}Error: error endorsing ${kind}: ${refusal} - proposal response: <nil>`,
  };
  return acting(desk, manner, ({ client, identity }) =>
    then({ client, identity, channel, chaincode, ...call.value, transient: clear.value }),
  );
}

const noChannel = wrong("Error: The required parameter 'channelID' is empty. Rerun the command with -C flag");

function invoke(options: Options, desk: Desk): Outcomes {
  if ((options.text['channelID'] ?? '') === '') return noChannel;
  const peers = endorsersOf('invoke', options, desk);
  if (!peers.ok) return peers.outcomes;
  const how = {
    logged: entry('invoke'),
    connecting: 'error getting broadcast client: ',
    otherwise: desk.at.endpoint(desk.at.orderer),
  };
  return withOrderer(options, desk, how, () =>
    called('invoke', options, desk, (call) => [
      give({
        type: 'submitTransaction',
        ...call,
        endorsers: peers.nodes,
        ...(options.on.has('isInit') && { isInit: true }),
      }),
      ...(options.on.has('waitForEvent') ? [] : [note('waitsAnyway')]),
    ]),
  );
}

function query(options: Options, desk: Desk): Outcomes {
  if ((options.text['channelID'] ?? '') === '') return noChannel;
  const peers = endorsersOf('query', options, desk);
  if (!peers.ok) return peers.outcomes;
  return called('query', options, desk, (call) =>
    options.on.has('raw') && options.on.has('hex')
      ? wrong(`${entry('query')}Error: options --raw (-r) and --hex (-x) are not compatible`)
      : give({ type: 'evaluateTransaction', ...call, peer: peers.nodes[0] ?? null }),
  );
}

const SNAPSHOT: Flags = {
  channelID: { short: 'c', takes: 'text', names: 'channel' },
  peerAddress: { takes: 'text', names: 'peerAddress' },
  tlsRootCertFile: { takes: 'text', names: 'file' },
};
const AT_BLOCK: Flags = { ...SNAPSHOT, blockNumber: { short: 'b', takes: 'text', form: 'uint' } };

type SnapshotCommand = 'submitSnapshotRequest' | 'cancelSnapshotRequest' | 'listSnapshotRequests';

const required = (name: string, flag: string, how = 'is empty'): Outcomes =>
  wrong(`Error: the required parameter '${name}' ${how}. Rerun the command with ${flag} flag`);

/** `--peerAddress` stands above the environment. */
function snapshotVerb(name: string, type: SnapshotCommand): Verb {
  const isList = type === 'listSnapshotRequests';
  return {
    words: ['peer', 'snapshot', name],
    flags: isList ? SNAPSHOT : AT_BLOCK,
    run: ({ text }, desk) => {
      const { channelID: channel = '', blockNumber = '0', peerAddress, tlsRootCertFile } = text;
      if (channel === '') return required('channelID', '-c');
      if (type === 'cancelSnapshotRequest' && Number(blockNumber) === 0)
        return required('blockNumber', '-b', 'is empty or set to 0');
      const isTls = desk.environment['CORE_PEER_TLS_ENABLED'] === 'true';
      if (tlsRootCertFile === undefined && isTls) return required('tlsRootCertFile', '--tlsRootCertFile');
      const connecting = 'failed to retrieve snapshot client: ';
      const reach = (from: Desk) => {
        const peer = peerAddress === undefined ? environmentPeer(from) : namedPeer(peerAddress, tlsRootCertFile, from);
        return peer.ok ? peer : { ...peer, text: peer.text.replace('endorser client', 'snapshot client') };
      };
      return asking(
        desk,
        { connecting, stranger: null },
        (access) =>
          give(isList ? { type, ...access, channel } : { type, ...access, channel, block: Number(blockNumber) }),
        reach,
      );
    },
  };
}

export const CHAINCODE_VERBS: readonly Verb[] = [
  { words: ['peer', 'chaincode', 'invoke'], flags: INVOKE, run: invoke },
  {
    words: ['peer', 'chaincode', 'query'],
    flags: { ...CALL, hex: { short: 'x', takes: 'switch' }, raw: { short: 'r', takes: 'switch' } },
    run: query,
  },
  snapshotVerb('submitrequest', 'submitSnapshotRequest'),
  snapshotVerb('cancelrequest', 'cancelSnapshotRequest'),
  snapshotVerb('listpending', 'listSnapshotRequests'),
];
