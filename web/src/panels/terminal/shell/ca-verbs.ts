/**
 * `fabric-ca-client`: acts as the identity whose folder is its home.
 *
 * @fabric cmd/fabric-ca-client (Fabric CA)
 */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { deadAddress } from './reach.ts';
import { type Desk, give, note, type Outcome, type Outcomes, unable, type Verb, wrong } from './verb.ts';
import { clientOf } from './whoever-acts.ts';
import { HOME } from './working-tree.ts';

const FILE = { takes: 'text', names: 'file' } as const;
const TEXT = { takes: 'text' } as const;
const IDLE = { takes: 'text', isIdle: true } as const;

const TO_CA: Flags = {
  url: { short: 'u', takes: 'text' },
  caname: TEXT,
  'tls.certfiles': FILE,
  home: { short: 'H', ...FILE },
  mspdir: { short: 'M', ...FILE },
  'csr.hosts': { takes: 'words', isIdle: true },
  'csr.cn': IDLE,
  'csr.names': IDLE,
  loglevel: IDLE,
  myhost: { short: 'm', ...IDLE },
};

interface Access {
  readonly client: NodeId;
  readonly ca: NodeId;
  /** The name of the folder that is the tool's home. */
  readonly identity: string;
}

/** `wallet/org1.example.com/User1` */
const WALLET = /(?:^|\/)wallet\/([^/]+)\/([^/]+)\/?$/;
const USUAL_URL = 'http://localhost:7054';

/** What stands in a URL: where to, and with which login. */
const URL_PARTS = /^(https?):\/\/(?:([^:@/]*)(?::([^@]*))?@)?([^/@]+)/;

const noTls = (why: string): Outcome => wrong(`[INFO] TLS Enabled\nError: Failed to get client TLS config: ${why}`);

/** The CA a line leads to, or what the tool says on the way; without `-u` the one the home was enrolled at. */
function caOf({ text }: Options, own: NodeId, desk: Desk): NodeId | Outcome {
  const cas = nodesOf(desk.topology).filter(({ role }) => role === 'ca');
  const url = text['url'];
  const [, scheme = 'https', , , address = ''] = URL_PARTS.exec(url ?? '') ?? [];
  const ca = url === undefined ? own : cas.find(({ id }) => desk.at.certificateAuthority(id).endpoint === address)?.id;
  if (url !== undefined && scheme === 'http') return unable('caTls');
  if (text['tls.certfiles'] === undefined) return noTls('No trusted root certificates for TLS were provided');
  const file = text['tls.certfiles'];
  if (desk.existing(desk.path(file)) === null)
    return noTls(`Failed to read '${file}': open ${file}: no such file or directory`);
  if (ca === undefined)
    return unable('noCaThere', { address, cause: `dial tcp${deadAddress(address, desk, false) ?? ''}` });
  const { name } = desk.at.certificateAuthority(ca);
  const asked = text['caname'];
  return asked === undefined || asked === name
    ? ca
    : wrong(`Error: Response from server: Error Code: 19 - CA '${asked}' does not exist`);
}

function withCa(options: Options, desk: Desk, then: (access: Access) => Outcomes): Outcomes {
  const home = options.text['home'] ?? desk.environment['FABRIC_CA_CLIENT_HOME'] ?? '';
  const [, domain = '', identity = ''] = WALLET.exec(desk.path(home)) ?? [];
  const org = desk.topology.peerOrgs.find((one) => one.domain === domain);
  const client = org === undefined ? null : clientOf(org.mspId, desk);
  if (org === undefined || client === null)
    return unable('caHome', { example: `wallet/${desk.topology.peerOrgs[0]?.domain ?? 'org1.example.com'}/admin` });
  const ca = caOf(options, `ca.${domain}`, desk);
  if (typeof ca !== 'string') return ca;
  return desk.at.role(ca) === 'ca' ? then({ client, ca, identity }) : unable('noCa', { org: org.name });
}

/** As who asks a CA about others: a registrar. */
const asRegistrar = (
  options: Options,
  desk: Desk,
  then: (of: Omit<Access, 'identity'> & { readonly registrar: string }) => Outcome,
): Outcomes => withCa(options, desk, ({ identity, ...access }) => then({ ...access, registrar: identity }));

function enroll(options: Options, desk: Desk): Outcomes {
  const { text, list } = options;
  const url = text['url'] ?? USUAL_URL;
  const [, scheme = '', id = '', secret = '', address = ''] = URL_PARTS.exec(url) ?? [];
  if (id === '')
    return wrong(
      `Error: The URL of the fabric CA server is missing the enrollment ID and secret; found '${url}' but expecting '${scheme}://<enrollmentID>:<secret>@${address}'`,
    );
  return withCa(options, desk, (access) =>
    give({
      type: 'enrollIdentity',
      ...access,
      id: decodeURIComponent(id),
      secret: decodeURIComponent(secret),
      profile: text['enrollment.profile'] ?? '',
      attributes: list['enrollment.attrs'] ?? [],
    }),
  );
}

function register(options: Options, desk: Desk): Outcomes {
  const { text, list } = options;
  return asRegistrar(options, desk, (access) =>
    give({
      type: 'registerIdentity',
      ...access,
      id: text['id.name'] ?? '',
      secret: text['id.secret'] ?? '',
      idType: text['id.type'] ?? '',
      affiliation: text['id.affiliation'] ?? '',
      maxEnrollments: Number(text['id.maxenrollments'] ?? 0),
      attributes: list['id.attrs'] ?? [],
    }),
  );
}

function revoke(options: Options, desk: Desk): Outcomes {
  const {
    'revoke.name': id = '',
    'revoke.serial': serial = '',
    'revoke.aki': aki = '',
    'revoke.reason': reason = '',
  } = options.text;
  if (id === '' && (serial === '' || aki === ''))
    return wrong(
      'Error: Invalid usage; either --revoke.name and/or both --revoke.serial and --revoke.aki are required',
    );
  return asRegistrar(options, desk, (access) => give({ type: 'revokeIdentity', ...access, id, serial, aki, reason }));
}

function addAffiliation(options: Options, desk: Desk): Outcomes {
  const [affiliation, another] = options.rest;
  if (affiliation === undefined) return wrong('Error: affiliation name is required');
  if (another !== undefined)
    return wrong(
      `Error: Unknown argument '${another}', only the identity name should be passed in as non-flag argument`,
    );
  return asRegistrar(options, desk, (access) => give({ type: 'addAffiliation', ...access, affiliation }));
}

/**
 * Read as it lies there; no request travels.
 * @fabric cmd/fabric-ca-client/command/getcainfo.go (Fabric CA)
 * @simplified Of Idemix the lab has no keys, so that none are stored.
 */
function getCaInfo(options: Options, desk: Desk): Outcomes {
  return withCa(options, desk, ({ ca }) => {
    const { text } = options;
    const { endpoint, certFile } = desk.at.certificateAuthority(ca);
    const caname = text['caname'];
    const url = `https://${endpoint}/cainfo`;
    if (!desk.sight.isUp(ca)) {
      const body = caname === undefined ? '{}' : `{"caname":"${caname}"}`;
      const cause = `dial tcp${deadAddress(endpoint, desk, false) ?? ''}`;
      return wrong(`[INFO] TLS Enabled\nError: POST failure of request: POST ${url}\n${body}: Post "${url}": ${cause}`);
    }
    const home = desk.path(text['home'] ?? desk.environment['FABRIC_CA_CLIENT_HOME'] ?? '');
    const name = [endpoint, ...(caname === undefined ? [] : [caname])].join('-').replaceAll(/[.:]/g, '-');
    const file = `${home}/${text['mspdir'] ?? 'msp'}/cacerts/${name}.pem`;
    const lines = ['[INFO] TLS Enabled', `[INFO] Stored root CA certificate at ${HOME}/${file}`];
    return [
      { type: 'said', text: lines.join('\n'), writes: { path: file, keptAs: certFile } },
      note('caInfoRead', { ca, file }),
    ];
  });
}

const CA = 'fabric-ca-client';

/** Words of an attribute list, and what it does with arguments it has no use for. */
const verb = (words: readonly string[], flags: Flags, run: Verb['run'], takesArguments = false): Verb => ({
  words: [CA, ...words],
  flags: { ...TO_CA, ...flags },
  run: (options, desk) =>
    takesArguments || options.rest.length === 0
      ? run(options, desk)
      : [
          wrong(`Error: Unrecognized arguments found: [${options.rest.join(' ')}]`),
          { type: 'usage', verbs: CA_VERBS.filter((one) => one.words.join(' ') === [CA, ...words].join(' ')) },
        ],
});

export const CA_VERBS: readonly Verb[] = [
  verb(['enroll'], { 'enrollment.profile': TEXT, 'enrollment.attrs': { takes: 'words' } }, enroll),
  verb(
    ['register'],
    {
      'id.name': TEXT,
      'id.secret': TEXT,
      'id.type': TEXT,
      'id.affiliation': TEXT,
      'id.maxenrollments': { takes: 'text', form: 'int' },
      'id.attrs': { takes: 'words' },
    },
    register,
  ),
  verb(['reenroll'], {}, (options, desk) =>
    withCa(options, desk, (access) => give({ type: 'reenrollIdentity', ...access })),
  ),
  verb(
    ['revoke'],
    {
      'revoke.name': { short: 'e', ...TEXT },
      'revoke.serial': { short: 's', ...TEXT },
      'revoke.aki': { short: 'a', ...TEXT },
      'revoke.reason': { short: 'r', ...TEXT },
      gencrl: { takes: 'switch', isIdle: true },
    },
    revoke,
  ),
  verb(
    ['gencrl'],
    { revokedafter: IDLE, revokedbefore: IDLE, expireafter: IDLE, expirebefore: IDLE },
    (options, desk) => asRegistrar(options, desk, (access) => give({ type: 'generateCrl', ...access })),
  ),
  verb(['getcainfo'], {}, getCaInfo),
  verb(['identity', 'list'], { id: IDLE }, (options, desk) =>
    asRegistrar(options, desk, (access) => give({ type: 'listIdentities', ...access })),
  ),
  verb(['affiliation', 'list'], { affiliation: IDLE }, (options, desk) =>
    asRegistrar(options, desk, (access) => give({ type: 'listAffiliations', ...access })),
  ),
  verb(['affiliation', 'add'], { force: { takes: 'switch', isIdle: true } }, addAffiliation, true),
];
