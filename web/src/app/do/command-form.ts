/** The form of every command: its fields, what they may be filled with, and the command they make. */
import type { Command, CommandType, ConfigChangeKind } from '../../sim/protocol/commands.ts';
import type { FormAbout } from '../../stage/stage-props.ts';
import type { WorldView } from '../../view/world-model.ts';
import { FIELDS } from './command-fields.ts';
import type { Field, FieldKind } from './form-field.ts';
import { collectionsOf, collectionsText } from './collections-field.ts';
import { CAPABILITY_LEVELS, CHANGE_FORM, CHANGE_STARTS, POLICY_TYPES } from './config-change-form.ts';

/** The fields shown: those of the command, and of the change of a configuration that was chosen in it. */
export function fieldsOf(type: CommandType, values: FormValues): readonly Field[] {
  const kind = values['change.kind'] as ConfigChangeKind | undefined;
  const hasChange = FIELDS[type].some((known) => known.kind === 'changeKind');
  return hasChange && kind !== undefined ? [...FIELDS[type], ...CHANGE_FORM[kind]] : FIELDS[type];
}

/** All that may come to be shown. */
const everyFieldOf = (type: CommandType): readonly Field[] =>
  FIELDS[type].some(({ kind }) => kind === 'changeKind')
    ? [...FIELDS[type], ...Object.values(CHANGE_FORM).flat()]
    : FIELDS[type];

export const COMMAND_TYPES = Object.keys(FIELDS) as CommandType[];

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Each value once, named by itself. */
const plain = (values: readonly string[]): readonly Choice[] =>
  [...new Set(values)].map((value) => ({ value, label: value }));

/** What is chosen from the same values in every network. */
const FIXED_CHOICES: Partial<Readonly<Record<FieldKind, readonly string[]>>> = {
  changeKind: Object.keys(CHANGE_FORM),
  capabilityLevel: CAPABILITY_LEVELS,
  policyType: POLICY_TYPES,
  callRoute: ['client', 'gateway'],
  forgery: ['', 'proposalSignature', 'proposal', 'result', 'envelopeSignature', 'envelope'],
  workloadStrategy: ['none', 'retry', 'queue', 'batch'],
  lie: ['equivocate', 'silent', 'withhold', 'reorder', 'tamper', 'censor', 'none'],
  eventKind: ['chaincode', 'filtered', 'block', 'privateData'],
};

/** What a field that is chosen, not typed, may be; null for one that is typed. */
export function choicesOf(
  kind: FieldKind,
  world: WorldView,
  channels: readonly string[],
  systemChannel?: string,
): readonly Choice[] | null {
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
    case 'omittedPeers':
    case 'omittedPeer':
    case 'peers':
      return named(nodes.filter(({ role }) => role === 'peer'));
    case 'channel':
      return plain(channels);
    case 'anyChannel':
      return plain(systemChannel === undefined ? channels : [...channels, systemChannel]);
    case 'genesisChannel':
      return plain(systemChannel === undefined ? channels : [systemChannel]);
    case 'org':
      return plain(nodes.map(({ org }) => org));
    case 'member':
      return plain(nodes.flatMap(({ org, role }) => (role === 'peer' ? [org] : [])));
    default: {
      const fixed = FIXED_CHOICES[kind];
      return fixed ? plain(fixed) : null;
    }
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
  ...CHANGE_STARTS,
  count: '5',
  interval: '200000',
  'listenEvents.from': 'newest',
  isolated: 'true',
  up: 'false',
  loss: '0',
  latencyFactor: '1',
  block: '1',
  'submitSnapshotRequest.block': '0',
  rehash: 'false',
  source: 'asset',
  label: 'basic_1.0',
  chaincode: 'basic',
  name: 'basic',
  sequence: '0',
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

const TOLD_BY: Partial<Readonly<Record<FieldKind, keyof FormAbout>>> = {
  channel: 'channel',
  anyChannel: 'channel',
  org: 'org',
  member: 'org',
  changeKind: 'change',
};

/** What the form is about, where that can be chosen. */
function toldBy(about: FormAbout, kind: FieldKind, choices: readonly Choice[] | null): string | undefined {
  const by = TOLD_BY[kind];
  const told = by === undefined ? undefined : about[by];
  return choices?.some(({ value }) => value === told) === true ? told : undefined;
}

/**
 * What the form begins with: the last command of this type if there was one, else the usual; `actor` (the node the
 * menu was opened from) and what it is `about` where they fit.
 */
export function startValues(
  type: CommandType,
  world: WorldView,
  channels: readonly string[],
  last: Command | null,
  actor: string | null,
  systemChannel?: string,
  about: FormAbout = {},
): FormValues {
  const entries = everyFieldOf(type).map(({ path, kind }): [string, string] => {
    const choices = choicesOf(kind, world, channels, systemChannel);
    const fits = actor !== null && (choices?.some(({ value }) => value === actor) ?? false);
    if (fits && !kind.startsWith('optional') && !kind.startsWith('omitted') && kind !== 'peers') return [path, actor];
    const partner = toldBy(about, kind, choices) ?? partnerOf(kind, world, actor);
    if (partner !== undefined) return [path, partner];
    const before = last === null ? undefined : valueAt(last, path);
    if (before !== undefined) return [path, kind === 'collections' ? collectionsText(before) : textOf(before)];
    const unsaid = UNSAID[kind];
    if (unsaid !== undefined) return [path, unsaid];
    const first = kind.startsWith('optional') ? '' : (choices?.[0]?.value ?? '');
    return [path, STARTS[`${type}.${path}`] ?? STARTS[path] ?? first];
  });
  return Object.fromEntries(entries);
}

/** What fields begin with that are left out of the command while they say just that. */
const UNSAID: Partial<Readonly<Record<FieldKind, string>>> = {
  omittedText: '',
  omittedPeers: '',
  omittedPeer: '',
  omittedLines: '',
  callRoute: 'client',
  forgery: '',
  omittedFlag: 'false',
  administrator: 'Admin',
};

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

function parsed(kind: FieldKind, text: string): unknown {
  if (text === '' ? UNSAID[kind] !== undefined : text === UNSAID[kind]) return undefined;
  switch (kind) {
    case 'number':
      return Number(text);
    case 'boolean':
    case 'omittedFlag':
      return text === 'true';
    case 'lines':
    case 'peers':
    case 'omittedPeers':
    case 'omittedLines':
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
    case 'collections':
      return collectionsOf(text);
    default:
      return text;
  }
}

/** Whether the field may be left as `text`. The simulation judges the rest. */
export function isFilled({ kind }: Field, text: string): boolean {
  if (kind === 'number') return text.trim() !== '' && Number.isFinite(Number(text));
  return (
    kind.startsWith('optional') ||
    UNSAID[kind] !== undefined ||
    ['blankText', 'lines', 'pairs', 'peers', 'collections'].includes(kind) ||
    text.trim() !== ''
  );
}

/** The command the values make. The simulation validates it again: a form is only one of its sources. */
export function commandOf(type: CommandType, values: FormValues): Command {
  const command: Record<string, unknown> = { type };
  for (const { path, kind } of fieldsOf(type, values)) {
    const value = parsed(kind, values[path] ?? '');
    if (value === undefined) continue;
    const [outer = '', inner] = path.split('.');
    if (inner === undefined) command[outer] = value;
    else command[outer] = { ...(command[outer] as object | undefined), [inner]: value };
  }
  return command as unknown as Command;
}
