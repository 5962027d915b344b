/**
 * Fetching the blocks of the other consenters: what a quorum has signed counts, whoever sends it.
 *
 * @fabric orderer/consensus/smartbft/{synchronizer,synchronizer_bft}.go
 * @simplified All others are asked for what they have at once; Fabric asks for their heights first and fetches from one.
 */
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { blockEnvelopes, decodeBlock, isConfigBlock } from '../wire/block.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { seekAvailableEnvelope } from '../wire/seek.ts';
import { requestId } from './bft-application.ts';
import { bftConfig, bftConsenters, isSameConfig } from './bft-consenters.ts';
import { decisionOf } from './bft-proposal.ts';
import type { Decision, Synchronized } from './bft/bft-state.ts';
import { storeBlock } from './block-writer.ts';
import type { ChainContext, Moved } from './chain.ts';
import { feedSubscribers } from './deliver.ts';
import type { Lie } from './lie.ts';
import { type BftChain, type OrdererEffect, send } from './orderer-state.ts';
import { bftTimer } from './orderer-timers.ts';
import { isNextSigned } from './pulled-block.ts';

/** How long the others may take to answer. */
const PULL_TIMEOUT: Micros = 5 * SECOND;

export const pullTimerOf = (channel: string): string => bftTimer(channel, 'synchronize');

export function startPull(chain: BftChain, { disk, now }: ChainContext): Moved<BftChain> {
  const { channel, bundle } = chain;
  const from = bftConsenters(bundle).flatMap(({ host }) => (host === disk.node ? [] : [host]));
  const { height } = chain.disk.blocks;
  const nonce = sha256(concatBytes(disk.secret, utf8(`synchronize ${channel} ${height} ${now}`))).slice(0, 24);
  const identity = { creator: disk.signer.serialized, sign: (bytes: Uint8Array) => signWith(disk.signer, bytes) };
  const stamp = timestampOfMicros(disk.epochUnixMicros + now);
  const envelope = seekAvailableEnvelope(channel, height, undefined, nonce, identity, stamp);
  const wait = from.length === 0 ? 0 : PULL_TIMEOUT;
  const asked = disk.lie === 'silent' ? [] : from;
  const effects: readonly OrdererEffect[] = [
    ...asked.map((to) => send(to, { type: 'deliverSeek', channel, envelope, from: height })),
    { type: 'setTimer', timer: pullTimerOf(channel), min: wait, max: wait },
  ];
  return { chain: { ...chain, pulling: { from, requests: [] } }, effects, persist: 'no' };
}

/** Takes in a block that follows and that a quorum has signed; any other is passed over. */
export function takePulled(chain: BftChain, from: ActorId, bytes: Uint8Array, lie: Lie | undefined): Moved<BftChain> {
  const { pulling } = chain;
  const block = decodeBlock(bytes);
  if (!pulling?.from.includes(from) || !block.ok || !isNextSigned(chain, block.value))
    return { chain, effects: [], persist: 'no' };
  const requests = [...pulling.requests, ...blockEnvelopes(block.value).map(requestId)];
  const stored = storeBlock({ ...chain, pulling: { ...pulling, requests } }, block.value);
  const fed = feedSubscribers(stored.chain, lie);
  return { chain: fed.chain, effects: [...stored.effects, ...fed.effects], persist: 'write' };
}

/** `from` has no more to give. True when nobody is waited for. */
export function endPulled(chain: BftChain, from: ActorId): { readonly chain: BftChain; readonly isDone: boolean } {
  const { pulling } = chain;
  if (!pulling?.from.includes(from)) return { chain, isDone: false };
  const left = pulling.from.filter((other) => other !== from);
  return { chain: { ...chain, pulling: { ...pulling, from: left } }, isDone: left.length === 0 };
}

/** What has come of it, for SmartBFT. Undefined when the newest configuration leaves this orderer out. */
export function pulled(chain: BftChain, { disk }: ChainContext): Synchronized | undefined {
  const config = bftConfig(chain.bundle, disk.node);
  if (!config.ok) return undefined;
  const isSame = isSameConfig(config.value, chain.bft.config);
  const requests = chain.pulling?.requests ?? [];
  return { latest: newestDecision(chain), requests, config: isSame ? undefined : config.value };
}

/** The decision the newest block came from. */
export function newestDecision({ disk, bundle }: Pick<BftChain, 'disk' | 'bundle'>): Decision {
  const newest = disk.blocks.block(disk.blocks.height - 1);
  if (!newest) throw new RangeError('a chain has a block');
  return decisionOf(newest, Math.max(0, bundle.sequence - (isConfigBlock(newest) ? 1 : 0)));
}
