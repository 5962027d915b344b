/**
 * Tools that make files, and the orderers' administration: `cryptogen`, `configtxgen`, `osnadmin`.
 *
 * @fabric cmd/cryptogen, cmd/configtxgen, cmd/osnadmin
 */
import { nodesOf } from '../../../view/network.ts';
import { consensusProfileOf, profilesOf } from '../profiles.ts';
import { LOADING } from '../success-lines.ts';
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { deadAddress } from './reach.ts';
import { refusedBy } from './tools.ts';
import {
  baseName,
  type Desk,
  give,
  note,
  type Outcome,
  type Outcomes,
  said,
  unable,
  type Verb,
  wrong,
} from './verb.ts';

/** What configtxgen says of a profile its file does not have. */
const noProfile = (profile: string): Outcome =>
  wrong(
    [
      LOADING,
      `PANI [common.tools.configtxgen.localconfig] Load -> Could not find profile: ${profile}`,
      `ERRO [common.tools.configtxgen] func1 -> Could not find profile: ${profile}. Please make sure that FABRIC_CFG_PATH or -configPath is set to a path which contains configtx.yaml with the specified profile`,
    ].join('\n'),
  );

const FILE = { takes: 'text', names: 'file' } as const;
const IDLE = { takes: 'text', isIdle: true } as const;

const configtxgen: Verb = {
  words: ['configtxgen'],
  flags: {
    profile: { takes: 'text' },
    channelID: { takes: 'text', names: 'channel' },
    outputBlock: FILE,
    outputCreateChannelTx: FILE,
    configPath: IDLE,
    channelCreateTxBaseProfile: IDLE,
    inspectBlock: IDLE,
    inspectChannelCreateTx: IDLE,
    asOrg: IDLE,
    printOrg: IDLE,
    version: { takes: 'switch', isIdle: true },
  },
  run: ({ text }, { topology, path }) => {
    const { channelID: channel = '', outputBlock = '', outputCreateChannelTx = '', profile = '' } = text;
    const isOutput = outputBlock !== '' || outputCreateChannelTx !== '';
    const fatal = (why: string): string => `FATA [common.tools.configtxgen] main -> ${why}`;
    if (channel === '' && isOutput) return wrong(fatal("Missing channelID, please specify it with '-channelID'"));
    if (!isOutput) return said(LOADING);
    if (profile === '')
      return wrong(
        `${LOADING}\n${fatal("The '-profile' is required when '-outputBlock', '-outputChannelCreateTx' is specified")}`,
      );
    if (!profilesOf(topology).includes(profile)) return noProfile(profile);
    if (outputCreateChannelTx !== '')
      return give(
        { type: 'createChannelTransaction', channel },
        { path: path(outputCreateChannelTx), keptAs: `channel-artifacts/${channel}.tx` },
      );
    const own = consensusProfileOf(channel, topology);
    const command = give(
      { type: 'createGenesisBlock', channel },
      { path: path(outputBlock), keptAs: `channel-artifacts/${channel}.block` },
    );
    return own === profile ? command : [command, note('profileOfNetwork', { profile: own, channel })];
  },
};

const isMissing = (path: string, desk: Desk): boolean => desk.existing(desk.path(path)) === null;

const notOpened = (path: string): string => `open ${path}: no such file or directory`;

const cryptogen: Verb = {
  words: ['cryptogen', 'generate'],
  flags: { config: FILE, output: FILE },
  run: ({ text, rest }, desk) => {
    if (rest[0] !== undefined) return wrong(refusedBy('cryptogen', `unexpected ${rest[0]}`));
    const { config, output = 'crypto-config' } = text;
    if (config !== undefined && isMissing(config, desk)) return wrong(refusedBy('cryptogen', notOpened(config)));
    return [
      give({ type: 'generateCrypto' }),
      ...(config === undefined ? [note('cryptoOfNetwork')] : []),
      ...(desk.path(output) === 'crypto-config' ? [] : [note('cryptoFolder')]),
    ];
  },
};

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

/** The orderer whose administration listens at the address; what osnadmin prints where it does not get there. */
function adminAt(
  options: Options,
  desk: Desk,
  request: (base: string) => string,
  then: (node: NodeId) => Outcomes,
): Outcomes {
  const address = options.text['orderer-address'] ?? '';
  const orderers = nodesOf(desk.topology).filter(({ role }) => role === 'orderer');
  const node = orderers.find(({ id }) => desk.at.admin(id) === address)?.id;
  const dead = deadAddress(address, desk, node !== undefined && desk.sight.isUp(node));
  const failed = (why: string): Outcome => wrong(`Error: ${request(`https://${address}`)}: ${why}`);
  if (dead !== null || node === undefined) return failed(`dial tcp${dead ?? ''}`);
  const ca = desk.existing(desk.path(options.text['ca-file'] ?? '')) ?? '';
  return ca.includes(`/${desk.topology.ordererOrg.domain}/`)
    ? then(node)
    : failed('tls: failed to verify certificate: x509: certificate signed by unknown authority');
}

/** The channel participation API stands on the path below; kingpin wants its required options first. */
const CHANNELS = '/participation/v1/channels';

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

export const FILE_VERBS: readonly Verb[] = [cryptogen, configtxgen, join];
