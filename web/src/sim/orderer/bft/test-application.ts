/** A chain of decisions without blocks, for tests: requests are words, a payload is the words with spaces between them. */
import { sha256 } from '../../crypto/sha256.ts';
import { concatBytes, EMPTY, equalBytes, fromUtf8, utf8 } from '../../wire/bytes.ts';
import type { Proposal, Signature } from './bft-message.ts';
import type { Application, Decision } from './bft-state.ts';
import { proposalDigest } from './bft-wire.ts';

const signed = (node: number, bytes: Uint8Array): Uint8Array => sha256(concatBytes(utf8(`secret of ${node} `), bytes));

export const GENESIS: Decision = {
  proposal: { header: utf8('genesis'), payload: EMPTY, metadata: EMPTY, verificationSequence: 0 },
  signatures: [],
};

/** What consenter `self` has decided so far. */
export function application(
  self: number,
  decisions: readonly Decision[],
): Application & { decisions: readonly Decision[] } {
  const last = decisions.at(-1) ?? GENESIS;
  const parent = (): Uint8Array => sha256(utf8(proposalDigest(last.proposal)));
  const signProposal = (proposal: Proposal): Signature => {
    const msg = utf8(proposalDigest(proposal));
    return { signer: self, value: signed(self, msg), msg };
  };
  return {
    decisions,
    verificationSequence: 0,
    requestId: fromUtf8,
    isRequestValid: (request) => fromUtf8(request).startsWith('r'),
    assemble: (metadata, requests) => ({
      header: parent(),
      payload: utf8(requests.map(fromUtf8).join(' ')),
      metadata,
      verificationSequence: 0,
    }),
    verifyProposal(proposal) {
      if (!equalBytes(proposal.header, parent())) return { ok: false, error: 'does not follow' };
      const words = fromUtf8(proposal.payload).split(' ');
      return words.every((word) => word.startsWith('r'))
        ? { ok: true, value: words }
        : { ok: false, error: 'holds what no client sent' };
    },
    requestsOf: ({ payload }) => fromUtf8(payload).split(' '),
    signProposal,
    isSignedBy: ({ signer, value, msg }, proposal) =>
      equalBytes(msg, utf8(proposalDigest(proposal))) && equalBytes(value, signed(signer, msg)),
    sign: (bytes) => signed(self, bytes),
    isFrom: (signer, bytes, signature) => equalBytes(signature, signed(signer, bytes)),
    deliver: (decision) => ({ application: application(self, [...decisions, decision]), config: undefined }),
  };
}
