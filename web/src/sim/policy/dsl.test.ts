import { create, fromJson, type JsonValue, toBinary, toJson } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { MSPPrincipal_Classification, MSPPrincipalSchema } from '../wire/gen/msp/msp_principal_pb.ts';
import { parseSignaturePolicy, printPrincipal, printSignaturePolicy } from './dsl.ts';
import cases from './testdata/policies.json' with { type: 'json' };

function refusal(text: string): string {
  const parsed = parseSignaturePolicy(text);
  return parsed.ok ? `accepted as ${printSignaturePolicy(parsed.value)}` : parsed.error;
}

describe('against the parser of Fabric', () => {
  it.each(cases.map((one, i) => [i, one] as const))('case %i', (_, one) => {
    const parsed = parseSignaturePolicy(one.policy);
    if ('error' in one) return expect(parsed).toEqual({ ok: false, error: one.error });
    const expected = fromJson(SignaturePolicyEnvelopeSchema, one.envelope as JsonValue);
    expect(parsed.ok && toJson(SignaturePolicyEnvelopeSchema, parsed.value)).toEqual(
      toJson(SignaturePolicyEnvelopeSchema, expected),
    );
    return undefined;
  });
});

describe('what is refused, and why', () => {
  it.each([
    [
      'a role in capitals reads as a field of a variable',
      "OR('Org1MSP.Member')",
      "unrecognized token 'Org1MSP' in policy string",
    ],
    [
      'an MSP with an underscore is no principal',
      "OR('org_1.peer')",
      "Unable to access unexported field 'peer' in token 'org_1.peer'",
    ],
    [
      'an operator instead of a gate',
      "'Org1MSP.peer' && 'Org2MSP.peer'",
      "Value 'Org1MSP.peer' cannot be used with the logical operator '&&', it is not a bool",
    ],
    ['a trailing comma', "AND('A.peer',)", 'Cannot transition token types from SEPARATOR [,] to CLAUSE_CLOSE [41]'],
    ['a string never closed', "AND('A.peer)", 'Unclosed string literal'],
    ['a number where a principal belongs', "AND('A.peer', 2)", 'unexpected type float64'],
    ['a gate in a spelling Fabric does not know', "aND('A.peer')", 'Undefined function aND'],
    ['a count that is no number', "OutOf('many', 'A.peer')", "unrecognized token 'many' in policy string"],
    ['a name with a dot at the end', "AND(A., 'A.peer')", "Hanging accessor on token 'A.'"],
    ['a symbol of no operator', "AND('A.peer' @ 'B.peer')", "Invalid token: '@'"],
    ['only blanks', '   ', 'Unexpected end of expression'],
  ])('%s', (_, text, error) => {
    expect(refusal(text)).toBe(error);
  });
});

describe('what is accepted although it looks wrong', () => {
  it.each([
    ['a literal after the end is ignored', "AND('A.peer') 'B.peer'", "OR('A.peer')"],
    ['one more than there are members: a policy nobody satisfies', "OutOf(2, 'A.peer')", "OutOf(2, 'A.peer')"],
    ['a fraction loses what is behind the point', "OutOf(1.9, 'A.peer', 'B.peer')", "OR('A.peer', 'B.peer')"],
    ['double quotes, closed by a single one', `OR("A.peer')`, "OR('A.peer')"],
    [
      'parentheses around the first arguments',
      "AND(('A.peer', 'B.peer'), 'C.peer')",
      "AND('A.peer', 'B.peer', 'C.peer')",
    ],
    ['a dot and a dash in the name of an MSP', "OR('org-1.example.com.admin')", "OR('org-1.example.com.admin')"],
  ])('%s', (_, text, printed) => {
    expect(refusal(text)).toBe(`accepted as ${printed}`);
  });
});

it('numbers the identities of inner gates before those of the outer', () => {
  const parsed = parseSignaturePolicy("AND('A.peer', OR('B.peer', 'C.admin'), 'A.peer')");
  expect(parsed.ok && parsed.value.identities.map(printPrincipal)).toEqual(['B.peer', 'C.admin', 'A.peer', 'A.peer']);
});

const policyText = fc.letrec<{ rule: string; principal: string; gate: string }>((tie) => ({
  rule: fc.oneof({ maxDepth: 3 }, tie('principal'), tie('gate')),
  principal: fc
    .tuple(
      fc.constantFrom('Org1MSP', 'Org2MSP', 'o-3.x'),
      fc.constantFrom('member', 'admin', 'client', 'peer', 'orderer'),
    )
    .map(([msp, role]) => `'${msp}.${role}'`),
  gate: fc
    .tuple(fc.nat(5), fc.array(tie('rule'), { minLength: 1, maxLength: 4 }))
    .map(([n, rules]) => `OutOf(${Math.min(n, rules.length + 1)}, ${rules.join(', ')})`),
})).gate;

it('prints what it parsed so that it parses to the same bytes', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      const once = parseSignaturePolicy(text);
      if (!once.ok) return false;
      const twice = parseSignaturePolicy(printSignaturePolicy(once.value));
      const bytes = toBinary(SignaturePolicyEnvelopeSchema, once.value);
      expect(twice.ok && toBinary(SignaturePolicyEnvelopeSchema, twice.value)).toEqual(bytes);
      return true;
    }),
  );
});

it('answers any text with a policy or a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`AOoutf('",).1-& []\\xMSP.peer`) }), (text) => {
      const parsed = parseSignaturePolicy(text);
      return parsed.ok || parsed.error.length > 0;
    }),
    { numRuns: 500 },
  );
});

it.each([
  MSPPrincipal_Classification.ROLE,
  MSPPrincipal_Classification.ORGANIZATION_UNIT,
  MSPPrincipal_Classification.IDENTITY,
])('prints a principal of class %i whose bytes are damaged, for a policy may hold one', (kind) => {
  const principal = create(MSPPrincipalSchema, {
    principalClassification: kind,
    principal: Uint8Array.of(0xff, 0xff),
  });
  expect(printPrincipal(principal)).toMatch(/^(unreadable|identity)$/);
});
