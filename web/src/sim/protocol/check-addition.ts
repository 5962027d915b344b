/**
 * Can this be added to the network? Names are those the real tools take, and nothing is there already.
 */
import { type Refusal, refuse, type Result } from '../kernel/result.ts';
import { ADDITION_KINDS, extended, type NetworkAddition } from '../topology/extension.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { isGoodName, NETWORK_LIMITS } from './network-flaws.ts';
import { shown } from './shown.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** The network with what is added. @param where path used in the refusal */
export function checkAddition(value: unknown, topology: Topology, where: string): Result<Topology> {
  if (!isObject(value) || !ADDITION_KINDS.some((kind) => kind === value['kind']))
    return refuse('notAnAddition', {}, where);
  const flaw = flawOf(value as unknown as NetworkAddition);
  if (flaw !== null) return refuse('badAddition', { field: flaw, value: shown(value[flaw]) }, `${where}.${flaw}`);
  const grown = extended(topology, value as unknown as NetworkAddition);
  if (!grown.ok) return grown;
  const sizes = sizesOf(grown.value);
  const before = sizesOf(topology);
  const { orderers, orgs, channels } = NETWORK_LIMITS;
  const most = { orderers, orgs, channels };
  for (const kind of ['orderers', 'orgs', 'channels'] as const)
    if (sizes[kind] > before[kind] && sizes[kind] > most[kind].max)
      return refuse('tooManyOfThem', { most: most[kind].max }, where);
  return grown;
}

/** Why it cannot be added; null when it can. */
export function extensionFlaw(addition: NetworkAddition, topology: Topology): Refusal | null {
  const grown = checkAddition(addition, topology, 'addition');
  return grown.ok ? null : grown.error;
}

const sizesOf = ({ ordererOrg, peerOrgs, channels }: Topology) => ({
  orderers: ordererOrg.orderers.length,
  orgs: peerOrgs.length,
  channels: channels.length,
});

/** The name of the field that is not as it must be; null when all are. */
function flawOf(addition: NetworkAddition): string | null {
  switch (addition.kind) {
    case 'org':
      return isOrg(addition.org) ? null : 'org';
    case 'peer':
      return isText(addition.org) ? null : 'org';
    case 'orderer':
      return isText(addition.host) && isGoodName.host(addition.host) ? null : 'host';
    case 'client':
      if (!isText(addition.org)) return 'org';
      return isText(addition.host) && isGoodName.host(addition.host) ? null : 'host';
    case 'channel':
      return isChannel(addition.channel) ? null : 'channel';
  }
}

function isOrg(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, mspId, domain, peers, users, clients, ca } = value;
  const isIn = (count: unknown, { min, max }: { readonly min: number; readonly max: number }): boolean =>
    Number.isSafeInteger(count) && Number(count) >= min && Number(count) <= max;
  return (
    isText(name) &&
    isGoodName.name(name) &&
    isText(mspId) &&
    isGoodName.mspId(mspId) &&
    isText(domain) &&
    isGoodName.domain(domain) &&
    isIn(peers, NETWORK_LIMITS.peers) &&
    isIn(users, NETWORK_LIMITS.users) &&
    isTexts(clients) &&
    isIn(clients.length, NETWORK_LIMITS.clients) &&
    clients.every(isGoodName.host) &&
    typeof ca === 'boolean'
  );
}

function isChannel(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { id, orgs, consenters, consensus } = value;
  return (
    isText(id) &&
    isGoodName.channel(id) &&
    isTexts(orgs) &&
    orgs.length > 0 &&
    (consenters === undefined || isTexts(consenters)) &&
    [undefined, 'etcdraft', 'BFT'].includes(consensus as string | undefined) &&
    ['batchTimeoutMicros', 'maxMessageCount', 'absoluteMaxBytes', 'preferredMaxBytes'].every((field) =>
      Number.isSafeInteger(value[field]),
    )
  );
}

/** Whether a recording's topology is what its additions make of what it began as. */
export const isSameTopology = (one: Topology, other: Topology): boolean => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${key}:${canonical(field)}`).join()}}`;
}
