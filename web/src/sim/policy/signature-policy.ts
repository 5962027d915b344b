/**
 * Signature policies: which combinations of signers are enough.
 *
 * Evaluation is greedy, in the order of the rules and of the signatures, and each signature counts for one principal
 * only. A gate does not stop when it has enough: it goes on and may use up a signature that a later gate needs. That
 * makes some policies stricter than they read, in Fabric as here.
 *
 * @fabric common/cauthdsl
 */
import { fromBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import {
  type SignaturePolicy,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';
import type { Policy, SatisfiesPrincipal, SignatureExplanation } from './policy.ts';

/** A policy known to be well formed. */
type CompiledRule =
  | { readonly kind: 'signedBy'; readonly principal: MSPPrincipal }
  | { readonly kind: 'outOf'; readonly n: number; readonly rules: readonly CompiledRule[] };

export interface CompiledSignaturePolicy {
  readonly envelope: SignaturePolicyEnvelope;
  readonly rule: CompiledRule;
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Checks that every rule has a type and every index an identity. The error is Fabric's text. */
export function compileSignaturePolicy(envelope: SignaturePolicyEnvelope): Result<CompiledSignaturePolicy, string> {
  const rule = compileRule(envelope.rule, envelope.identities);
  return rule.ok ? ok({ envelope, rule: rule.value }) : rule;
}

/** As {@link compileSignaturePolicy}, from the bytes of a `common.Policy`. */
export function decodeSignaturePolicy(bytes: Uint8Array): Result<CompiledSignaturePolicy, string> {
  let envelope: SignaturePolicyEnvelope;
  try {
    envelope = fromBinary(SignaturePolicyEnvelopeSchema, bytes);
  } catch (error) {
    return failed(`Error unmarshalling to SignaturePolicy: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (envelope.version !== 0)
    return failed(`This evaluator only understands messages of version 0, but version was ${envelope.version}`);
  return compileSignaturePolicy(envelope);
}

function compileRule(
  rule: SignaturePolicy | undefined,
  identities: readonly MSPPrincipal[],
): Result<CompiledRule, string> {
  if (!rule) return failed('Empty policy element');
  switch (rule.type.case) {
    case 'signedBy': {
      const principal = identities[rule.type.value];
      if (principal) return ok({ kind: 'signedBy', principal });
      return failed(
        `identity index out of range, requested ${rule.type.value}, but identities length is ${identities.length}`,
      );
    }
    case 'nOutOf': {
      const rules: CompiledRule[] = [];
      for (const inner of rule.type.value.rules) {
        const compiled = compileRule(inner, identities);
        if (!compiled.ok) return compiled;
        rules.push(compiled.value);
      }
      return ok({ kind: 'outOf', n: rule.type.value.n, rules });
    }
    default:
      return failed('Unknown type: <nil>:<nil>');
  }
}

/** Evaluates `policy` over the identities of valid signatures. */
export function evaluateSignaturePolicy<Identity>(
  policy: CompiledSignaturePolicy,
  identities: readonly Identity[],
  satisfiesPrincipal: SatisfiesPrincipal<Identity>,
): SignatureExplanation {
  return evaluateRule(policy.rule, identities, satisfiesPrincipal, new Set()).explanation;
}

/** The compiled policy as one of a policy tree. */
export function signaturePolicy<Identity>(
  policy: CompiledSignaturePolicy,
  satisfiesPrincipal: SatisfiesPrincipal<Identity>,
): Policy<Identity> {
  return { evaluate: (identities) => evaluateSignaturePolicy(policy, identities, satisfiesPrincipal) };
}

interface Evaluated {
  readonly explanation: SignatureExplanation;
  /** Positions of the identities used up so far. */
  readonly used: ReadonlySet<number>;
}

function evaluateRule<Identity>(
  rule: CompiledRule,
  identities: readonly Identity[],
  satisfiesPrincipal: SatisfiesPrincipal<Identity>,
  used: ReadonlySet<number>,
): Evaluated {
  if (rule.kind === 'signedBy') {
    const { principal } = rule;
    const found = identities.findIndex((identity, i) => !used.has(i) && satisfiesPrincipal(identity, principal));
    if (found < 0) return { explanation: { kind: 'signedBy', satisfied: false, principal, by: undefined }, used };
    return {
      explanation: { kind: 'signedBy', satisfied: true, principal, by: found },
      used: new Set([...used, found]),
    };
  }
  const rules: SignatureExplanation[] = [];
  let usedSoFar = used;
  let satisfiedCount = 0;
  for (const inner of rule.rules) {
    const evaluated = evaluateRule(inner, identities, satisfiesPrincipal, usedSoFar);
    rules.push(evaluated.explanation);
    // A branch that failed gives back what it had used up.
    if (!evaluated.explanation.satisfied) continue;
    satisfiedCount++;
    usedSoFar = evaluated.used;
  }
  const satisfied = satisfiedCount >= rule.n;
  return { explanation: { kind: 'outOf', satisfied, n: rule.n, satisfiedCount, rules }, used: usedSoFar };
}
