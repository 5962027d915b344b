/**
 * What it takes to bring a contract onto a channel, as the commands every organisation would give: write, package,
 * install, approve, commit.
 */
import type {
  ChaincodeDefinition,
  Command,
  Entry,
  FactOf,
  FactType,
  NodeId,
  Recording,
  Topology,
} from '../lab-types.ts';
import type { Micros } from '../lab-types.ts';

export type Committed = FactOf<'chaincodeCommitted'>;

/** The facts {@link committedOn} goes by. */
export const COMMITTED: readonly FactType[] = ['chaincodeCommitted'];

/** The definitions in force on a channel by name, from the entries up to a moment. */
export function committedOn(entries: readonly Entry[], channel: string): ReadonlyMap<string, Committed> {
  const committed = new Map<string, Committed>();
  for (const { fact } of entries)
    if (fact.type === 'chaincodeCommitted' && fact.channel === channel) committed.set(fact.name, fact);
  return committed;
}

/** The members of a channel that have a machine to approve from: their first client. */
export function approvers(
  topology: Topology,
  channel: string,
): readonly { readonly org: string; readonly client: NodeId }[] {
  const members = topology.channels.find(({ id }) => id === channel)?.orgs ?? [];
  return topology.peerOrgs.flatMap(({ name, domain, clients }) => {
    const [client] = clients;
    return members.includes(name) && client !== undefined ? [{ org: name, client: `${client}.${domain}` }] : [];
  });
}

/** Peers of the approving organisations: those a package can be installed on. */
export function installable(topology: Topology, channel: string): readonly NodeId[] {
  const orgs = approvers(topology, channel).map(({ org }) => org);
  return topology.peerOrgs
    .filter(({ name }) => orgs.includes(name))
    .flatMap(({ domain, peers }) => Array.from({ length: peers }, (_, index) => `peer${index}.${domain}`));
}

export interface DeployChoice {
  readonly channel: string;
  readonly source: string;
  readonly label: string;
  readonly definition: ChaincodeDefinition;
  readonly peers: readonly NodeId[];
}

/** `files`: what has to be written first. `bytes`: the package was made elsewhere (base64) and is taken as it is. */
export type DeployOf = { readonly files: Readonly<Record<string, string | null>> } | { readonly bytes: string };

const clientFor = (topology: Topology, channel: string, node: NodeId): NodeId | undefined =>
  approvers(topology, channel).find(({ client }) => client.slice(client.indexOf('.')) === node.slice(node.indexOf('.')))
    ?.client;

/** The commands in their order; empty when no organisation of the channel has a client. */
export function deployCommands(topology: Topology, choice: DeployChoice, what: DeployOf): readonly Command[] {
  const { channel, source, label, definition, peers } = choice;
  const all = approvers(topology, channel);
  const [first] = all;
  if (first === undefined) return [];
  const { client } = first;
  return [
    ...packaging(client, source, label, what),
    ...peers.flatMap((node): readonly Command[] => {
      const by = clientFor(topology, channel, node);
      return by === undefined ? [] : [{ type: 'installChaincode', client: by, node, label }];
    }),
    ...all.map((one): Command => ({ type: 'approveChaincode', client: one.client, channel, definition, label })),
    { type: 'commitChaincode', client, channel, definition },
  ];
}

function packaging(client: NodeId, source: string, label: string, what: DeployOf): readonly Command[] {
  if ('bytes' in what) return [{ type: 'importPackage', client, label, package: what.bytes }];
  const make: Command = { type: 'packageChaincode', client, source, label };
  return Object.keys(what.files).length === 0
    ? [make]
    : [{ type: 'writeContract', client, source, files: what.files }, make];
}

/** `1.0` → `2.0`, `v3` → `v4`; what ends in no number gets `.1`. */
export function nextVersion(version: string): string {
  const match = /^(\D*)(\d+)(.*)$/.exec(version);
  if (match === null) return `${version}.1`;
  const [, before = '', number = '0', after = ''] = match;
  return `${before}${Number(number) + 1}${after}`;
}

/** What a label may not hold becomes an underscore. */
export const labelFor = (name: string, version: string): string => `${name}_${version}`.replace(/[^\w.+-]/g, '_');

/** The definition that follows what is in force: its policies and collections stay, sequence and version move on. */
export function nextDefinition(
  recording: Recording,
  committed: Committed | undefined,
  name: string,
  until: Micros,
): ChaincodeDefinition {
  if (committed === undefined) {
    return { name, version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
  }
  const given = recording.commands.findLast(
    ({ at, command }) =>
      at <= until &&
      command.type === 'commitChaincode' &&
      command.channel === committed.channel &&
      command.definition.name === name &&
      command.definition.sequence === committed.sequence,
  )?.command;
  const base: ChaincodeDefinition =
    given?.type === 'commitChaincode'
      ? given.definition
      : { name, version: committed.version, sequence: committed.sequence, signaturePolicy: null, initRequired: false };
  return { ...base, version: nextVersion(committed.version), sequence: committed.sequence + 1 };
}
