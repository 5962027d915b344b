/**
 * Which command of the lab a recorded line of `peer` is, and which lines are none: those the tool itself refuses before
 * it speaks to anyone, and those that are about connections and files.
 */
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import { actingUser, option, recordedError, type RecordedStep } from './config-steps.ts';

/** A step of the recording as the lab is told it, or why it is not. */
export type Told =
  | { readonly type: 'command'; readonly command: Command; readonly waits: boolean }
  | { readonly type: 'skipped'; readonly why: string };

export const CHANNEL = 'mychannel';

const skipped = (why: string): Told => ({ type: 'skipped', why });
const told = (command: Command, waits = true): Told => ({ type: 'command', command, waits });

/** All values of an option that may be given more than once. */
function options({ argv = [] }: RecordedStep, name: string): readonly string[] {
  return argv.flatMap((word, i) => (word === name ? [argv[i + 1] ?? ''] : []));
}

const hostOf = (address: string): string => address.split(':')[0] ?? '';

/** What no command of the lab can say: TLS, paths, options that are wrong in themselves. */
function unsayable(step: RecordedStep): string | undefined {
  const { env = {} } = step;
  const error = recordedError(step) ?? '';
  if (/\[main\] InitCmd/.test(step.stderr ?? '')) return 'key material';
  if (env['CORE_PEER_TLS_ENABLED'] !== 'true') return 'connections';
  const [user = '', domain = ''] = (actingUser(step) ?? '').split('@');
  const org = /^org(\d+)\.example\.com$/.exec(domain)?.[1];
  if (user === '' || org === undefined) return 'key material';
  if (env['CORE_PEER_LOCALMSPID'] !== `Org${org}MSP`) return 'key material';
  if (!/^peer[01]\.org[12]\.example\.com:/.test(env['CORE_PEER_ADDRESS'] ?? '')) return 'connections';
  if (/handshake|failed to (create new )?connect|no such file|number of peer addresses|not found open/i.test(error))
    return 'connections and files';
  return unsayableWords(step);
}

/** Files no command of the lab can name, and what only the tool itself looks at. */
function unsayableWords(step: RecordedStep): string | undefined {
  const { argv = [] } = step;
  if (argv.some((word) => word.endsWith('garbage.block') || word.endsWith('block1.pb') || word === 'broken.tar.gz'))
    return 'files';
  return argv.includes('--help') || argv.includes('--frobnicate') ? 'help and unknown options' : undefined;
}

/** What the recorded network calls things, and what ours calls them. */
export interface Names {
  /** Recorded package id, or another one, in ours. */
  packageId(recorded: string): string;
  /** The label of the package in a file (`basic.tar.gz`). */
  label(file: string): string;
}

/** @returns undefined for a line that is not about peers and chaincodes at all */
export function tell(step: RecordedStep, names: Names): Told | undefined {
  const { argv = [] } = step;
  if (argv[0] !== 'peer' || step.exit === undefined) return undefined;
  const isLifecycle = argv[1] === 'lifecycle';
  const verb = isLifecycle ? argv[3] : argv[2];
  const family = isLifecycle ? 'lifecycle' : (argv[1] ?? '');
  const reader = READERS[`${family} ${verb ?? ''}`];
  if (reader === undefined) return undefined;
  const flaw = unsayable(step);
  return flaw === undefined ? reader(step, names) : skipped(flaw);
}

function who(step: RecordedStep) {
  const [identity = '', domain = ''] = (actingUser(step) ?? '').split('@');
  const client = `client.${domain}`;
  const node = hostOf(step.env?.['CORE_PEER_ADDRESS'] ?? '');
  return { identity, client, node };
}

function definitionOf(step: RecordedStep): ChaincodeDefinition | string {
  const name = option(step, '--name', '-n');
  const version = option(step, '--version', '-v');
  const sequence = Number(option(step, '--sequence') ?? 0);
  if (name === undefined || version === undefined || sequence === 0) return 'options the tool itself asks for';
  if (option(step, '--collections-config') !== undefined) return 'collections (see privatedata)';
  const channelConfigPolicy = option(step, '--channel-config-policy');
  return {
    name,
    version,
    sequence,
    signaturePolicy: option(step, '--signature-policy') ?? null,
    ...(channelConfigPolicy !== undefined && { channelConfigPolicy }),
    initRequired: step.argv?.includes('--init-required') ?? false,
  };
}

/** `-c`: the function and its arguments; undefined when the tool or the contract would not take it from us. */
function callOf(step: RecordedStep): { readonly function: string; readonly args: readonly string[] } | undefined {
  try {
    const call: unknown = JSON.parse(option(step, '-c', '--ctor') ?? '');
    if (typeof call !== 'object' || call === null) return undefined;
    const { function: name, Args: args } = call as { readonly function?: unknown; readonly Args?: unknown };
    if (!Array.isArray(args) || !args.every((arg): arg is string => typeof arg === 'string')) return undefined;
    const [first, ...rest] = typeof name === 'string' ? [name, ...args] : args;
    return first === undefined ? undefined : { function: first, args: rest };
  } catch {
    return undefined;
  }
}

function transientOf(step: RecordedStep): Readonly<Record<string, string>> | undefined {
  try {
    const values = JSON.parse(option(step, '--transient') ?? '{}') as Readonly<Record<string, string>>;
    const isBase64 = Object.values(values).every((value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value));
    if (!isBase64) return undefined;
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
    );
  } catch {
    return undefined;
  }
}

function chaincodeCall(step: RecordedStep, isQuery: boolean): Told {
  const call = callOf(step);
  const transient = transientOf(step);
  const channel = option(step, '-C', '--channelID');
  const chaincode = option(step, '-n', '--name');
  if (!call || !transient || channel === undefined || chaincode === undefined)
    return skipped('options the tool itself asks for');
  const { identity, client, node } = who(step);
  const common = { client, identity, channel, chaincode, ...call, transient };
  const named = options(step, '--peerAddresses').map(hostOf);
  const argv = step.argv ?? [];
  if (isQuery)
    return named.length > 1 || (argv.includes('--hex') && argv.includes('--raw'))
      ? skipped('options the tool itself asks for')
      : told({ type: 'evaluateTransaction', ...common, peer: node });
  if (option(step, '-o') === undefined) return skipped('connections');
  const isInit = argv.includes('--isInit') || argv.includes('-I');
  const endorsers = named.length > 0 ? named : [node];
  const command: Command = { type: 'submitTransaction', ...common, endorsers, ...(isInit && { isInit }) };
  return told(command, argv.includes('--waitForEvent'));
}

function change(step: RecordedStep, names: Names): Told {
  const definition = definitionOf(step);
  const channel = option(step, '--channelID', '-C');
  if (typeof definition === 'string') return skipped(definition);
  if (channel === undefined || option(step, '-o') === undefined) return skipped('options the tool itself asks for');
  const { identity, client, node } = who(step);
  const named = options(step, '--peerAddresses').map(hostOf);
  const common = { client, identity, channel, definition, peers: named.length > 0 ? named : [node] };
  if (step.argv?.[3] === 'commit') return told({ type: 'commitChaincode', ...common });
  const recorded = option(step, '--package-id');
  const packageId = recorded === undefined ? {} : { packageId: names.packageId(recorded) };
  return told({ type: 'approveChaincode', label: null, ...common, ...packageId });
}

/** Of an answer: plain unless asked for otherwise. */
const form = (step: RecordedStep) => (option(step, '--output', '-O') === 'json' ? { json: true } : {});

function question(step: RecordedStep, type: 'queryApproved' | 'checkCommitReadiness' | 'queryCommitted'): Told {
  const channel = option(step, '--channelID', '-C');
  if (channel === undefined) return skipped('options the tool itself asks for');
  const name = option(step, '--name', '-n');
  const asked = { ...who(step), channel, ...form(step) };
  if (type === 'queryCommitted') return told({ type, ...asked, name: name ?? null });
  if (type === 'queryApproved')
    return told({ type, ...asked, name: name ?? '', sequence: Number(option(step, '--sequence') ?? 0) });
  const definition = definitionOf(step);
  const inspect = step.argv?.includes('--inspect') ?? false;
  if (typeof definition === 'string') return skipped(definition);
  return told({ type, ...asked, definition, ...(inspect && { inspect }) });
}

/** By the words after `peer`. */
const READERS: Readonly<Record<string, (step: RecordedStep, names: Names) => Told>> = {
  'channel join': (step) => {
    const { node, identity, client } = who(step);
    if (option(step, '-b') === undefined) return skipped('options the tool itself asks for');
    // Peers are told by an administrator of their own organisation.
    return node.endsWith(client.slice('client.'.length))
      ? told({ type: 'joinPeer', node, channel: CHANNEL, identity })
      : skipped('key material');
  },
  'channel list': (step) => told({ type: 'listChannels', ...who(step) }),
  'channel getinfo': (step) => told({ type: 'getChannelInfo', ...who(step), channel: option(step, '-c') ?? '' }),
  'lifecycle package': () => skipped('packaging (see chaincode)'),
  'lifecycle calculatepackageid': () => skipped('packaging (see chaincode)'),
  'lifecycle install': (step, names) =>
    told({ type: 'installChaincode', ...who(step), label: names.label(step.argv?.[4] ?? '') }),
  'lifecycle queryinstalled': (step) => told({ type: 'queryInstalled', ...who(step), ...form(step) }),
  'lifecycle getinstalledpackage': (step, names) =>
    told({ type: 'getInstalledPackage', ...who(step), packageId: names.packageId(option(step, '--package-id') ?? '') }),
  'lifecycle approveformyorg': change,
  'lifecycle commit': change,
  'lifecycle queryapproved': (step) => question(step, 'queryApproved'),
  'lifecycle checkcommitreadiness': (step) => question(step, 'checkCommitReadiness'),
  'lifecycle querycommitted': (step) => question(step, 'queryCommitted'),
  'chaincode invoke': (step) => chaincodeCall(step, false),
  'chaincode query': (step) => chaincodeCall(step, true),
};
