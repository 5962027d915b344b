/**
 * What the answers of the endorsers come to: an answer to a query, a transaction, or a reason for neither.
 *
 * @fabric internal/pkg/gateway/{endorse,evaluate}.go (texts), protoutil/txutils.go
 */
import { fromBinary } from '@bufbuild/protobuf';
import { EMPTY } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { assembleTransaction } from '../wire/transaction.ts';
import type { Result } from '../kernel/result.ts';
import { type ClientEffect, report, signerOf } from './client-effects.ts';
import type { Answer, Operation } from './client-state.ts';
import { forgeryFacts, sentEnvelope } from './forgery.ts';
import { isPeerQuery, payloadText, type PeerQueryTask, queryOutput } from './peer-query.ts';
import { refusalText } from './tool-words.ts';

export type Verdict =
  | { readonly type: 'assemble' }
  | { readonly type: 'answered'; readonly effects: readonly ClientEffect[] }
  | { readonly type: 'failed'; readonly text: string; readonly effects: readonly ClientEffect[] };

const succeeded = ({ response }: Answer): boolean => {
  const status = response.response?.status ?? 0;
  return status >= 200 && status < 400;
};

/** Looks at a full set of answers. */
export function judgeAnswers(operation: Operation): Verdict {
  const { task, answers, channel, txid } = operation;
  // The tool looks at the answers in the order of the peers it asked, whenever they came.
  const failures = operation.asked.flatMap((peer) => answers.filter((one) => one.from === peer && !succeeded(one)));
  if (task.type === 'evaluateTransaction') return { type: 'answered', effects: [queryAnswer(operation, answers)] };
  const [failure] = failures;
  if (failure) {
    const { status = 0, message: text = '' } = failure.response.response ?? {};
    const fact = report({ type: 'endorsementFailed', channel, txid, text, details: failures.map(detailOf(operation)) });
    const isFirst = failure.from === operation.asked[0];
    return { type: 'failed', text: refusalText(task.type, status, text, isFirst), effects: [fact] };
  }
  if (isPeerQuery(task))
    return { type: 'answered', effects: answers.map((answer) => peerAnswer(operation, task, answer)) };
  return task.type === 'joinPeer' || task.type === 'joinPeerBySnapshot' || task.type === 'installChaincode'
    ? { type: 'answered', effects: [] }
    : { type: 'assemble' };
}

function peerAnswer({ channel, txid }: Operation, task: PeerQueryTask, { from, response }: Answer): ClientEffect {
  const output = queryOutput(task, response.response?.payload ?? EMPTY);
  return report({ type: 'peerQueried', channel, txid, query: task.type, peer: from, output });
}

function queryAnswer(operation: Operation, answers: readonly Answer[]): ClientEffect {
  const { task, channel, txid } = operation;
  const [answer] = answers;
  const response = answer?.response.response;
  const call = task.type === 'evaluateTransaction' ? task : undefined;
  return report({
    type: 'queryAnswered',
    channel,
    txid,
    chaincode: call?.chaincode ?? '',
    function: call?.function ?? '',
    peer: answer?.from ?? '',
    status: response?.status ?? 0,
    message: response?.message ?? '',
    payload: response ? payloadText(call?.chaincode ?? '', call?.function ?? '', response.payload) : '',
  });
}

const detailOf =
  (operation: Operation) =>
  ({ from, response }: Answer) => ({
    from,
    mspId: response.endorsement
      ? fromBinary(SerializedIdentitySchema, response.endorsement.endorser).mspid
      : operation.signer.mspId,
    message: response.response?.message ?? '',
  });

interface Assembled {
  readonly bytes: Uint8Array;
  readonly effects: readonly ClientEffect[];
}
interface NotAssembled {
  readonly text: string;
  readonly effects: readonly ClientEffect[];
}

/** The signed envelope of an operation whose endorsers all agreed to run it. */
export function assemble(operation: Operation): Result<Assembled, NotAssembled> {
  const { answers, channel, txid, proposalBytes, signer, task } = operation;
  const responses = answers.map((answer) => answer.response);
  const envelope = assembleTransaction(proposalBytes, responses, signerOf(signer));
  if (!envelope.ok) {
    const details = answers.map(detailOf(operation));
    const text = envelope.error;
    return {
      ok: false,
      error: { text, effects: [report({ type: 'endorsementFailed', channel, txid, text, details })] },
    };
  }
  const endorsements = answers.map(({ from, response }) => ({
    from,
    mspId: response.endorsement ? fromBinary(SerializedIdentitySchema, response.endorsement.endorser).mspid : '',
  }));
  const fact = report({ type: 'envelopeAssembled', channel, txid, endorsements, size: envelope.value.length });
  const bytes = sentEnvelope(envelope.value, task, signerOf(signer));
  return { ok: true, value: { bytes, effects: [fact, ...forgeryFacts(task, 'envelope', operation)] } };
}
