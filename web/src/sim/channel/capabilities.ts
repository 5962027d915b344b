/**
 * Capabilities: the level of behaviour every member of a channel has agreed to. A node that does not know a required
 * one must stop.
 *
 * @fabric common/capabilities
 */
const KNOWN = {
  Channel: ['V1_1', 'V1_3', 'V1_4_2', 'V1_4_3', 'V2_0', 'V3_0'],
  Orderer: ['V1_1', 'V1_4_2', 'V2_0'],
  Application: [
    'V1_1',
    'V1_2',
    'V1_3',
    'V1_4_2',
    'V2_0',
    'V2_5',
    'V1_1_PVTDATA_EXPERIMENTAL',
    'V1_1_RESOURCETREE_EXPERIMENTAL',
  ],
} as const;

export type CapabilityLevel = keyof typeof KNOWN;

/** Fabric's words for the first (by name) required capability that no node here has; undefined when all are known. */
export function unsupportedCapability(level: CapabilityLevel, required: readonly string[]): string | undefined {
  const known: readonly string[] = KNOWN[level];
  const unknown = required.toSorted().find((name) => !known.includes(name));
  return unknown === undefined ? undefined : `${level} capability ${unknown} is required but not supported`;
}

/** Endpoints per orderer organisation instead of addresses for all. */
export const hasOrgSpecificOrdererEndpoints = (channel: readonly string[]): boolean =>
  ['V1_4_2', 'V1_4_3', 'V2_0', 'V3_0'].some((name) => channel.includes(name));

/** BFT consensus, and with it endpoints for every orderer organisation. */
export const hasConsensusTypeBft = (channel: readonly string[]): boolean => channel.includes('V3_0');

/** Moving a channel from one consensus type to another, in maintenance mode. */
export const hasConsensusTypeMigration = (channel: readonly string[]): boolean =>
  hasOrgSpecificOrdererEndpoints(channel);

export const hasAcls = (application: readonly string[]): boolean =>
  ['V1_2', 'V1_3', 'V1_4_2', 'V2_0', 'V2_5'].some((name) => application.includes(name));

/** The lifecycle in which organisations approve definitions, and implicit collections. */
export const hasLifecycleV20 = (application: readonly string[]): boolean =>
  ['V2_0', 'V2_5'].some((name) => application.includes(name));

/** Key-level endorsement policies came with V1_3, and every later level has them. */
export const hasKeyLevelEndorsement = (application: readonly string[]): boolean =>
  application.some((capability) => /^V(1_[3-9]|[2-9])/.test(capability));

/** Purging private data. */
export const hasPurgePvtData = (application: readonly string[]): boolean => application.includes('V2_5');

/** Copies of the system channel's elements in a new channel start at version 0 and keep the root's mod_policy. */
export const hasPredictableChannelTemplate = (orderer: readonly string[]): boolean =>
  ['V1_1', 'V1_4_2', 'V2_0'].some((name) => orderer.includes(name));

/** The consortium's ChannelCreationPolicy may stand in a new channel as the Admins policy of its application. */
export const hasChannelCreationPolicyAsAdmins = (orderer: readonly string[]): boolean => orderer.includes('V2_0');
