import { create, fromBinary, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { type MSPPrincipal, MSPRole_MSPRoleType, MSPRoleSchema } from '../wire/gen/msp/msp_principal_pb.ts';
import { parseSignaturePolicy, printPrincipal } from './dsl.ts';
import { type Explanation, failureText, missingPrincipals } from './policy.ts';
import { compileSignaturePolicy, decodeSignaturePolicy, evaluateSignaturePolicy } from './signature-policy.ts';
import cases from './testdata/policies.json' with { type: 'json' };

/** `signer` is an MSP and the one role its certificate carries. */
function satisfies(signer: string, principal: MSPPrincipal): boolean {
  const { mspIdentifier, role } = fromBinary(MSPRoleSchema, principal.principal);
  if (role === MSPRole_MSPRoleType.MEMBER) return signer.startsWith(`${mspIdentifier}.`);
  return signer === printPrincipal(principal);
}

function evaluate(policy: string, signers: readonly string[]): Explanation {
  const parsed = parseSignaturePolicy(policy);
  invariant(parsed.ok, policy);
  const compiled = compileSignaturePolicy(parsed.value);
  invariant(compiled.ok, policy);
  return evaluateSignaturePolicy(compiled.value, signers, satisfies);
}

it('decides as Fabric does', () => {
  let evaluations = 0;
  for (const one of cases) {
    if (!('envelope' in one)) continue;
    const compiled = compileSignaturePolicy(fromJson(SignaturePolicyEnvelopeSchema, one.envelope as JsonValue));
    invariant(compiled.ok, one.policy);
    for (const { signers, satisfied } of one.evaluations ?? []) {
      const got = evaluateSignaturePolicy(compiled.value, signers ?? [], satisfies).satisfied;
      expect(got, `${one.policy} signed by ${String(signers)}`).toBe(satisfied);
      evaluations++;
    }
  }
  expect(evaluations).toBeGreaterThan(500);
});

describe('greedy evaluation', () => {
  it.each([
    ['one signature is one principal', "AND('A.member', 'A.peer')", ['A.peer'], false],
    ['two of the same organisation are two', "AND('A.member', 'A.peer')", ['A.admin', 'A.peer'], true],
    [
      'the first rule takes the first signature, even if another rule needs it',
      "AND('A.member', 'A.peer')",
      ['A.peer', 'A.admin'],
      false,
    ],
    [
      'a gate goes on when it has enough and uses up a signature',
      "AND(OR('A.peer', 'B.peer'), 'B.peer')",
      ['A.peer', 'B.peer'],
      false,
    ],
    ['a branch that failed gives its signatures back', "OR(AND('A.peer', 'C.peer'), 'A.peer')", ['A.peer'], true],
    ['none of something is always satisfied', "OutOf(0, 'A.peer')", [], true],
  ])('%s', (_, policy, signers, satisfied) => {
    expect(evaluate(policy, signers).satisfied).toBe(satisfied);
  });
});

describe('the explanation', () => {
  it('says who satisfied what', () => {
    expect(evaluate("OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C.peer', 'A.peer'])).toMatchObject({
      satisfied: true,
      satisfiedCount: 2,
      rules: [{ by: 1 }, { satisfied: false, by: undefined }, { by: 0 }],
    });
  });

  it('lists what is missing, only in branches that failed', () => {
    const explanation = evaluate("AND(OR('A.peer', 'B.peer'), AND('C.peer', 'D.admin'))", ['A.peer', 'C.peer']);
    expect(missingPrincipals(explanation).map(printPrincipal)).toEqual(['D.admin']);
    expect(failureText(explanation)).toBe('signature set did not satisfy policy');
  });
});

describe('what does not compile', () => {
  it.each([
    ['no rule', {}, 'Empty policy element'],
    ['a rule without a type', { rule: {} }, 'Unknown type: <nil>:<nil>'],
    [
      'an identity that is not there',
      { rule: { type: { case: 'signedBy', value: 1 } } },
      'identity index out of range, requested 1, but identities length is 0',
    ],
    [
      'an index below zero',
      { rule: { type: { case: 'signedBy', value: -1 } } },
      'identity index out of range, requested -1, but identities length is 0',
    ],
    [
      'another version',
      { version: 1, rule: {} },
      'This evaluator only understands messages of version 0, but version was 1',
    ],
  ] as const)('%s', (_, init, error) => {
    const bytes = toBinary(SignaturePolicyEnvelopeSchema, create(SignaturePolicyEnvelopeSchema, init));
    expect(decodeSignaturePolicy(bytes)).toEqual({ ok: false, error });
  });
});
