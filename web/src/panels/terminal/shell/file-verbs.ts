/**
 * Tools that make files: `cryptogen`, `configtxgen`.
 *
 * @fabric cmd/cryptogen, cmd/configtxgen
 */
import { consensusProfileOf, profilesOf } from '../profiles.ts';
import { LOADING } from '../success-lines.ts';
import { refusedBy } from './tools.ts';
import { give, isMissing, note, notOpened, type Outcome, said, type Verb, wrong } from './verb.ts';

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

export const FILE_VERBS: readonly Verb[] = [cryptogen, configtxgen];
