/**
 * cscc JoinChain, and coming back to the channels on disk.
 *
 * @fabric core/scc/cscc/configure.go, core/peer/peer.go
 */
import { type ChannelBundle, createBundle } from '../channel/bundle.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { ok, type Result } from '../kernel/result.ts';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '../ledger/block-transactions.ts';
import { type ChannelLedger, commitBlock, EMPTY_LEDGER } from '../ledger/commit.ts';
import type { StateDb } from '../ledger/state-db.ts';
import {
  blockChannelId,
  blockEnvelopes,
  blockNumber,
  decodeBlock,
  isConfigBlock,
  withTransactionsFilter,
} from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { type Config, ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import type { PeerChannel, PeerDisk } from './peer-state.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

const newChannel = (bundle: ChannelBundle): PeerChannel => ({
  bundle,
  orderer: undefined,
  attempts: 0,
  inbox: [],
  validating: false,
  listeners: [],
});

function bundleOf(channel: string, block: Block, current: ChannelBundle | undefined): Result<ChannelBundle, string> {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && parseEnvelope(envelope);
  if (!parsed?.ok) return failed('block is not a config block');
  if (current) return applyConfigEnvelope(current, parsed.value.data);
  const config = decode(ConfigEnvelopeSchema, parsed.value.data);
  return config.ok ? createBundle(channel, config.value.config) : config;
}

/** The channel's configuration as the peer keeps it in its state database. */
export function configInState(state: StateDb): Config | undefined {
  const stored = state.get(CONFIG_NAMESPACE, CONFIG_KEY);
  const envelope = stored && decode(ConfigEnvelopeSchema, stored.value);
  return envelope?.ok ? envelope.value.config : undefined;
}

export interface Joined {
  readonly channelId: string;
  readonly channel: PeerChannel;
  readonly ledger: ChannelLedger;
}

/**
 * A new ledger from the genesis block; the error is what `peer channel join` shows after "proposal failed".
 *
 * @param mayJoin asked once the block is known to be a channel's, as its name stands in the refusal
 */
export function joinChannel(
  disk: PeerDisk,
  genesisBlock: Uint8Array,
  mayJoin: (channelId: string) => Result<void, string>,
): Result<Joined, string> {
  const block = decodeBlock(genesisBlock);
  if (!block.ok) return failed(`Failed to reconstruct the genesis block, ${block.error}`);
  const channelId = blockChannelId(block.value);
  if (!channelId.ok)
    return failed(`"JoinChain" request failed to extract channel id from the block due to [${channelId.error}]`);
  const bundle = bundleOf(channelId.value, block.value, undefined);
  if (!bundle.ok)
    return failed(
      `"JoinChain" for channelID = ${channelId.value} failed because of validation of configuration block, because of ${bundle.error}`,
    );
  const allowed = mayJoin(channelId.value);
  if (!allowed.ok) return allowed;
  if (disk.ledgers[channelId.value])
    return failed(
      `cannot create ledger from genesis block: ledger [${channelId.value}] already exists with state [ACTIVE]`,
    );
  const committed = commitBlock(EMPTY_LEDGER, withTransactionsFilter(block.value, [0]));
  if (!committed.ok) return failed(`cannot create ledger from genesis block: ${committed.error}`);
  return ok({ channelId: channelId.value, channel: newChannel(bundle.value), ledger: committed.value.ledger });
}

/** The channel as its newest config block describes it; a ledger that began with a snapshot has that only in its state. */
export function restoreChannel(channelId: string, ledger: ChannelLedger): Result<PeerChannel, string> {
  if (ledger.blocks.base) {
    const stored = configInState(ledger.state);
    const fromState = stored ? createBundle(channelId, stored) : failed('no channel configuration');
    return fromState.ok ? ok(newChannel(fromState.value)) : fromState;
  }
  let bundle: Result<ChannelBundle, string> = failed('no genesis block');
  for (let number = 0; number < ledger.blocks.height; number++) {
    const block = ledger.blocks.block(number);
    if (!block || !isConfigBlock(block)) continue;
    bundle = bundleOf(channelId, block, blockNumber(block) === 0 || !bundle.ok ? undefined : bundle.value);
    if (!bundle.ok) return bundle;
  }
  return bundle.ok ? ok(newChannel(bundle.value)) : bundle;
}
