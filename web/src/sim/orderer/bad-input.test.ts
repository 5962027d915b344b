import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelBundle } from '../channel/bundle.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { damagedBytes } from '../wire/damaged-bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { type Block, EnvelopeSchema, Status } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { joinChannel } from './join-channel.ts';
import { openEnvelope, processMessage } from './message-processor.ts';
import { bundleIn } from './onboarding.ts';
import type { OrdererDisk } from './orderer-state.ts';
import { decodeRaftMessage, encodeRaftMessage } from './raft/raftpb.ts';

const CHANNEL = 'mychannel';
const bytesOf = (number: number): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../wire/testdata/raft/00${number}.block`, import.meta.url)));

function blockOf(number: number): Block {
  const block = decodeBlock(bytesOf(number));
  invariant(block.ok, 'recorded block');
  return block.value;
}

const envelopeOf = (number: number): Uint8Array => blockEnvelopes(blockOf(number))[0] ?? EMPTY;

function configDataOf(number: number): Uint8Array {
  const parsed = parseEnvelope(envelopeOf(number));
  return parsed.ok ? parsed.value.data : EMPTY;
}

/** The channel after its first blocks, all of which are config blocks. */
function bundleAfterBlock(last: number): ChannelBundle {
  const first = bundleIn(CHANNEL, blockOf(0));
  invariant(first.ok, 'recorded genesis block');
  let bundle = first.value;
  for (let number = 1; number <= last; number++) {
    const next = applyConfigEnvelope(bundle, configDataOf(number));
    invariant(next.ok, 'recorded config block');
    bundle = next.value;
  }
  return bundle;
}

const DISK = { node: 'orderer.example.com', secret: utf8('secret'), chains: {} } as unknown as OrdererDisk;

/** A day after the recording. */
const NOW = Date.UTC(2026, 10, 23) * 1_000;

const process = (bytes: Uint8Array, bundle: ChannelBundle) => {
  const opened = openEnvelope(bytes);
  if (!opened.ok) return opened;
  const signer = { creator: utf8('nobody'), sign: () => utf8('signature') };
  return processMessage(bytes, opened.value, { bundle, nowUnixMicros: NOW, nonce: utf8('nonce'), signer });
};

describe('an orderer', () => {
  it('joins by a damaged block or says why not', () => {
    const intact = bytesOf(0);
    expect(joinChannel(DISK, CHANNEL, intact, 1).ok).toBe(true);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const joined = joinChannel(DISK, CHANNEL, damagedBytes(intact, damage), 1);
        if (!joined.ok) expect(joined.error).not.toBe('');
      }),
      { numRuns: 80, seed: 1 },
    );
  });

  it.each([3, 5])('orders the transaction of block %i as it was, and nothing damaged', (number) => {
    const bundle = bundleAfterBlock(2);
    const intact = envelopeOf(number);
    expect(process(intact, bundle).ok).toBe(true);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const damaged = damagedBytes(intact, damage);
        const processed = process(damaged, bundle);
        if (processed.ok) expect(processed.value.ordering.payload).toEqual(fromBinary(EnvelopeSchema, intact).payload);
        else expect([Status.BAD_REQUEST, Status.FORBIDDEN]).toContain(processed.error.status);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('refuses a damaged config update with a status and a text', () => {
    const bundle = bundleAfterBlock(0);
    const { lastUpdate } = fromBinary(ConfigEnvelopeSchema, configDataOf(1));
    invariant(lastUpdate, 'the update behind the block');
    const intact = toBinary(EnvelopeSchema, lastUpdate);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const processed = process(damagedBytes(intact, damage), bundle);
        // Nobody's signature is under the config envelope, so not even the update itself gets all the way.
        invariant(!processed.ok, 'refused');
        expect(processed.error.info).not.toBe('');
        expect([Status.BAD_REQUEST, Status.FORBIDDEN]).toContain(processed.error.status);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('reads a damaged message of another orderer or refuses it', () => {
    const entries = [{ index: 4, term: 2, type: 'normal' as const, data: utf8('an envelope') }];
    const intact = encodeRaftMessage({
      type: 'MsgApp',
      from: 1,
      to: 2,
      term: 2,
      index: 3,
      logTerm: 1,
      commit: 3,
      entries,
    });
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const read = decodeRaftMessage(damagedBytes(intact, damage));
        if (!read.ok) expect(read.error).not.toBe('');
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
