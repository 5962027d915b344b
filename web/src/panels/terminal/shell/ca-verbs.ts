/** `fabric-ca-client` and `discover`: tools that act as an identity whose folder they are given. */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { type Desk, give, type Outcome, type Verb, wrong } from './verb.ts';
import { clientOf, nodeAt, signedBy, userOf } from './whoever-acts.ts';

const TO_CA: Flags = {
  url: { short: 'u', takes: 'text' },
  caname: { takes: 'text' },
  'tls.certfiles': { takes: 'text', names: 'file' },
  home: { short: 'H', takes: 'text', names: 'file' },
  mspdir: { short: 'M', takes: 'text', names: 'file' },
};

interface Access {
  readonly client: NodeId;
  readonly ca: NodeId;
  /** The name of the folder that is the tool's home. */
  readonly identity: string;
}

/** `wallet/org1.example.com/User1` */
const WALLET = /(?:^|\/)wallet\/([^/]+)\/([^/]+)\/?$/;

/** The CA that is meant: by `--caname`, by the address it is reached at, or the organisation's own. */
function caOf({ text }: Options, domain: string, desk: Desk): NodeId | null {
  const cas = nodesOf(desk.topology).filter(({ role }) => role === 'ca');
  const named = cas.find(({ id }) => desk.at.certificateAuthority(id).name === text['caname']);
  const host = /^https?:\/\/(?:[^@]*@)?([^:/]+)/.exec(text['url'] ?? '')?.[1];
  return (named ?? cas.find(({ id }) => id === host) ?? cas.find(({ id }) => id === `ca.${domain}`))?.id ?? null;
}

function withCa(options: Options, desk: Desk, then: (access: Access) => Outcome): Outcome {
  const home = options.text['home'] ?? desk.environment['FABRIC_CA_CLIENT_HOME'] ?? '';
  const [, domain = '', identity = ''] = WALLET.exec(desk.path(home)) ?? [];
  const org = desk.topology.peerOrgs.find((one) => one.domain === domain);
  const client = org === undefined ? null : clientOf(org.mspId, desk);
  if (client === null)
    return wrong(
      'Error: FABRIC_CA_CLIENT_HOME must name a folder of the wallet, e.g. export FABRIC_CA_CLIENT_HOME=wallet/org1.example.com/admin',
    );
  const ca = caOf(options, domain, desk);
  if (ca === null) return wrong(`Error: dial tcp: lookup ${options.text['caname'] ?? `ca.${domain}`}: no such host`);
  return then({ client, ca, identity });
}

/** As who asks a CA about others: a registrar. */
const asRegistrar = (
  options: Options,
  desk: Desk,
  then: (of: Omit<Access, 'identity'> & { readonly registrar: string }) => Outcome,
): Outcome => withCa(options, desk, ({ identity, ...access }) => then({ ...access, registrar: identity }));

const words = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : value.split(',');

function enroll(options: Options, desk: Desk): Outcome {
  const { text } = options;
  const [, id = '', secret = ''] = /^https?:\/\/([^:@/]+):([^@]+)@/.exec(text['url'] ?? '') ?? [];
  if (id === '')
    return wrong(
      "Error: The URL of the fabric CA server is missing the enrollment ID and secret; found '' but expecting 'http://<enrollmentID>:<enrollmentSecret>@<host>:<port>'",
    );
  return withCa(options, desk, (access) =>
    give({
      type: 'enrollIdentity',
      ...access,
      id: decodeURIComponent(id),
      secret: decodeURIComponent(secret),
      profile: text['enrollment.profile'] ?? '',
      attributes: words(text['enrollment.attrs']),
    }),
  );
}

function register(options: Options, desk: Desk): Outcome {
  const { text } = options;
  const maxEnrollments = Number(text['id.maxenrollments'] ?? 0);
  if (!Number.isInteger(maxEnrollments))
    return wrong(`Error: invalid argument "${text['id.maxenrollments'] ?? ''}" for "--id.maxenrollments" flag`);
  return asRegistrar(options, desk, (access) =>
    give({
      type: 'registerIdentity',
      ...access,
      id: text['id.name'] ?? '',
      secret: text['id.secret'] ?? '',
      idType: text['id.type'] ?? '',
      affiliation: text['id.affiliation'] ?? '',
      maxEnrollments,
      attributes: words(text['id.attrs']),
    }),
  );
}

function revoke(options: Options, desk: Desk): Outcome {
  const { text } = options;
  return asRegistrar(options, desk, (access) =>
    give({
      type: 'revokeIdentity',
      ...access,
      id: text['revoke.name'] ?? '',
      serial: text['revoke.serial'] ?? '',
      aki: text['revoke.aki'] ?? '',
      reason: text['revoke.reason'] ?? '',
    }),
  );
}

const texts = (...names: readonly string[]): Flags =>
  Object.fromEntries(names.map((name) => [name, { takes: 'text' } as const]));

const CA = 'fabric-ca-client';

const CA_VERBS: readonly Verb[] = [
  { words: [CA, 'enroll'], flags: { ...TO_CA, ...texts('enrollment.profile', 'enrollment.attrs') }, run: enroll },
  {
    words: [CA, 'register'],
    flags: {
      ...TO_CA,
      ...texts('id.name', 'id.secret', 'id.type', 'id.affiliation', 'id.maxenrollments', 'id.attrs'),
    },
    run: register,
  },
  {
    words: [CA, 'reenroll'],
    flags: TO_CA,
    run: (options, desk) => withCa(options, desk, (access) => give({ type: 'reenrollIdentity', ...access })),
  },
  {
    words: [CA, 'revoke'],
    flags: { ...TO_CA, ...texts('revoke.name', 'revoke.serial', 'revoke.aki', 'revoke.reason') },
    run: revoke,
  },
  {
    words: [CA, 'gencrl'],
    flags: TO_CA,
    run: (options, desk) => asRegistrar(options, desk, (access) => give({ type: 'generateCrl', ...access })),
  },
  {
    words: [CA, 'identity', 'list'],
    flags: TO_CA,
    run: (options, desk) => asRegistrar(options, desk, (access) => give({ type: 'listIdentities', ...access })),
  },
  {
    words: [CA, 'affiliation', 'list'],
    flags: TO_CA,
    run: (options, desk) => asRegistrar(options, desk, (access) => give({ type: 'listAffiliations', ...access })),
  },
  {
    words: [CA, 'affiliation', 'add'],
    flags: TO_CA,
    run: (options, desk) => {
      const [affiliation] = options.rest;
      if (affiliation === undefined) return wrong('Error: Affiliation name is required');
      return asRegistrar(options, desk, (access) => give({ type: 'addAffiliation', ...access, affiliation }));
    },
  },
];

const DISCOVER: Flags = {
  peerTLSCA: { takes: 'text', names: 'file' },
  userKey: { takes: 'text', names: 'file' },
  userCert: { takes: 'text', names: 'file' },
  MSP: { takes: 'text', names: 'mspId' },
  server: { takes: 'text', names: 'peerAddress' },
  channel: { takes: 'text', names: 'channel' },
};

function discovering(
  { text }: Options,
  desk: Desk,
  then: (access: { readonly client: NodeId; readonly node: NodeId; readonly identity?: string }) => Outcome,
): Outcome {
  const server = text['server'] ?? '';
  const node = nodeAt(server, desk);
  if (node === null) return wrong(`failed connecting to ${server}: context deadline exceeded`);
  const client = clientOf(text['MSP'] ?? '', desk);
  if (client === null) return wrong(`discover: error: --MSP "${text['MSP'] ?? ''}" is unknown`);
  const folder = (text['userCert'] ?? '').replace(/\/(?:msp\/)?signcerts\/.*$/, '');
  return then({ client, node, ...signedBy(userOf(folder) ?? 'Admin') });
}

const DISCOVER_VERBS: readonly Verb[] = [
  {
    words: ['discover', 'peers'],
    flags: DISCOVER,
    run: (options, desk) =>
      discovering(options, desk, (access) =>
        give({ type: 'discoverPeers', ...access, channel: options.text['channel'] ?? null }),
      ),
  },
  {
    words: ['discover', 'config'],
    flags: DISCOVER,
    run: (options, desk) =>
      discovering(options, desk, (access) =>
        give({ type: 'discoverConfig', ...access, channel: options.text['channel'] ?? '' }),
      ),
  },
  {
    words: ['discover', 'endorsers'],
    flags: {
      ...DISCOVER,
      chaincode: { takes: 'text', names: 'chaincode' },
      collection: { takes: 'text' },
      noPrivateReads: { takes: 'text', names: 'chaincode' },
    },
    run: (options, desk) => {
      const { channel = '', chaincode = '', collection, noPrivateReads } = options.text;
      if (chaincode === '') return wrong('discover: error: required flag --chaincode not provided, try --help');
      return discovering(options, desk, (access) =>
        give({
          type: 'discoverEndorsers',
          ...access,
          channel,
          chaincode,
          collections: words(collection?.slice(collection.indexOf(':') + 1)),
          ...(noPrivateReads !== undefined && { noPrivateReads: true }),
        }),
      );
    },
  },
];

export const IDENTITY_VERBS: readonly Verb[] = [...CA_VERBS, ...DISCOVER_VERBS];
