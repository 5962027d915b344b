/**
 * The update that names an organisation's anchor peers: what an administrator edits in the fetched config and
 * configtxlator turns into an update.
 *
 * @fabric docs/source/create_channel (anchor peers), internal/configtxlator/update
 */
import { clone } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { ConfigSchema, type ConfigUpdate } from '../wire/gen/common/configtx_pb.ts';
import type { ChannelBundle } from './bundle.ts';
import type { HostPort } from './channel-spec.ts';
import { computeConfigUpdate } from './config-delta.ts';
import { GROUP, VALUE } from './config-tree.ts';
import { anchorPeersValue } from './genesis.ts';

export function computeAnchorPeerUpdate(
  bundle: ChannelBundle,
  mspId: string,
  anchorPeers: readonly HostPort[],
): Result<ConfigUpdate, string> {
  const updated = clone(ConfigSchema, bundle.config);
  const name = bundle.application?.organizations.find((organization) => organization.mspId === mspId)?.name;
  const group = name === undefined ? undefined : updated.channelGroup?.groups[GROUP.application]?.groups[name];
  if (!group) return { ok: false, error: `organization ${mspId} is not a member of channel ${bundle.channelId}` };
  group.values[VALUE.anchorPeers] = anchorPeersValue(anchorPeers);
  return computeConfigUpdate(bundle.channelId, bundle.config, updated);
}
