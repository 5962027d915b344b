import { readFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from './block.ts';
import { concatBytes, EMPTY, equalBytes, hex, utf8 } from './bytes.ts';
import {
  checkHeaders,
  checkTxId,
  encodeChannelHeader,
  encodeEnvelope,
  encodePayload,
  encodeSignatureHeader,
  type Signer,
} from './envelope.ts';
import { HeaderSchema, HeaderType } from './gen/common/common_pb.ts';
import { ChaincodeSpec_Type } from './gen/peer/chaincode_pb.ts';
import {
  type Endorsement,
  EndorsementSchema,
  ProposalResponseSchema,
  ProposalSchema,
  ResponseSchema,
} from './gen/peer/proposal_pb.ts';
import { ChaincodeActionPayloadSchema, TransactionSchema, TxValidationCode } from './gen/peer/transaction_pb.ts';
import {
  checkProposal,
  encodeProposalResponsePayload,
  endorsedResponse,
  newProposal,
  newResponse,
  parseProposal,
} from './proposal.ts';
import { assembleTransaction, decodeTransaction, type EndorsedAction } from './transaction.ts';

/** The only envelope of a recorded block: block 11 is CreateAsset(asset14 …) by User1@org1, endorsed by both organisations. */
function recordedEnvelope(number: number): Uint8Array {
  const name = `testdata/raft/${String(number).padStart(3, '0')}.block`;
  const block = decodeBlock(new Uint8Array(readFileSync(new URL(name, import.meta.url))));
  invariant(block.ok, 'recorded block');
  return blockEnvelopes(block.value)[0] ?? EMPTY;
}

function decodedRecording(number: number) {
  const transaction = decodeTransaction(recordedEnvelope(number));
  invariant(transaction.ok && transaction.value.action?.ok, 'recorded transaction');
  return { transaction: transaction.value, action: transaction.value.action.value };
}

/** What the client had in hand when it assembled a recorded transaction. */
function ingredients(number: number) {
  const { transaction, action } = decodedRecording(number);
  const { channelHeaderBytes, signatureHeaderBytes, signature, data } = transaction.envelope;
  const [only] = fromBinary(TransactionSchema, data).actions;
  const { chaincodeProposalPayload } = fromBinary(ChaincodeActionPayloadSchema, only?.payload ?? EMPTY);
  const header = create(HeaderSchema, { channelHeader: channelHeaderBytes, signatureHeader: signatureHeaderBytes });
  const proposal = create(ProposalSchema, {
    header: toBinary(HeaderSchema, header),
    payload: chaincodeProposalPayload,
  });
  const signer: Signer = { creator: transaction.creator, sign: () => signature };
  return { proposalBytes: toBinary(ProposalSchema, proposal), responses: responsesOf(action), signer };
}

const responsesOf = ({ endorsements, proposalResponsePayload }: EndorsedAction) =>
  endorsements.map((endorsement: Endorsement) =>
    create(ProposalResponseSchema, {
      response: newResponse(200, ''),
      payload: proposalResponsePayload,
      endorsement,
    }),
  );

describe('a transaction', () => {
  it.each([3, 5, 7, 11])('assembled from the proposal and responses of block %i has the recorded bytes', (number) => {
    const { proposalBytes, responses, signer } = ingredients(number);
    const envelope = assembleTransaction(proposalBytes, responses, signer);
    invariant(envelope.ok, 'assembled');
    expect(equalBytes(envelope.value, recordedEnvelope(number))).toBe(true);
  });

  it('takes one endorsement of each endorser, the first', () => {
    const { proposalBytes, responses, signer } = ingredients(11);
    const again = assembleTransaction(proposalBytes, [...responses, ...responses], signer);
    invariant(again.ok, 'assembled');
    expect(equalBytes(again.value, recordedEnvelope(11))).toBe(true);
  });

  const { proposalBytes, responses, signer } = ingredients(11);
  const [first, second] = responses;
  invariant(first && second, 'two endorsers');
  it.each<[why: string, responses: Parameters<typeof assembleTransaction>[1], by: Signer, text: RegExp]>([
    ['nobody answered', [], signer, /^at least one proposal response is required$/],
    [
      'an endorser failed',
      [create(ProposalResponseSchema, { ...first, response: newResponse(500, 'boom') })],
      signer,
      /^proposal response was not successful, error code 500, msg boom$/,
    ],
    [
      'two endorsers disagree',
      [first, create(ProposalResponseSchema, { ...second, payload: utf8('else') })],
      signer,
      /^ProposalResponsePayloads do not match \(base64\): 'ZWxzZQ==' vs '/,
    ],
    [
      'nobody endorsed',
      [create(ProposalResponseSchema, { response: first.response ?? create(ResponseSchema), payload: first.payload })],
      signer,
      /^no endorsements$/,
    ],
    [
      'someone else sends it',
      responses,
      { ...signer, creator: utf8('eve') },
      /^signer must be the same as the one referenced in the header$/,
    ],
  ])('is not assembled when %s', (_why, answers, by, text) => {
    const assembled = assembleTransaction(proposalBytes, answers, by);
    expect(assembled.ok ? '' : assembled.error).toMatch(text);
  });
});

describe('a proposal', () => {
  it('made from the recorded inputs has the recorded header and hash', () => {
    const { transaction, action } = decodedRecording(11);
    const { timestamp } = transaction.envelope.channelHeader;
    invariant(timestamp, 'timestamp');
    const made = newProposal(
      {
        channelId: 'mychannel',
        chaincodeName: 'basic',
        args: action.args,
        specType: ChaincodeSpec_Type.GOLANG,
        transient: { secret: utf8('only for endorsers') },
      },
      transaction.creator,
      transaction.nonce,
      timestamp,
    );
    const parsed = parseProposal(made.proposalBytes);
    invariant(parsed.ok, 'parsed');
    expect(made.txId).toBe(transaction.txId);
    expect(equalBytes(parsed.value.channelHeaderBytes, transaction.envelope.channelHeaderBytes)).toBe(true);
    // Transient data reaches the endorser, and leaves no trace in what is signed.
    expect(parsed.value.transient).toEqual({ secret: utf8('only for endorsers') });
    expect(hex(parsed.value.proposalHash)).toBe(hex(action.proposalHash));
    expect(checkProposal(parsed.value)).toBeUndefined();
  });

  it('answered as recorded gives the recorded payload', () => {
    const { action } = decodedRecording(11);
    invariant(action.outcome.ok, 'outcome');
    const { results, response, chaincode } = action.outcome.value;
    const payload = encodeProposalResponsePayload(action.proposalHash, {
      results,
      event: EMPTY,
      response,
      chaincodeName: chaincode?.name ?? '',
      chaincodeVersion: chaincode?.version ?? '',
    });
    expect(equalBytes(payload, action.proposalResponsePayload)).toBe(true);
    const endorser: Signer = { creator: utf8('peer'), sign: (message) => message };
    expect(endorsedResponse(payload, response, endorser).endorsement).toEqual(
      create(EndorsementSchema, { endorser: utf8('peer'), signature: concatBytes(payload, utf8('peer')) }),
    );
  });

  const headers = (extension: Uint8Array) =>
    toBinary(
      ProposalSchema,
      create(ProposalSchema, {
        header: toBinary(
          HeaderSchema,
          create(HeaderSchema, {
            channelHeader: encodeChannelHeader({ type: HeaderType.ENDORSER_TRANSACTION, channelId: 'c', extension }),
          }),
        ),
      }),
    );
  it.each<[text: string, bytes: Uint8Array]>([
    ['error unmarshalling Proposal: proto: cannot parse invalid wire-format data', Uint8Array.of(0xff)],
    ['ChaincodeHeaderExtension.ChaincodeId is nil', headers(EMPTY)],
    ['ChaincodeHeaderExtension.ChaincodeId.Name is empty', headers(Uint8Array.of(0x12, 0))],
    ['chaincode invocation spec did not contain chaincode spec', headers(Uint8Array.of(0x12, 3, 0x12, 1, 0x61))],
  ])('that is malformed is answered: %s', (error, bytes) => {
    expect(parseProposal(bytes)).toEqual({ ok: false, error });
  });
});

describe('malformed envelopes', () => {
  const { transaction } = decodedRecording(11);
  const { channelHeaderBytes, signatureHeaderBytes, data } = transaction.envelope;
  const wrap = (body: Uint8Array, channelHeader = channelHeaderBytes) =>
    encodeEnvelope(encodePayload(channelHeader, signatureHeaderBytes, body), utf8('signature'));

  it.each<[why: string, envelope: Uint8Array, code: number]>([
    ['no envelope', Uint8Array.of(0x0a), TxValidationCode.INVALID_OTHER_REASON],
    ['a payload that is none', encodeEnvelope(Uint8Array.of(0x0a), EMPTY), TxValidationCode.BAD_PAYLOAD],
    ['no header', encodeEnvelope(EMPTY, EMPTY), TxValidationCode.BAD_COMMON_HEADER],
    ['a channel header that is none', wrap(data, Uint8Array.of(0xff)), TxValidationCode.BAD_COMMON_HEADER],
  ])('%s gets its code', (_why, envelope, code) => {
    expect(decodeTransaction(envelope)).toMatchObject({ ok: false, error: { code } });
  });

  it.each<[why: string, body: Uint8Array]>([
    ['no action', EMPTY],
    ['two actions', concatBytes(data, data)],
    ['garbage', Uint8Array.of(0xff, 0xff)],
  ])('a transaction with %s is an invalid endorser transaction', (_why, body) => {
    expect(decodeTransaction(wrap(body))).toMatchObject({
      ok: true,
      value: { action: { ok: false, error: { code: TxValidationCode.INVALID_ENDORSER_TRANSACTION } } },
    });
  });

  it('tells what is wrong with headers', () => {
    const header = (type: number, epoch: number, nonce: Uint8Array) => {
      const channelHeader = encodeChannelHeader({ type, epoch, channelId: 'c', txId: 'made up' });
      const decoded = decodeTransaction(
        encodeEnvelope(
          encodePayload(channelHeader, encodeSignatureHeader({ creator: utf8('me'), nonce }), data),
          EMPTY,
        ),
      );
      invariant(decoded.ok, 'headers');
      return decoded.value.envelope;
    };
    const good = header(HeaderType.ENDORSER_TRANSACTION, 0, utf8('n'));
    expect(checkHeaders(good)).toBeUndefined();
    expect(checkHeaders(header(99, 0, utf8('n')))).toBe('invalid header type 99');
    expect(checkHeaders(header(HeaderType.MESSAGE, 0, utf8('n')))).toBe('invalid header type MESSAGE');
    expect(checkHeaders(header(HeaderType.CONFIG, 7, utf8('n')))).toBe(
      'invalid Epoch in ChannelHeader. Expected 0, got [7]',
    );
    expect(checkHeaders(header(HeaderType.CONFIG, 0, EMPTY))).toBe('invalid nonce specified in the header');
    expect(checkTxId('made up', good.signatureHeader)).toMatch(
      /^invalid txid\. got \[made up\], expected \[[0-9a-f]{64}\]$/,
    );
  });

  it('never make a reader throw, whatever bytes are changed', () => {
    const original = recordedEnvelope(5);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const bytes = original.slice();
        for (const [at, value] of changes) bytes[at] = value;
        decodeTransaction(bytes);
        parseProposal(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
