import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { createBundle } from './bundle.ts';
import { createChannel } from './channel-creation.ts';
import { applyConfigEnvelope, proposeConfigUpdate } from './config-update.ts';

const file = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));

/** The data of the config envelope in a block, or whatever can still be found of it. */
function configData(bytes: Uint8Array): Uint8Array {
  const block = decodeBlock(bytes);
  const envelope = parseEnvelope(block.ok ? (blockEnvelopes(block.value)[0] ?? EMPTY) : bytes);
  return envelope.ok ? envelope.value.data : EMPTY;
}

function bundleIn(name: string) {
  const bundle = createBundle('mychannel', fromBinary(ConfigEnvelopeSchema, configData(file(name))).config);
  invariant(bundle.ok, 'recorded configuration');
  return bundle.value;
}

function updateIn(name: string): Uint8Array {
  const { lastUpdate } = fromBinary(ConfigEnvelopeSchema, configData(file(name)));
  invariant(lastUpdate, 'recorded update');
  return toBinary(EnvelopeSchema, lastUpdate);
}

/** What a bad disk or a bad network makes of bytes: some bits turned over, the end cut off. */
const damaged = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      flips: fc.array(fc.nat(bytes.length * 8 - 1), { maxLength: 3 }),
      length: fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length)),
    })
    .filter(({ flips, length }) => flips.length > 0 || length < bytes.length)
    .map(({ flips, length }) => {
      const copy = bytes.slice();
      for (const bit of flips) copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy.subarray(0, length);
    });

const RUNS = { numRuns: 150 };
const RAFT = '../wire/testdata/raft';
const CONSORTIUM = 'testdata/consortium';

describe('damaged bytes are refused or read, never thrown at', () => {
  it.each([`${RAFT}/000.block`, '../wire/testdata/bft/000.block', `${CONSORTIUM}/system-genesis.block`])(
    'in the genesis block %s',
    (name) => {
      fc.assert(
        fc.property(damaged(file(name)), (bytes) => {
          const config = decode(ConfigEnvelopeSchema, configData(bytes));
          const bundle = createBundle('mychannel', config.ok ? config.value.config : undefined);
          expect(bundle.ok || bundle.error.length > 0).toBe(true);
        }),
        RUNS,
      );
    },
  );

  it('in a config block that follows another', () => {
    const genesis = bundleIn(`${RAFT}/000.block`);
    const intact = configData(file(`${RAFT}/001.block`));
    fc.assert(
      fc.property(damaged(intact), (bytes) => {
        const next = applyConfigEnvelope(genesis, bytes);
        // Whatever is accepted must be what the signed update means: no damage may slip into the configuration.
        if (next.ok) expect(next.value.sequence).toBe(1);
      }),
      RUNS,
    );
  });

  it('in an update, whose signature then does not hold any more', () => {
    const genesis = bundleIn(`${RAFT}/000.block`);
    const intact = updateIn(`${RAFT}/001.block`);
    const expected = proposeConfigUpdate(genesis, intact);
    invariant(expected.ok, 'recorded update');
    fc.assert(
      fc.property(damaged(intact), (bytes) => {
        const accepted = proposeConfigUpdate(genesis, bytes);
        // With the version of a group set back, what it would newly hold asks for no signature and has no effect: so in
        // Fabric. Nothing else may come of damage.
        if (accepted.ok) expect([genesis.root, expected.value.bundle.root]).toContainEqual(accepted.value.bundle.root);
      }),
      RUNS,
    );
  });

  it('in a channel creation transaction', () => {
    const system = bundleIn(`${CONSORTIUM}/system-genesis.block`);
    const intact = updateIn(`${CONSORTIUM}/mychannel_0.block`);
    const expected = createChannel(system, intact);
    invariant(expected.ok, 'recorded creation');
    fc.assert(
      fc.property(damaged(intact), (bytes) => {
        const made = createChannel(system, bytes);
        if (made.ok) expect(made.value.bundle.config).toEqual(expected.value.bundle.config);
      }),
      RUNS,
    );
  });
});
