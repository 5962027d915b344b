/** Which entry explains what a fact reports, where it reports a refusal, an error or a validation code. */
import type { Fact } from '../sim/trace/facts.ts';
import { explainCode, explanationBy } from './entries.ts';
import type { Explanation } from './entries.ts';
import { explainError } from './find-explanations.ts';

/** What failed; null for a fact that reports no failure. */
interface Failure {
  /** As Fabric prints it. */
  readonly text: string;
  /** What it is when no entry knows the text: a chaincode says what it likes. */
  readonly otherwise: 'chaincodeError' | null;
}

const CALLS: readonly string[] = ['submitTransaction', 'evaluateTransaction'];

/** The failure a fact reports; null when it reports none. */
export function failureIn(fact: Fact): Failure | null {
  const known = (text: string): Failure => ({ text, otherwise: null });
  switch (fact.type) {
    case 'commandFailed':
      return { text: fact.text, otherwise: CALLS.includes(fact.command) ? 'chaincodeError' : null };
    case 'proposalRefused':
      return { text: fact.message, otherwise: 'chaincodeError' };
    case 'endorsementFailed':
      return { text: fact.text, otherwise: 'chaincodeError' };
    case 'gatewayCallFailed':
      // The gateway's own text is general; what each endorser said is not.
      return known([fact.text, ...fact.details.map(({ message }) => message)].join(' '));
    case 'gatewayCallRefused':
      return known(`${fact.code}: ${fact.message}`);
    case 'envelopeRefused':
      return known(`${fact.status} -- ${fact.info}`);
    case 'broadcastAnswered':
      return fact.status === 'SUCCESS' ? null : known(`${fact.status} -- ${fact.info}`);
    case 'caRequestRefused':
      return known(`Error Code: ${fact.code} - ${fact.message}`);
    case 'richQueryWarned':
      return known(fact.warning);
    case 'commitStatusReceived':
      return known(fact.code);
    case 'blockRejected':
    case 'peerPanicked':
    case 'ordererPanicked':
    case 'snapshotJoinFailed':
      return known(fact.text);
    default:
      return null;
  }
}

/** The entry for what `fact` reports; null when it reports no failure, or none we have an entry for. */
export function explainFact(fact: Fact): Explanation | null {
  if (fact.type === 'commitStatusReceived') return explainCode(fact.code);
  const failure = failureIn(fact);
  if (failure === null) return null;
  return explainError(failure.text) ?? (failure.otherwise === null ? null : explanationBy(failure.otherwise));
}
