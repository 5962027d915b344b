/** The form of every command: its fields, what they may be filled with, and the command they make. */
import type { CommandType } from '../../sim/protocol/commands.ts';
import type { Command } from '../../sim/protocol/commands.ts';
import type { WorldView } from '../../view/world-model.ts';

export type FieldKind =
  | 'node'
  | 'orderer'
  | 'peer'
  | 'client'
  | 'ca'
  | 'channel'
  | 'text'
  | 'number'
  | 'boolean'
  /** One value a line. */
  | 'lines'
  /** `name=value`, one a line. */
  | 'pairs'
  /** May be left empty, which is a value of its own. */
  | 'blankText'
  /** Empty means null. */
  | 'optionalText'
  | 'optionalPeer'
  | 'optionalPeers';

export interface Field {
  /** Path inside the command: `definition.name`. Its label is `commands.param.<path>`. */
  readonly path: string;
  readonly kind: FieldKind;
}

const field = (path: string, kind: FieldKind): Field => ({ path, kind });

const DEFINITION: readonly Field[] = [
  field('definition.name', 'text'),
  field('definition.version', 'text'),
  field('definition.sequence', 'number'),
  field('definition.signaturePolicy', 'optionalText'),
  field('definition.initRequired', 'boolean'),
];

const CALL: readonly Field[] = [
  field('client', 'client'),
  field('identity', 'text'),
  field('channel', 'channel'),
  field('chaincode', 'text'),
  field('function', 'text'),
  field('args', 'lines'),
  field('transient', 'pairs'),
];

const CA_ACCESS: readonly Field[] = [field('client', 'client'), field('ca', 'ca')];
const AS_REGISTRAR: readonly Field[] = [...CA_ACCESS, field('registrar', 'text')];

export const FIELDS: Readonly<Record<CommandType, readonly Field[]>> = {
  submitTransaction: [...CALL, field('endorsers', 'optionalPeers')],
  evaluateTransaction: [...CALL, field('peer', 'optionalPeer')],
  crashNode: [field('node', 'node')],
  restartNode: [field('node', 'node')],
  isolateNode: [field('node', 'node'), field('isolated', 'boolean')],
  setLink: [
    field('from', 'node'),
    field('to', 'node'),
    field('up', 'boolean'),
    field('loss', 'number'),
    field('latencyFactor', 'number'),
  ],
  startNode: [field('node', 'node')],
  enrollIdentity: [
    ...CA_ACCESS,
    field('id', 'text'),
    field('secret', 'text'),
    field('identity', 'text'),
    field('profile', 'blankText'),
    field('attributes', 'lines'),
  ],
  registerIdentity: [
    ...AS_REGISTRAR,
    field('id', 'text'),
    field('secret', 'blankText'),
    field('idType', 'blankText'),
    field('affiliation', 'blankText'),
    field('maxEnrollments', 'number'),
    field('attributes', 'lines'),
  ],
  reenrollIdentity: [...CA_ACCESS, field('identity', 'text')],
  revokeIdentity: [
    ...AS_REGISTRAR,
    field('id', 'blankText'),
    field('serial', 'blankText'),
    field('aki', 'blankText'),
    field('reason', 'blankText'),
  ],
  generateCrl: AS_REGISTRAR,
  listIdentities: AS_REGISTRAR,
  listAffiliations: AS_REGISTRAR,
  addAffiliation: [...AS_REGISTRAR, field('affiliation', 'text')],
  generateCrypto: [],
  createGenesisBlock: [field('channel', 'channel')],
  joinOrderer: [field('node', 'orderer'), field('channel', 'channel')],
  joinPeer: [field('node', 'peer'), field('channel', 'channel')],
  setAnchorPeer: [field('client', 'client'), field('channel', 'channel'), field('peer', 'peer')],
  packageChaincode: [field('client', 'client'), field('source', 'text'), field('label', 'text')],
  installChaincode: [field('client', 'client'), field('node', 'peer'), field('label', 'text')],
  approveChaincode: [
    field('client', 'client'),
    field('channel', 'channel'),
    ...DEFINITION,
    field('label', 'optionalText'),
  ],
  commitChaincode: [field('client', 'client'), field('channel', 'channel'), ...DEFINITION],
};

export const COMMAND_TYPES = Object.keys(FIELDS) as CommandType[];

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a field that is chosen, not typed, may be; null for one that is typed. */
export function choicesOf(kind: FieldKind, world: WorldView, channels: readonly string[]): readonly Choice[] | null {
  const nodes = Object.values(world.nodes).map(({ info }) => info);
  const named = (wanted: typeof nodes): readonly Choice[] =>
    wanted.map(({ id, shortName }) => ({ value: id, label: shortName }));
  switch (kind) {
    case 'node':
      return named(nodes);
    case 'orderer':
    case 'client':
    case 'ca':
      return named(nodes.filter(({ role }) => role === kind));
    case 'peer':
    case 'optionalPeer':
    case 'optionalPeers':
      return named(nodes.filter(({ role }) => role === 'peer'));
    case 'channel':
      return channels.map((channel) => ({ value: channel, label: channel }));
    default:
      return null;
  }
}

/** Text of each field, by path. */
export type FormValues = Readonly<Record<string, string>>;

const STARTS: Readonly<Record<string, string>> = {
  identity: 'User1',
  registrar: 'caadmin',
  'enrollIdentity.id': 'admin',
  'enrollIdentity.secret': 'adminpw',
  'enrollIdentity.identity': 'caadmin',
  'registerIdentity.id': 'user2',
  'registerIdentity.secret': 'user2pw',
  'registerIdentity.idType': 'client',
  'registerIdentity.maxEnrollments': '-1',
  'revokeIdentity.id': 'user2',
  'addAffiliation.affiliation': 'org1.department3',
  isolated: 'true',
  up: 'false',
  loss: '0',
  latencyFactor: '1',
  source: 'asset',
  label: 'basic_1.0',
  chaincode: 'basic',
  'definition.name': 'basic',
  'definition.version': '1.0',
  'definition.sequence': '1',
  'definition.initRequired': 'false',
};

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, text]) => `${name}=${String(text)}`)
      .join('\n');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const valueAt = (source: object, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | null)?.[name], source);

/** Clients ask the CA of their own organisation. */
function partnerOf(kind: FieldKind, world: WorldView, actor: string | null): string | undefined {
  const own = actor === null ? undefined : world.nodes[actor]?.info;
  const asks = kind === 'ca' || (kind === 'client' && own?.role === 'ca');
  if (own === undefined || !asks) return undefined;
  return Object.values(world.nodes).find(({ info }) => info.role === kind && info.org === own.org)?.info.id;
}

/**
 * What the form begins with: the last command of this type if there was one, else the usual; `actor` (the node the
 * menu was opened from) where it fits.
 */
export function startValues(
  type: CommandType,
  world: WorldView,
  channels: readonly string[],
  last: Command | null,
  actor: string | null,
): FormValues {
  const entries = FIELDS[type].map(({ path, kind }): [string, string] => {
    const choices = choicesOf(kind, world, channels);
    const fits = actor !== null && (choices?.some(({ value }) => value === actor) ?? false);
    if (fits && !kind.startsWith('optional')) return [path, actor];
    const partner = partnerOf(kind, world, actor);
    if (partner !== undefined) return [path, partner];
    if (last !== null) return [path, textOf(valueAt(last, path))];
    const first = kind.startsWith('optional') ? '' : (choices?.[0]?.value ?? '');
    return [path, STARTS[`${type}.${path}`] ?? STARTS[path] ?? first];
  });
  return Object.fromEntries(entries);
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

function parsed(kind: FieldKind, text: string): unknown {
  switch (kind) {
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'lines':
      return lines(text);
    case 'pairs':
      return Object.fromEntries(
        lines(text).map((line) => {
          const equals = line.indexOf('=');
          return equals === -1 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
        }),
      );
    case 'optionalText':
    case 'optionalPeer':
      return text === '' ? null : text;
    case 'optionalPeers':
      return text === '' ? null : lines(text);
    default:
      return text;
  }
}

/** Whether the field may be left as `text`. The simulation judges the rest. */
export function isFilled({ kind }: Field, text: string): boolean {
  if (kind === 'number') return text.trim() !== '' && Number.isFinite(Number(text));
  return (
    kind.startsWith('optional') || kind === 'blankText' || kind === 'lines' || kind === 'pairs' || text.trim() !== ''
  );
}

/** The command the values make. The simulation validates it again: a form is only one of its sources. */
export function commandOf(type: CommandType, values: FormValues): Command {
  const command: Record<string, unknown> = { type };
  for (const { path, kind } of FIELDS[type]) {
    const value = parsed(kind, values[path] ?? '');
    const [outer = '', inner] = path.split('.');
    if (inner === undefined) command[outer] = value;
    else command[outer] = { ...(command[outer] as object | undefined), [inner]: value };
  }
  return command as unknown as Command;
}
