/**
 * Which member of a new channel stands for election at once, instead of all waiting for their timeouts.
 *
 * @fabric orderer/consensus/etcdraft/node.go (start)
 */
import { sha256 } from '../../crypto/sha256.ts';
import { utf8 } from '../../wire/bytes.ts';

/** Ticks between the attempts of that member, as long as there is no leader. */
export const campaignTicks = (heartbeatTick: number): number => 2 * heartbeatTick;

/**
 * The Raft id, 1 … `members`, picked by the last eight bytes of the hash of the channel's name, which Fabric reads as a
 * protobuf varint (and takes for zero when none ends there).
 */
export function firstCampaigner(channelId: string, members: number): number {
  const bytes = sha256(utf8(channelId)).slice(24);
  const end = bytes.findIndex((byte) => byte < 0x80);
  let value = 0n;
  for (let i = end; i >= 0; i--) value = (value << 7n) | BigInt((bytes[i] ?? 0) & 0x7f);
  return Number(value % BigInt(members)) + 1;
}
