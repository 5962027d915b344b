/**
 * Maintenance: while a channel's consensus type is in that state nothing is ordered but what the orderers' organisations
 * change, and the way in and out of it changes nothing else.
 *
 * @fabric orderer/common/msgprocessor/{maintenancefilter,sigfilter}.go
 * @simplified A change of the consensus type to BFT is let through without comparing the two sets of consenters.
 */
import { create } from '@bufbuild/protobuf';
import { hasConsensusTypeMigration } from '../channel/capabilities.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import { GROUP, POLICY, VALUE } from '../channel/config-tree.ts';
import { openConfigUpdate } from '../channel/config-update.ts';
import { equalBytes } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import { type ConfigEnvelope, ConfigUpdateSchema } from '../wire/gen/common/configtx_pb.ts';

type Orderer = NonNullable<ChannelBundle['orderer']>;

/** The orderers' level decides here, not the channel's. */
const canMigrate = ({ capabilities }: Orderer): boolean => hasConsensusTypeMigration(capabilities);

export const isInMaintenance = ({ orderer }: ChannelBundle): boolean =>
  orderer !== undefined && canMigrate(orderer) && orderer.inMaintenance;

/** Who may send: in maintenance only the orderers' organisations. */
export const writersPolicyOf = ({ orderer }: ChannelBundle): string =>
  orderer?.inMaintenance ? POLICY.ordererWriters : POLICY.channelWriters;

/** Who may have blocks: in maintenance no peer. */
export const readersPolicyOf = ({ orderer }: ChannelBundle): string =>
  orderer?.inMaintenance ? POLICY.ordererReaders : POLICY.channelReaders;

const stateName = ({ inMaintenance }: Orderer): string => (inMaintenance ? 'STATE_MAINTENANCE' : 'STATE_NORMAL');

/** Why the configuration in `envelope` may not follow `current`, in Fabric's words; undefined when it may. */
export function maintenanceFlaw(
  current: ChannelBundle,
  next: ChannelBundle,
  envelope: ConfigEnvelope,
): string | undefined {
  const [before, after] = [current.orderer, next.orderer];
  if (!before || !after) return undefined;
  const flaw = canMigrate(before) ? stateFlaw(before, after, envelope) : disabledFlaw(before, after);
  return flaw && `config transaction inspection failed: ${flaw}`;
}

function disabledFlaw(before: Orderer, after: Orderer): string | undefined {
  if (after.inMaintenance)
    return `next config attempted to change ConsensusType.State to ${stateName(after)}, but capability is disabled`;
  return before.consensusType === after.consensusType
    ? undefined
    : `next config attempted to change ConsensusType.Type from ${before.consensusType} to ${after.consensusType}, but capability is disabled`;
}

function stateFlaw(before: Orderer, after: Orderer, envelope: ConfigEnvelope): string | undefined {
  const types = `attempted to change consensus type from ${before.consensusType} to ${after.consensusType}`;
  if (before.inMaintenance !== after.inMaintenance) {
    const only = otherChangesFlaw(envelope);
    if (only) return only;
    const states = `but ConsensusType.State is changing from ${stateName(before)} to ${stateName(after)}`;
    if (before.consensusType !== after.consensusType)
      return `attempted to change ConsensusType.Type from ${before.consensusType} to ${after.consensusType}, ${states}`;
    if (!equalBytes(before.consensusMetadata, after.consensusMetadata))
      return `attempted to change ConsensusType.Metadata, ${states}`;
  }
  if (before.consensusType === after.consensusType) return undefined;
  if (!before.inMaintenance) return `${types}, but current config ConsensusType.State is not in maintenance mode`;
  if (!after.inMaintenance) return `${types}, but next config ConsensusType.State is not in maintenance mode`;
  return after.consensusType === 'BFT' ? undefined : `${types}, transition not supported`;
}

/** The update must write the consensus type and nothing else. */
function otherChangesFlaw({ lastUpdate }: ConfigEnvelope): string | undefined {
  const opened = openConfigUpdate(lastUpdate ?? create(EnvelopeSchema));
  if (!opened.ok) return `envelope to config update unmarshalling error: ${opened.error}`;
  const update = decode(ConfigUpdateSchema, opened.value.configUpdate);
  if (!update.ok) return `config update unmarshalling error: ${update.error}`;
  const { groups = {}, values = {} } = update.value.writeSet ?? {};
  if (Object.keys(groups).length === 0) return 'config update contains no changes';
  if (Object.keys(values).length > 0) return 'config update contains changes to values in group Channel';
  if (Object.keys(groups).length > 1) return 'config update contains changes to more than one group';
  const orderer = groups[GROUP.orderer];
  if (!orderer) return `update does not contain the ${GROUP.orderer} group`;
  if (Object.keys(orderer.groups).length > 0)
    return `config update contains changes to groups within the ${GROUP.orderer} group`;
  if (!orderer.values[VALUE.consensusType]) return `config update does not contain the ${VALUE.consensusType} value`;
  if (Object.keys(orderer.values).length > 1)
    return `config update contain more then just the ${VALUE.consensusType} value in the ${GROUP.orderer} group`;
  return undefined;
}
