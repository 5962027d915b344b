/** Blocks that four orderers of real Fabric 3.1.1 have agreed on, taken apart and put together again. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { invariant } from '../kernel/result.ts';
import { blockSignedData, decodeBlock, metadataAt } from '../wire/block.ts';
import { BlockMetadataIndex } from '../wire/gen/common/common_pb.ts';
import { bftConfig } from './bft-consenters.ts';
import {
  blockOf,
  blockOfDecision,
  decisionOf,
  decodeSigned,
  isBoundTo,
  signingBytes,
  twisted,
} from './bft-proposal.ts';
import { viewMetadata } from './bft/bft-wire.ts';
import { bundleIn } from './onboarding.ts';

function recorded(number: string) {
  const bytes = gunzipSync(readFileSync(new URL(`testdata/bft-${number}.block.gz`, import.meta.url)));
  const block = decodeBlock(new Uint8Array(bytes));
  invariant(block.ok, 'a recorded block');
  return block.value;
}

const config = bundleIn('mychannel', recorded('002'));
invariant(config.ok, 'a recorded configuration');
const bundle = config.value;
const block = recorded('017');
const decision = decisionOf(block, bundle.sequence);

describe('a block of real Fabric', () => {
  it('is signed by a quorum, as the policy of block validation asks', () => {
    const signed = blockSignedData(block, bundle.orderer?.consenters ?? []);
    invariant(signed.ok, 'signatures');
    expect(signed.value).toHaveLength(3);
    expect(evaluatePolicy(bundle, POLICY.blockValidation, signed.value).satisfied).toBe(true);
    const two = signed.value.slice(0, 2);
    expect(evaluatePolicy(bundle, POLICY.blockValidation, two).satisfied).toBe(false);
  });

  it('says which decision it was', () => {
    expect(viewMetadata(decision.proposal.metadata)).toMatchObject({
      viewId: 0,
      latestSequence: 17,
      decisionsInView: 16,
      blackList: [],
    });
    expect(new Set(decision.signatures.map(({ signer }) => signer)).size).toBe(3);
  });

  it('has signatures that are bound to the proposal it came from, and to no other', () => {
    for (const { signer, msg } of decision.signatures) {
      const signed = decodeSigned(msg);
      invariant(signed, 'a signature message');
      expect(isBoundTo(signed, signer, decision.proposal)).toBe(true);
      expect(isBoundTo(signed, signer + 1, decision.proposal)).toBe(false);
      expect(isBoundTo(signed, signer, twisted(decision.proposal, 'tampered'))).toBe(false);
      expect(signingBytes(signed).length).toBeGreaterThan(0);
    }
  });

  it('comes out of its decision with the same bytes in header and orderers’ metadata', () => {
    const bare = blockOf(decision.proposal);
    const again = blockOfDecision(decision, 2);
    invariant(bare.ok && again.ok, 'a block');
    expect(again.value.header).toEqual(block.header);
    expect(again.value.data).toEqual(block.data);
    for (const slot of [BlockMetadataIndex.SIGNATURES, BlockMetadataIndex.LAST_CONFIG, BlockMetadataIndex.ORDERER])
      expect(metadataAt(again.value, slot)).toEqual(metadataAt(block, slot));
  });
});

it('the options of the recorded channel are read', () => {
  const read = bftConfig(bundle, 'orderer3.example.com');
  invariant(read.ok, 'options');
  expect(read.value).toMatchObject({ self: 3, nodes: [1, 2, 3, 4] });
  expect(read.value.options).toMatchObject({
    requestBatchMaxInterval: 50_000,
    requestForwardTimeout: 2_000_000,
    requestComplainTimeout: 20_000_000,
    leaderHeartbeatTimeout: 60_000_000,
    leaderHeartbeatCount: 10,
    decisionsPerLeader: 0,
  });
});
