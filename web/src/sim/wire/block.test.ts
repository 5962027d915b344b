import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import {
  blockChannelId,
  blockEnvelopes,
  blockHash,
  blockSignedData,
  blockSigningBytes,
  checkWellFormed,
  commitHash,
  decodeBlock,
  encodeBlock,
  encodeOrdererMetadata,
  isConfigBlock,
  metadataAt,
  newBlock,
  ordererMetadata,
  previousHash,
  transactionsFilter,
  withCommitHash,
  withOrdererSignatures,
  withTransactionsFilter,
} from './block.ts';
import { concatBytes, EMPTY, equalBytes, hex, utf8 } from './bytes.ts';
import { encodeEnvelope, encodeSignatureHeader } from './envelope.ts';
import { type Block, BlockMetadataIndex } from './gen/common/common_pb.ts';

const bytesOf = (network: string, number: number): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`testdata/${network}/00${number}.block`, import.meta.url)));

function recorded(network: string, number: number): Block {
  const block = decodeBlock(bytesOf(network, number));
  invariant(block.ok, 'recorded block');
  return block.value;
}

describe('a block', () => {
  it.each(['raft', 'bft'])('of the recorded %s network names the one before it', (network) => {
    for (const number of [1, 2, 3, 4, 5])
      expect(hex(previousHash(recorded(network, number)))).toBe(hex(blockHash(recorded(network, number - 1))));
  });

  it('built from the parts of a recorded one, signed and validated alike, has the recorded bytes', () => {
    const original = recorded('raft', 4);
    const metadata = ordererMetadata(original);
    const [signed] = signaturesOf(original);
    invariant(metadata.ok && signed, 'signed');
    const commit = commitHash(original);
    invariant(commit, 'commit hash');
    const made = withOrdererSignatures(newBlock(4, previousHash(original), blockEnvelopes(original)), metadata.value, [
      signed,
    ]);
    const stored = withCommitHash(withTransactionsFilter(made, transactionsFilter(original)), commit);
    expect(equalBytes(encodeBlock(stored), bytesOf('raft', 4))).toBe(true);
  });

  it('is signed over metadata, signer and header', () => {
    const signatureHeader = encodeSignatureHeader({ creator: utf8('orderer'), nonce: utf8('nonce') });
    const metadata = { lastConfig: 2, consenterMetadata: utf8('raft') };
    const plain = newBlock(3, utf8('previous'), [utf8('envelope')]);
    const data = blockSigningBytes(plain, encodeOrdererMetadata(metadata), signatureHeader);
    const block = withOrdererSignatures(plain, metadata, [{ signatureHeader, signature: utf8('sig') }]);
    expect(blockSignedData(block, [])).toEqual({
      ok: true,
      value: [{ data, identity: utf8('orderer'), signature: utf8('sig') }],
    });
    expect(ordererMetadata(block)).toEqual({ ok: true, value: metadata });
  });

  it('leaves out signatures by consenters the channel does not have', () => {
    const bft = recorded('bft', 3);
    expect(blockSignedData(bft, [])).toMatchObject({ ok: true, value: { length: 3 } });
    const stranger = { id: 77 } as Parameters<typeof blockSignedData>[1][number];
    expect(blockSignedData(bft, [stranger])).toEqual({ ok: true, value: [] });
  });

  it('knows whether it carries a configuration', () => {
    expect([0, 1, 2, 3].map((number) => isConfigBlock(recorded('raft', number)))).toEqual([true, true, true, false]);
    expect(blockChannelId(recorded('raft', 3))).toEqual({ ok: true, value: 'mychannel' });
    expect(blockChannelId(newBlock(1, EMPTY, []))).toEqual({
      ok: false,
      error: 'failed to retrieve channel id - block is empty',
    });
  });

  it.each<[number: number, der: string]>([
    [0, '30090201000401010401aa'],
    [127, '300902017f0401010401aa'],
    [128, '300a020200800401010401aa'],
    [256, '300a020201000401010401aa'],
  ])('number %i is an INTEGER that is never negative', (number, der) => {
    const block = newBlock(number, Uint8Array.of(1), []);
    invariant(block.header, 'header');
    block.header.dataHash = Uint8Array.of(0xaa);
    const data = blockSigningBytes(block, EMPTY, EMPTY);
    expect(hex(data)).toBe(der);
  });
});

/** The single signature of a Raft block, as its orderer put it there. */
function signaturesOf(block: Block) {
  const slot = metadataAt(block, BlockMetadataIndex.SIGNATURES);
  const signedData = blockSignedData(block, []);
  const metadata = ordererMetadata(block);
  invariant(signedData.ok && metadata.ok && slot.length > 0, 'signatures');
  const value = encodeOrdererMetadata(metadata.value);
  return signedData.value.map(({ data, signature }) => {
    const rest = data.subarray(value.length);
    const header = blockSigningBytes(block, EMPTY, EMPTY);
    return { signatureHeader: rest.subarray(0, rest.length - header.length), signature };
  });
}

describe('a block that is not well formed', () => {
  const good = encodeEnvelope(utf8('payload'), utf8('signature'));
  it.each<[text: string | undefined, envelopes: readonly Uint8Array[]]>([
    [undefined, [good]],
    ['empty block', []],
    ['transaction 1 has no payload', [good, encodeEnvelope(EMPTY, utf8('s'))]],
    ['transaction 0 has no signature', [encodeEnvelope(utf8('p'), EMPTY)]],
    [
      'transaction 0 is invalid: error unmarshalling Envelope: proto: cannot parse invalid wire-format data',
      [Uint8Array.of(0x0a)],
    ],
    ['transaction 0 has 2 trailing bytes', [concatBytes(Uint8Array.of(0x0a, 0), good)]],
  ])('says: %s', (text, envelopes) => {
    expect(checkWellFormed(newBlock(1, EMPTY, envelopes))).toBe(text);
  });

  it('is refused, not thrown, however it was cut or altered', () => {
    const original = bytesOf('raft', 5);
    expect(decodeBlock(EMPTY)).toEqual({ ok: false, error: 'block header is nil' });
    fc.assert(
      fc.property(fc.nat(original.length), fc.nat(original.length - 1), fc.nat(255), (length, at, value) => {
        const bytes = original.slice(0, length);
        if (at < length) bytes[at] = value;
        const block = decodeBlock(bytes);
        if (!block.ok) return;
        isConfigBlock(block.value);
        blockSignedData(block.value, []);
        ordererMetadata(block.value);
        checkWellFormed(block.value);
        commitHash(block.value);
      }),
      { numRuns: 300 },
    );
  });
});
