/**
 * Who the consenters of a BFT channel are and by which options they agree, as the configuration says.
 *
 * @fabric orderer/consensus/smartbft/{consenter,util}.go, orderer/consensus/smartbft/util
 * @simplified A consenter finds itself by its host name; Fabric compares its identity with the consenter mapping.
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import { parseGoDuration } from '../channel/go-duration.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import { decode } from '../wire/decode.ts';
import type { Consenter } from '../wire/gen/common/configuration_pb.ts';
import { Options_Rotation, OptionsSchema } from '../wire/gen/orderer/smartbft_pb.ts';
import type { BftConfig, BftOptions } from './bft/bft-config.ts';

export const bftConsenters = ({ orderer }: ChannelBundle): readonly Consenter[] =>
  orderer?.consensusType === 'BFT' ? orderer.consenters : [];

export const isBftConsenter = (bundle: ChannelBundle, host: ActorId): boolean =>
  bftConsenters(bundle).some((consenter) => consenter.host === host);

export const hostOf = (bundle: ChannelBundle, id: number): ActorId | undefined =>
  bftConsenters(bundle).find((consenter) => consenter.id === id)?.host;

export const idOf = (bundle: ChannelBundle, host: ActorId): number | undefined =>
  bftConsenters(bundle).find((consenter) => consenter.host === host)?.id;

/** How `host` takes part; the error is Fabric's text. */
export function bftConfig(bundle: ChannelBundle, host: ActorId): Result<BftConfig, string> {
  const self = idOf(bundle, host);
  if (self === undefined) return failed(`${host} is not a consenter of channel ${bundle.channelId}`);
  const options = bftOptions(bundle);
  if (!options.ok) return options;
  const nodes = bftConsenters(bundle)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  return ok({ self, nodes, options: options.value });
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The channel's batch size counts, not what the options say of it; the batch timeout does not count at all. */
function bftOptions({ orderer }: ChannelBundle): Result<BftOptions, string> {
  const read = decode(OptionsSchema, orderer?.consensusMetadata ?? new Uint8Array());
  if (!orderer || !read.ok) return failed('failed to unmarshal consensus metadata');
  const options = read.value;
  let flaw: string | undefined;
  const duration = (text: string): Micros => {
    const micros = parseGoDuration(text);
    if (!micros.ok) flaw ??= micros.error;
    return micros.ok ? micros.value : 0;
  };
  const { maxMessageCount, absoluteMaxBytes } = orderer.batchSize;
  const rotates = options.leaderRotation === Options_Rotation.ON;
  const value: BftOptions = {
    requestBatchMaxCount: maxMessageCount,
    requestBatchMaxBytes: absoluteMaxBytes,
    requestBatchMaxInterval: duration(options.requestBatchMaxInterval),
    requestPoolSize: Number(options.requestPoolSize),
    requestMaxBytes: Number(options.requestMaxBytes) || absoluteMaxBytes,
    requestForwardTimeout: duration(options.requestForwardTimeout),
    requestComplainTimeout: duration(options.requestComplainTimeout),
    requestAutoRemoveTimeout: duration(options.requestAutoRemoveTimeout),
    viewChangeResendInterval: duration(options.viewChangeResendInterval),
    viewChangeTimeout: duration(options.viewChangeTimeout),
    leaderHeartbeatTimeout: duration(options.leaderHeartbeatTimeout),
    leaderHeartbeatCount: Number(options.leaderHeartbeatCount),
    collectTimeout: duration(options.collectTimeout),
    syncOnStart: options.syncOnStart,
    speedUpViewChange: options.speedUpViewChange,
    decisionsPerLeader: rotates ? Number(options.decisionsPerLeader) : 0,
  };
  return flaw === undefined ? ok(value) : failed(`failed parsing smartbft configuration: ${flaw}`);
}

const listed = ({ nodes, options }: BftConfig): string => JSON.stringify([nodes, Object.entries(options)]);

export const isSameConfig = (a: BftConfig, b: BftConfig): boolean => listed(a) === listed(b);
