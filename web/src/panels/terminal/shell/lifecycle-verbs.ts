/** `peer lifecycle chaincode`. */
import type { ChaincodeDefinition, NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { asking, acting, namedPeers, TO_ORDERER, TO_PEERS } from './peer-verbs.ts';
import { baseName, type Desk, give, type Outcome, type Verb, wrong } from './verb.ts';
import { actingAs, signedBy } from './whoever-acts.ts';

const DEFINITION: Flags = {
  channelID: { short: 'C', takes: 'text', names: 'channel' },
  name: { short: 'n', takes: 'text', names: 'chaincode' },
  version: { short: 'v', takes: 'text' },
  sequence: { takes: 'text' },
  'signature-policy': { takes: 'text' },
  'channel-config-policy': { takes: 'text' },
  'init-required': { takes: 'switch' },
  'collections-config': { takes: 'text', names: 'file' },
  ...TO_ORDERER,
  ...TO_PEERS,
};

const PRINTED: Flags = { output: { short: 'O', takes: 'text' }, ...TO_PEERS };

const empty = (name: string, flag: string): string =>
  `Error: The required parameter '${name}' is empty. Rerun the command with ${flag} flag`;

type Collections = NonNullable<ChaincodeDefinition['collections']>;

function collectionsOf(file: string, desk: Desk): Collections | string {
  const text = desk.file(file);
  if (text === null)
    return `Error: invalid collection configuration in file ${file}: could not read file '${file}': open ${file}: no such file or directory`;
  try {
    const read = JSON.parse(text) as readonly Partial<Collections[number]>[];
    return read.map((collection) => ({ endorsementPolicy: null, ...collection })) as Collections;
  } catch {
    return `Error: invalid collection configuration in file ${file}: could not parse the collection configuration`;
  }
}

function definitionOf(
  { text, on }: Options,
  desk: Desk,
): { channel: string; definition: ChaincodeDefinition } | string {
  const { channelID: channel = '', name = '', version = '', sequence = '' } = text;
  if (channel === '') return empty('channelID', '-C');
  if (name === '') return empty('name', '-n');
  if (version === '') return empty('version', '-v');
  if (sequence === '') return empty('sequence', '--sequence');
  if (!/^\d+$/.test(sequence))
    return `Error: invalid argument "${sequence}" for "--sequence" flag: strconv.ParseInt: parsing "${sequence}": invalid syntax`;
  const policy = text['channel-config-policy'];
  const file = text['collections-config'];
  const collections = file === undefined ? undefined : collectionsOf(desk.path(file), desk);
  if (typeof collections === 'string') return collections;
  return {
    channel,
    definition: {
      name,
      version,
      sequence: Number(sequence),
      signaturePolicy: text['signature-policy'] ?? null,
      ...(policy !== undefined && { channelConfigPolicy: policy }),
      initRequired: on.has('init-required'),
      ...(collections !== undefined && { collections }),
    },
  };
}

const CALCULATED = /^\$\(\s*peer lifecycle chaincode calculatepackageid\s+(\S+)\s*\)$/;

function packageOf(id: string | undefined): { readonly label: string | null; readonly packageId?: string } {
  if (id === undefined) return { label: null };
  const file = CALCULATED.exec(id)?.[1];
  return file === undefined ? { label: null, packageId: id } : { label: baseName(file, '.tar.gz') };
}

/** A definition with who signs it and who is asked. */
function defining(
  options: Options,
  desk: Desk,
  then: (of: {
    readonly client: NodeId;
    readonly channel: string;
    readonly definition: ChaincodeDefinition;
    readonly identity?: string;
    readonly peers?: readonly NodeId[];
  }) => Outcome,
): Outcome {
  const defined = definitionOf(options, desk);
  if (typeof defined === 'string') return wrong(defined);
  const who = actingAs(desk);
  if (typeof who === 'string') return wrong(who);
  const peers = namedPeers(options, desk);
  if (typeof peers === 'string') return wrong(peers);
  return then({
    client: who.client,
    ...defined,
    ...signedBy(who.identity),
    ...(peers.length > 0 && { peers }),
  });
}

const json = ({ text }: Options): { readonly json?: true } => (text['output'] === 'json' ? { json: true } : {});

export const LIFECYCLE_VERBS: readonly Verb[] = [
  {
    words: ['peer', 'lifecycle', 'chaincode', 'package'],
    flags: {
      path: { short: 'p', takes: 'text', names: 'file' },
      lang: { short: 'l', takes: 'text' },
      label: { takes: 'text' },
    },
    takes: 'package',
    run: ({ text, rest }, desk) => {
      const { path = '', label = '' } = text;
      if (rest[0] === undefined) return wrong('Error: invalid number of args. expected only the output file');
      if (path === '') return wrong('Error: chaincode path must be specified');
      if (label === '') return wrong('Error: package label must be specified');
      const source = desk.path(path).replace(/^chaincode\//, '');
      return acting(desk, (client) => give({ type: 'packageChaincode', client, source, label }));
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'install'],
    flags: TO_PEERS,
    takes: 'package',
    run: ({ rest }, desk) => {
      const [file] = rest;
      if (file === undefined) return wrong('Error: chaincode install package must be provided');
      return asking(desk, (access) => give({ type: 'installChaincode', ...access, label: baseName(file, '.tar.gz') }));
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'approveformyorg'],
    flags: { ...DEFINITION, 'package-id': { takes: 'text', names: 'package' } },
    run: (options, desk) =>
      defining(options, desk, (of) =>
        give({ type: 'approveChaincode', ...of, ...packageOf(options.text['package-id']) }),
      ),
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'commit'],
    flags: DEFINITION,
    run: (options, desk) => defining(options, desk, (of) => give({ type: 'commitChaincode', ...of })),
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'checkcommitreadiness'],
    flags: { ...DEFINITION, ...PRINTED, inspect: { takes: 'switch' } },
    run: (options, desk) => {
      const defined = definitionOf(options, desk);
      if (typeof defined === 'string') return wrong(defined);
      const inspect = options.on.has('inspect');
      return asking(desk, (access) =>
        give({ type: 'checkCommitReadiness', ...access, ...defined, ...(inspect && { inspect }), ...json(options) }),
      );
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'querycommitted'],
    flags: {
      channelID: { short: 'C', takes: 'text', names: 'channel' },
      name: { short: 'n', takes: 'text', names: 'chaincode' },
      ...PRINTED,
    },
    run: (options, desk) => {
      const { channelID: channel = '', name = null } = options.text;
      if (channel === '') return wrong('Error: channelID must be specified');
      return asking(desk, (access) => give({ type: 'queryCommitted', ...access, channel, name, ...json(options) }));
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'queryapproved'],
    flags: {
      channelID: { short: 'C', takes: 'text', names: 'channel' },
      name: { short: 'n', takes: 'text', names: 'chaincode' },
      sequence: { takes: 'text' },
      ...PRINTED,
    },
    run: (options, desk) => {
      const { channelID: channel = '', name = '', sequence = '0' } = options.text;
      if (channel === '') return wrong(empty('channelID', '-C'));
      if (name === '') return wrong(empty('name', '-n'));
      return asking(desk, (access) =>
        give({ type: 'queryApproved', ...access, channel, name, sequence: Number(sequence), ...json(options) }),
      );
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'queryinstalled'],
    flags: PRINTED,
    run: (options, desk) => asking(desk, (access) => give({ type: 'queryInstalled', ...access, ...json(options) })),
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'getinstalledpackage'],
    flags: {
      'package-id': { takes: 'text', names: 'package' },
      'output-directory': { takes: 'text', names: 'file' },
      ...TO_PEERS,
    },
    run: ({ text }, desk) => {
      const packageId = text['package-id'] ?? '';
      if (packageId === '')
        return wrong("Error: The required parameter 'package-id' is empty. Rerun the command with --package-id flag");
      return asking(desk, (access) => give({ type: 'getInstalledPackage', ...access, packageId }));
    },
  },
];
