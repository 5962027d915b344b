/** Sending the proposal of an operation to the peers that are to endorse it. */
import { toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import { signProposal } from '../wire/proposal.ts';
import { type ClientEffect, signerOf } from './client-effects.ts';
import type { Operation } from './client-state.ts';
import { forgeryFacts, sentProposal } from './forgery.ts';

/** Building and signing take a client a moment, in microseconds. */
export const WORK = { min: 300, max: 900 };

export function sendProposal(operation: Operation, peer: ActorId): ClientEffect {
  const { index, label, channel, txid, proposalBytes, signer, task } = operation;
  const signed = sentProposal(signProposal(proposalBytes, signerOf(signer)), task);
  const signedProposal = toBinary(SignedProposalSchema, signed);
  return {
    type: 'send',
    to: peer,
    ...WORK,
    message: { type: 'proposal', request: String(index), signedProposal, label, channel, txid },
  };
}

/** To all peers asked. */
export const sendProposals = (operation: Operation): readonly ClientEffect[] => [
  ...forgeryFacts(operation.task, 'proposal', operation),
  ...operation.asked.map((peer) => sendProposal(operation, peer)),
];
