/**
 * How an orderer that somebody has taken over lies.
 *
 * - silent: it says nothing to the other orderers any more.
 * - withhold: it answers clients SUCCESS and drops their envelopes.
 * - reorder: as leader it orders envelopes the other way round.
 * - tamper: as leader it changes what clients have sent.
 * - equivocate: it proposes and signs one order for some and the opposite one for others.
 * - censor: it takes part in everything and gives peers no new block.
 */
export const LIES = ['silent', 'withhold', 'reorder', 'tamper', 'equivocate', 'censor'] as const;

export type Lie = (typeof LIES)[number];
