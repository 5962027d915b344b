/**
 * `peer lifecycle chaincode`.
 *
 * @fabric internal/peer/lifecycle/chaincode
 */
import type { ChaincodeDefinition, NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { jsonProblem } from './go-json.ts';
import { TO_ORDERER, withOrderer } from './orderer-options.ts';
import { type NamedPeers, namedPeers, TO_PEERS } from './peer-options.ts';
import { baseName, type Desk, give, type Outcome, type Outcomes, said, unable, type Verb, wrong } from './verb.ts';
import { substitutedPackage } from './shell-words.ts';
import { type Access, acting, asking, type Manner, signedBy } from './whoever-acts.ts';

const CHANNEL: Flags = { channelID: { short: 'C', takes: 'text', names: 'channel' } };
const NAME: Flags = { name: { short: 'n', takes: 'text', names: 'chaincode' } };
const SEQUENCE: Flags = { sequence: { takes: 'text', form: 'int' } };

const DEFINITION: Flags = {
  ...CHANNEL,
  ...NAME,
  ...SEQUENCE,
  version: { short: 'v', takes: 'text' },
  'signature-policy': { takes: 'text' },
  'channel-config-policy': { takes: 'text' },
  'init-required': { takes: 'switch' },
  'collections-config': { takes: 'text', names: 'file' },
  'endorsement-plugin': { short: 'E', takes: 'text', isIdle: true },
  'validation-plugin': { short: 'V', takes: 'text', isIdle: true },
  ...TO_ORDERER,
  ...TO_PEERS,
};
const WAITED: Flags = {
  waitForEvent: { takes: 'switch' },
  waitForEventTimeout: { takes: 'text', form: 'duration' },
};
const PRINTED: Flags = { output: { short: 'O', takes: 'text' }, ...TO_ORDERER, ...TO_PEERS };
const PACKAGE_ID: Flags = { 'package-id': { takes: 'text', names: 'package' } };
const TARGET: Flags = { targetPeer: { takes: 'text', isIdle: true } };

const empty = (name: string, flag: string): Outcome =>
  wrong(`Error: The required parameter '${name}' is empty. Rerun the command with ${flag} flag`);

const proposing = (refusal: string): string => `Error: failed to endorse proposal: ${refusal}`;

/** Those the options name, or the peer of the variables; most commands take one. */
function peersOf(command: string, options: Options, desk: Desk, several = false): NamedPeers {
  const named = options.list['peerAddresses'] ?? [];
  const validating = 'failed to validate peer connection parameters: ';
  if (!several && named.length > 1)
    return {
      ok: false,
      outcomes: [wrong(`Error: ${validating}'${command}' command supports one peer. ${named.length} peers provided`)],
    };
  const connecting = `failed to retrieve endorser client for ${command}: `;
  return namedPeers(options, desk, { logged: '', connecting, validating });
}

function askingOne(
  command: string,
  options: Options,
  desk: Desk,
  manner: Partial<Manner>,
  then: (access: Access) => Outcomes,
): Outcomes {
  const peers = peersOf(command, options, desk);
  if (!peers.ok) return peers.outcomes;
  const node = peers.nodes[0] ?? '';
  return asking(desk, { connecting: '', stranger: proposing, ...manner }, then, () => ({ ok: true, node }));
}

type Collections = NonNullable<ChaincodeDefinition['collections']>;

type ReadCollections =
  | { readonly ok: true; readonly value: Collections }
  | { readonly ok: false; readonly outcome: Outcome };

function collectionsOf(path: string, desk: Desk): ReadCollections {
  const failed = (why: string): ReadCollections => ({
    ok: false,
    outcome: wrong(`Error: invalid collection configuration in file ${path}: ${why}`),
  });
  const text = desk.file(desk.path(path));
  if (text === null) return failed(`could not read file '${path}': open ${path}: no such file or directory`);
  const problem = jsonProblem(text);
  if (problem !== null) return failed(`could not parse the collection configuration: ${problem}`);
  const read: unknown = JSON.parse(text);
  if (!Array.isArray(read)) return { ok: false, outcome: unable('collectionsNoList', { file: path }) };
  // As the tool fills in what is left out.
  const usual = {
    requiredPeerCount: 0,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
  };
  const value = read.map((one: Partial<Collections[number]>) => ({ ...usual, endorsementPolicy: null, ...one }));
  return { ok: true, value: value as Collections };
}

type Defined =
  | { readonly ok: true; readonly channel: string; readonly definition: ChaincodeDefinition }
  | { readonly ok: false; readonly outcomes: Outcomes };

/** Policies and collections are read first, what is required is looked for when the connections stand. */
function definitionOf({ text, on }: Options, desk: Desk): Defined {
  const { channelID: channel = '', name = '', version = '', sequence = '0' } = text;
  const failed = (outcomes: Outcomes): Defined => ({ ok: false, outcomes });
  const policy = text['channel-config-policy'];
  if (policy !== undefined && text['signature-policy'] !== undefined)
    return failed(wrong('Error: cannot specify both "--signature-policy" and "--channel-config-policy"'));
  const file = text['collections-config'];
  const collections = file === undefined ? undefined : collectionsOf(file, desk);
  if (collections?.ok === false) return failed(collections.outcome);
  return {
    ok: true,
    channel,
    definition: {
      name,
      version,
      sequence: Number(sequence),
      signaturePolicy: text['signature-policy'] ?? null,
      ...(policy !== undefined && { channelConfigPolicy: policy }),
      initRequired: on.has('init-required'),
      ...(collections !== undefined && { collections: collections.value }),
    },
  };
}

function missingIn(channel: string, { name, version, sequence }: ChaincodeDefinition): Outcome | null {
  if (channel === '') return empty('channelID', '-C');
  if (name === '') return empty('name', '-n');
  if (version === '') return empty('version', '-v');
  return sequence === 0 ? empty('sequence', '--sequence') : null;
}

interface Defining {
  readonly client: NodeId;
  readonly channel: string;
  readonly definition: ChaincodeDefinition;
  readonly identity?: string;
  readonly peers?: readonly NodeId[];
}

/** A definition with who signs it and who is asked. */
function defining(
  command: 'approveformyorg' | 'commit',
  options: Options,
  desk: Desk,
  then: (of: Defining) => Outcomes,
): Outcomes {
  const defined = definitionOf(options, desk);
  if (!defined.ok) return defined.outcomes;
  const { channel, definition } = defined;
  const peers = peersOf(command, options, desk, true);
  if (!peers.ok) return peers.outcomes;
  const otherwise = desk.at.endpoint(desk.at.orderer);
  const how = { connecting: 'failed to retrieve broadcast client: ', otherwise };
  return withOrderer(options, desk, how, () => {
    const missing = missingIn(channel, definition);
    if (missing !== null) return missing;
    return acting(desk, { connecting: '', stranger: proposing, channel }, ({ client, identity }) => {
      // Where nobody else is meant the command says nothing of the peer.
      const isUsual = command === 'approveformyorg' && !peers.areNamed && peers.nodes[0] === desk.at.firstPeer(client);
      return then({ client, channel, definition, ...signedBy(identity), ...(!isUsual && { peers: peers.nodes }) });
    });
  });
}

const json = ({ text }: Options): { readonly json?: true } =>
  (text['output'] ?? '').toLowerCase() === 'json' ? { json: true } : {};

/** The text the tool cannot read a package for; null: it is there, under the label. */
function packageAt(path: string, desk: Desk): { readonly label: string } | null {
  const file = desk.existing(desk.path(path));
  return file === null ? null : { label: baseName(file, '.tar.gz') };
}

const unread = (path: string): Outcome =>
  wrong(`Error: failed to read chaincode package at '${path}': open ${path}: no such file or directory`);
const noPackage = wrong('Error: chaincode install package must be provided');

const LANGUAGES = ['node', 'golang', 'java'];
const LABEL = /^[a-zA-Z0-9][\w.+-]*$/;

function packageChaincode({ text, rest }: Options, desk: Desk): Outcomes {
  const { path = '', label = '', lang = 'golang' } = text;
  const [file, more] = rest;
  if (file === undefined || more !== undefined)
    return wrong('Error: invalid number of args. expected only the output file');
  if (path === '') return wrong('Error: chaincode path must be specified');
  if (lang === '') return wrong('Error: chaincode language must be specified');
  if (label === '') return wrong('Error: package label must be specified');
  if (!LABEL.test(label))
    return wrong(
      `Error: invalid label '${label}'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics`,
    );
  if (!LANGUAGES.includes(lang.toLowerCase()))
    return wrong(`Error: failed to normalize chaincode path: unknown chaincodeType: ${lang.toUpperCase()}`);
  if (lang.toLowerCase() !== 'node') return unable('onlyNode', { lang });
  const source = desk.path(path).replace(/^chaincode\//, '');
  if (!desk.isFolder(desk.path(path))) return unable('noSource', { path });
  // Packaging needs nobody's key: it is done on the machine of whoever is meant to install it.
  return acting(desk, { connecting: '', stranger: null }, ({ client }) =>
    give({ type: 'packageChaincode', client, source, label }, { path: desk.path(file), keptAs: `${label}.tar.gz` }),
  );
}

function calculated(path: string, options: Options, desk: Desk): Outcomes {
  const found = packageAt(path, desk);
  if (found === null) return unread(path);
  const id = desk.sight.packageId(found.label);
  if (id === null) return unable('noPackageYet', { file: path });
  return said('json' in json(options) ? `{\n\t"package_id": "${id}"\n}` : id);
}

/** An id as it stands, or the package that a substitution asks for the id of; a text: the tool cannot read it. */
function packageOf(
  id: string | undefined,
  desk: Desk,
): { readonly label: string | null; readonly packageId?: string } | string {
  if (id === undefined || id === '') return { label: null };
  const file = substitutedPackage(id);
  return file === null ? { label: null, packageId: id } : (packageAt(file, desk) ?? file);
}

const APPROVE: Verb = {
  words: ['peer', 'lifecycle', 'chaincode', 'approveformyorg'],
  flags: { ...DEFINITION, ...WAITED, ...PACKAGE_ID },
  run: (options, desk) => {
    const named = packageOf(options.text['package-id'], desk);
    if (typeof named === 'string') return unread(named);
    return defining('approveformyorg', options, desk, (of) => give({ type: 'approveChaincode', ...of, ...named }));
  },
};

const COMMIT: Verb = {
  words: ['peer', 'lifecycle', 'chaincode', 'commit'],
  flags: { ...DEFINITION, ...WAITED },
  run: (options, desk) => defining('commit', options, desk, (of) => give({ type: 'commitChaincode', ...of })),
};

const READINESS: Verb = {
  words: ['peer', 'lifecycle', 'chaincode', 'checkcommitreadiness'],
  flags: { ...DEFINITION, ...PRINTED, inspect: { takes: 'switch' } },
  run: (options, desk) => {
    const defined = definitionOf(options, desk);
    if (!defined.ok) return defined.outcomes;
    const { channel, definition } = defined;
    const inspect = options.on.has('inspect');
    return askingOne('checkcommitreadiness', options, desk, { channel }, (access) => {
      const missing = missingIn(channel, definition);
      const asked = { type: 'checkCommitReadiness', ...access, channel, definition, ...json(options) } as const;
      return missing ?? give({ ...asked, ...(inspect && { inspect }) });
    });
  },
};

const QUESTIONS: readonly Verb[] = [
  {
    words: ['peer', 'lifecycle', 'chaincode', 'querycommitted'],
    flags: { ...CHANNEL, ...NAME, ...PRINTED },
    run: (options, desk) => {
      const { channelID: channel = '', name } = options.text;
      return askingOne('querycommitted', options, desk, { channel }, (access) =>
        channel === ''
          ? wrong('Error: channel name must be specified')
          : give({ type: 'queryCommitted', ...access, channel, name: name || null, ...json(options) }),
      );
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'queryapproved'],
    flags: { ...CHANNEL, ...NAME, ...SEQUENCE, ...PRINTED },
    run: (options, desk) => {
      const { channelID: channel = '', name = '', sequence: typed = '0' } = options.text;
      const sequence = Number(typed);
      return askingOne('queryapproved', options, desk, { channel }, (access) => {
        if (channel === '') return empty('channelID', '-C');
        if (name === '') return unable('queryApprovedAll');
        return give({ type: 'queryApproved', ...access, channel, name, sequence, ...json(options) });
      });
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'queryinstalled'],
    flags: { ...PRINTED, ...TARGET },
    run: (options, desk) =>
      askingOne('queryinstalled', options, desk, {}, (access) =>
        give({ type: 'queryInstalled', ...access, ...json(options) }),
      ),
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'getinstalledpackage'],
    flags: {
      ...PACKAGE_ID,
      'output-directory': { takes: 'text', names: 'file' },
      ...TO_ORDERER,
      ...TO_PEERS,
      ...TARGET,
    },
    run: (options, desk) => {
      const packageId = options.text['package-id'] ?? '';
      return askingOne('getinstalledpackage', options, desk, {}, (access) =>
        packageId === ''
          ? empty('package-id', '--package-id')
          : give({ type: 'getInstalledPackage', ...access, packageId }),
      );
    },
  },
];

export const LIFECYCLE_VERBS: readonly Verb[] = [
  {
    words: ['peer', 'lifecycle', 'chaincode', 'package'],
    flags: {
      path: { short: 'p', takes: 'text', names: 'file' },
      lang: { short: 'l', takes: 'text' },
      label: { takes: 'text' },
      ...TO_ORDERER,
      ...TO_PEERS,
    },
    takes: 'package',
    arguments: '[outputfile]',
    needsNoIdentity: true,
    run: packageChaincode,
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'calculatepackageid'],
    flags: { output: { short: 'O', takes: 'text' }, ...TO_ORDERER, ...TO_PEERS },
    takes: 'package',
    arguments: 'packageFile',
    needsNoIdentity: true,
    run: (options, desk) => {
      const [file] = options.rest;
      return file === undefined ? noPackage : calculated(file, options, desk);
    },
  },
  {
    words: ['peer', 'lifecycle', 'chaincode', 'install'],
    flags: { ...TO_ORDERER, ...TO_PEERS, ...TARGET },
    takes: 'package',
    run: (options, desk) => {
      const stranger = (refusal: string): string => `Error: failed to endorse chaincode install: ${refusal}`;
      const [file] = options.rest;
      return askingOne('install', options, desk, { stranger }, (access) => {
        if (file === undefined) return noPackage;
        const found = packageAt(file, desk);
        return found === null ? unread(file) : give({ type: 'installChaincode', ...access, label: found.label });
      });
    },
  },
  APPROVE,
  COMMIT,
  READINESS,
  ...QUESTIONS,
];
