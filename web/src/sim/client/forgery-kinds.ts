/** The lies a client can tell in a transaction: see forgery.ts. */

/**
 * `proposalSignature`, `envelopeSignature`: the signature is garbled. `proposal`, `envelope`: an argument, or the result,
 * is changed after signing. `result`: what the endorsers signed is changed before the client signs.
 */
export type Forgery = 'proposalSignature' | 'proposal' | 'result' | 'envelopeSignature' | 'envelope';

export const FORGERIES: readonly Forgery[] = [
  'proposalSignature',
  'proposal',
  'result',
  'envelopeSignature',
  'envelope',
];
