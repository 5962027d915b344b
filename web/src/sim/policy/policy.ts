/**
 * What every policy answers: not only yes or no, but which branch was satisfied by whom and what is missing.
 *
 * @fabric common/policies/policy.go
 */
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';

/** One principal that had to sign. */
export interface SignedByExplanation {
  readonly kind: 'signedBy';
  readonly satisfied: boolean;
  readonly principal: MSPPrincipal;
  /** Position, in the evaluated list, of the identity that was used up for this principal. */
  readonly by: number | undefined;
}

/** A gate of a signature policy: at least `n` of `rules`. */
export interface OutOfExplanation {
  readonly kind: 'outOf';
  readonly satisfied: boolean;
  readonly n: number;
  readonly satisfiedCount: number;
  readonly rules: readonly (SignedByExplanation | OutOfExplanation)[];
}

/** A policy over the policies of the same name one level below. */
export interface ImplicitMetaExplanation {
  readonly kind: 'implicitMeta';
  readonly satisfied: boolean;
  readonly rule: 'ANY' | 'ALL' | 'MAJORITY' | 'UNKNOWN';
  readonly subPolicy: string;
  readonly threshold: number;
  readonly satisfiedCount: number;
  /** Sorted by the name of the group, so that the same evaluation reads the same everywhere. */
  readonly branches: readonly { readonly group: string; readonly explanation: Explanation }[];
}

/** Nobody satisfies a policy that does not exist. */
export interface NoSuchPolicyExplanation {
  readonly kind: 'noSuchPolicy';
  readonly satisfied: false;
  readonly name: string;
}

export type SignatureExplanation = SignedByExplanation | OutOfExplanation;
export type Explanation = SignatureExplanation | ImplicitMetaExplanation | NoSuchPolicyExplanation;

/** Whether an identity is one of those a principal stands for: the MSP knows, policies do not. */
export type SatisfiesPrincipal<Identity> = (identity: Identity, principal: MSPPrincipal) => boolean;

export interface Policy<Identity> {
  /** `identities` are those whose signatures are valid, each once, in the order of the signatures. */
  evaluate(identities: readonly Identity[]): Explanation;
}

/** The text of Fabric's error for an unsatisfied policy, or undefined when it is satisfied. */
export function failureText(explanation: Explanation): string | undefined {
  if (explanation.satisfied) return undefined;
  switch (explanation.kind) {
    case 'noSuchPolicy':
      return `no such policy: '${explanation.name}'`;
    case 'implicitMeta':
      return (
        `implicit policy evaluation failed - ${explanation.satisfiedCount} sub-policies were satisfied, but this policy ` +
        `requires ${explanation.threshold} of the '${explanation.subPolicy}' sub-policies to be satisfied`
      );
    default:
      return 'signature set did not satisfy policy';
  }
}

/**
 * The principals nobody signed for, in the branches that failed. Satisfied branches miss nothing, whatever is in them.
 */
export function missingPrincipals(explanation: Explanation): readonly MSPPrincipal[] {
  if (explanation.satisfied) return [];
  switch (explanation.kind) {
    case 'signedBy':
      return [explanation.principal];
    case 'outOf':
      return explanation.rules.flatMap(missingPrincipals);
    case 'implicitMeta':
      return explanation.branches.flatMap((branch) => missingPrincipals(branch.explanation));
    case 'noSuchPolicy':
      return [];
  }
}
