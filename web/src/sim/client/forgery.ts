/**
 * A client that does not play fair: it changes what it sends after signing it, or signs what nobody endorsed. Shows at
 * which place in the network each lie is found out.
 */
import { create } from '@bufbuild/protobuf';
import { utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { encodeEnvelope, type Signer } from '../wire/envelope.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import { type SignedProposal, SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import { type ClientEffect, report } from './client-effects.ts';
import type { Forgery } from './forgery-kinds.ts';

const OF_PROPOSALS: readonly Forgery[] = ['proposalSignature', 'proposal'];

/** A task, of which a call of a chaincode may lie. */
interface PossiblyForged {
  readonly type: string;
  readonly forgery?: Forgery;
  readonly function?: string;
  readonly args?: readonly string[];
}

/** One bit of the last byte turned over. */
const garbled = (bytes: Uint8Array): Uint8Array => flipped(bytes, bytes.length - 1);

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[at] = (out[at] ?? 0) ^ 1;
  return out;
}

/** The call's last argument changed where it stands last: in a result, if it got there; else in the call itself. */
function changed(bytes: Uint8Array, { function: name = '', args = [] }: PossiblyForged): Uint8Array {
  const text = utf8(args.findLast((arg) => arg !== '') ?? name);
  for (let at = bytes.length - text.length; at >= 0; at--)
    if (text.every((byte, offset) => bytes[at + offset] === byte)) return flipped(bytes, at + text.length - 1);
  return garbled(bytes);
}

/** What is sent instead of `signed`. */
export function sentProposal(signed: SignedProposal, task: PossiblyForged): SignedProposal {
  const { proposalBytes, signature } = signed;
  if (task.forgery === 'proposalSignature')
    return create(SignedProposalSchema, { proposalBytes, signature: garbled(signature) });
  if (task.forgery === 'proposal')
    return create(SignedProposalSchema, { proposalBytes: changed(proposalBytes, task), signature });
  return signed;
}

/** What is sent instead of a serialized `common.Envelope`. */
export function sentEnvelope(envelope: Uint8Array, task: PossiblyForged, signer: Signer): Uint8Array {
  const decoded = decode(EnvelopeSchema, envelope);
  if (task.forgery === undefined || !decoded.ok) return envelope;
  const { payload, signature } = decoded.value;
  switch (task.forgery) {
    case 'envelopeSignature':
      return encodeEnvelope(payload, garbled(signature));
    case 'envelope':
      return encodeEnvelope(changed(payload, task), signature);
    case 'result': {
      const lie = changed(payload, task);
      return encodeEnvelope(lie, signer.sign(lie));
    }
    default:
      return envelope;
  }
}

/** What the trace says when a lie leaves: one of proposals, or one of envelopes. */
export function forgeryFacts(
  { forgery }: PossiblyForged,
  of: 'proposal' | 'envelope',
  { channel, txid }: { readonly channel: string; readonly txid: string },
): readonly ClientEffect[] {
  if (forgery === undefined || OF_PROPOSALS.includes(forgery) !== (of === 'proposal')) return [];
  return [report({ type: 'requestForged', channel, txid, forgery })];
}
