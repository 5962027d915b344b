/**
 * What can be said of a place in the real tools' YAML files: flaws that refuse the file, and remarks on what the lab does
 * otherwise. Each is a code with its parameters, for whoever speaks to learners in their language, and a text as the tools
 * would put it.
 */

/** What the tools say themselves has their words. `{name}` stands for a parameter. */
export const FLAW_TEXTS = {
  // Of any document.
  invalidKeys: 'has invalid keys: {name}',
  notMap: 'expected a map, got {got}',
  notList: 'expected a list, got {got}',
  notText: 'expected text, got {got}',
  notBoolean: 'expected true or false, got {got}',
  notSize: 'expected a number from 0 to {most}, got {got}',
  duration: '{text}',
  // Of profiles.
  noProfile: 'Could not find profile: {name}',
  noNetwork:
    'there is no network in it, which takes an Orderer and an Application section, or Consortiums and another profile with that Consortium',
  policyType: 'unknown policy type: {type}',
  policies: '{text}',
  noName: 'has no Name',
  foreign: "organization '{name}' is marked to be skipped as foreign",
  mspType: "unknown MSP type '{type}'",
  material: '{text}',
  notMspFolder: "'{path}' is not the msp folder of an organization in the tree cryptogen writes",
  notCertificate: "'{path}' is not the tls/server.crt of an orderer in the tree cryptogen writes",
  ordererType: 'unknown orderer type: {type}',
  kafkaAlone: 'kafka orders in networks of 2.x only: that takes a profile with Consortiums',
  noRaft: 'etcdraft configuration missing',
  noRaftConsenters: 'etcdraft configuration did not specify any consenter',
  noBftConsenters: 'BFT configuration did not specify any consenter',
  consenterLacks: 'consenter info in {type} configuration did not specify {what}',
  tickInterval: 'Etcdraft TickInterval ({value}) must be in time duration format',
  ticks: 'election tick must be greater than heartbeat tick',
  // Of crypto-config.yaml.
  noOrganization: 'there is no organization',
  peerNames: 'peers must be called peer0, peer1 … without a gap, each once',
  noDomain: 'has no Domain',
  noHostname: 'has no Hostname',
  commonName: 'another CommonName is not supported',
  templateStart: 'only templates that start at 0 are supported',
  templateHostname: 'another host name is not supported',
  tooMany: 'more than {most} are not supported',
  notHost: "'{name}' is not a host name",
  sameDomain: 'has the Domain {value} as {other}',
  sameMspId: 'has the MSP ID {value} as {other}',
  mspIdUnsayable: "policies cannot name the MSP ID '{mspId}'",
  // Of the network both files make.
  noMember: 'a channel needs a member',
  orderingOrgs: 'the lab has one ordering organization, not {count}',
  noOrdererOrg: 'crypto-config.yaml has no OrdererOrgs of domain {domain}',
  noPeerOrg: 'crypto-config.yaml has no PeerOrgs of domain {domain}',
  noOrderer: 'crypto-config.yaml makes no orderer {node}',
  consenterTwice: '{node} is a consenter twice',
  otherMspId: 'is {mspId} elsewhere in the file',
  listedTwice: '{name} is listed twice',
  consortiumName: 'is not a name for a consortium',
  noStranger: 'has no {name}, which is to be a member of the channel',
  noTimeout: 'must be more than nothing',
  batchSizes: 'PreferredMaxBytes is greater than AbsoluteMaxBytes',
  orgTwice: 'two organizations are called {name}',
  machineTwice: 'two machines are called {id}',
  // Remarks.
  unknownDatabase: '{word} is neither goleveldb nor CouchDB, so peers take it for goleveldb',
  notUsed: 'not used: {names}',
  leftOut: 'is left out',
  areLeftOut: 'are left out',
  leftOutOfSystem: 'is left out of the system channel',
  systemOrderer: "the channel has the system channel's",
  noPart: 'has no part in the profile and is left out',
  nodeOus: 'the lab always tells roles by NodeOUs',
  caPlace: 'the lab gives every CA the usual name and place',
  userNames: 'users are called User1, User2 …',
  usualNames: '{fields}: certificates have the usual names only',
  acls: "{names}: the lab has Fabric's own ACLs",
  noSuchPolicy: 'the lab has no such policy and leaves it out',
  policyAdded: 'the lab has "{lab}"',
  policyInstead: 'the lab has "{lab}" instead of "{file}"',
  instead: 'the lab has {lab} instead of {file}',
  insteadOfNone: 'the lab has {lab} instead of none',
  noneInstead: 'the lab has none instead of {file}',
  zooKeepers: 'the lab adds {count} ZooKeeper servers, which the brokers need',
  anchorsLater: 'the lab sets them by an update when the peers have joined',
} as const;

export type FlawCode = keyof typeof FLAW_TEXTS;

/** What a value is that is too long to be shown, in the parameter `got`; any other value stands there itself, as JSON. */
export const VALUE_KINDS = { list: 'a list', map: 'a map' } as const;
export type ValueKind = keyof typeof VALUE_KINDS;

export const isValueKind = (got: unknown): got is ValueKind =>
  typeof got === 'string' && Object.hasOwn(VALUE_KINDS, got);

type FlawParams = Readonly<Record<string, string | number>>;

/** What is wrong, whatever the place. */
export interface FlawReason {
  readonly code: FlawCode;
  readonly params: FlawParams;
}

export interface YamlFlaw extends FlawReason {
  /** A path such as `Profiles.Lab.Orderer.BatchTimeout`; empty when the whole document is meant. */
  readonly at: string;
  /** Place and problem as the tools print them. */
  readonly text: string;
}

export function flawAt(at: string, code: FlawCode, params: FlawParams = {}): YamlFlaw {
  const said = (name: string): string => {
    const value = params[name] ?? '';
    return name === 'got' && isValueKind(value) ? VALUE_KINDS[value] : String(value);
  };
  const problem = FLAW_TEXTS[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => said(name));
  return { at, code, params, text: at === '' ? problem : `${at}: ${problem}` };
}

/** Two lists that should be the same, where the lab's counts. */
export function flawsUnlessSame(at: string, file: readonly string[], lab: readonly string[]): readonly YamlFlaw[] {
  const [theirs, ours] = [file.join(', '), lab.join(', ')];
  if (theirs === ours) return [];
  if (theirs === '') return [flawAt(at, 'insteadOfNone', { lab: ours })];
  return [
    ours === '' ? flawAt(at, 'noneInstead', { file: theirs }) : flawAt(at, 'instead', { lab: ours, file: theirs }),
  ];
}

/** What went wrong while a document was read, in the order of reading. */
export class YamlFlaws {
  readonly found: YamlFlaw[] = [];

  add(at: string, code: FlawCode, params: FlawParams = {}): void {
    this.found.push(flawAt(at, code, params));
  }
}

/** A line for each. */
export const linesOf = (flaws: readonly YamlFlaw[]): string => flaws.map(({ text }) => text).join('\n');
