/**
 * Compares our parsing and evaluation of signature policies with cases computed by Fabric's own packages.
 *
 * A case has a `policy` and either the `error` of the parser, or the `envelope` (protobuf JSON), a `compileError` if the
 * envelope does not compile, and `evaluations` over signers such as `Org1MSP.peer`.
 */
import { isDeepStrictEqual } from 'node:util';
import { fromBinary, fromJson, type JsonValue, toJson } from '@bufbuild/protobuf';
import { parseSignaturePolicy } from '../../web/src/sim/policy/dsl.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../../web/src/sim/policy/signature-policy.ts';
import { SignaturePolicyEnvelopeSchema } from '../../web/src/sim/wire/gen/common/policies_pb.ts';
import {
  type MSPPrincipal,
  MSPPrincipal_Classification,
  MSPRole_MSPRoleType,
  MSPRoleSchema,
} from '../../web/src/sim/wire/gen/msp/msp_principal_pb.ts';
import { type ConformOutcome, compareEach, readCases } from './outcome.ts';

interface PolicyCase {
  readonly policy: string;
  readonly error?: string;
  readonly envelope?: JsonValue;
  readonly compileError?: string;
  readonly evaluations?: readonly Evaluation[] | null;
}

interface Evaluation {
  /** Null when nobody signed. */
  readonly signers: readonly string[] | null;
  readonly satisfied: boolean;
}

/** @param file a JSON list of cases, as `policies.json` of the oracles */
export function conformPolicies(file: string): ConformOutcome {
  const cases = readCases<PolicyCase>(file, ['policy']);
  const outcome = compareEach(cases, comparePolicy);
  return { ...outcome, differences: [...outcome.differences, ...cases.flatMap(noteOtherText)] };
}

function comparePolicy(one: PolicyCase, index: number): readonly string[] {
  const differences: string[] = [];
  const differ = (what: string, expected: unknown, got: unknown): void => {
    differences.push(`case ${index} ${one.policy}: ${what}: expected ${shown(expected)}, got ${shown(got)}`);
  };
  const parsed = parseSignaturePolicy(one.policy);
  if (!parsed.ok) {
    if (one.error === undefined) differ('parser', 'no error', parsed.error);
    return differences;
  }
  if (one.error !== undefined) differ('parser', one.error, 'no error');
  if (one.envelope === undefined) return differences;
  const expected = fromJson(SignaturePolicyEnvelopeSchema, one.envelope);
  const wanted = toJson(SignaturePolicyEnvelopeSchema, expected);
  const got = toJson(SignaturePolicyEnvelopeSchema, parsed.value);
  if (!isDeepStrictEqual(wanted, got)) differ('envelope', wanted, got);
  const compiled = compileSignaturePolicy(parsed.value);
  if (!compiled.ok || one.compileError) {
    if (compiled.ok || compiled.error !== one.compileError)
      differ('compiler', one.compileError ?? 'no error', compiled.ok ? 'no error' : compiled.error);
    return differences;
  }
  for (const { signers, satisfied } of one.evaluations ?? []) {
    const explanation = evaluateSignaturePolicy(compiled.value, signers ?? [], satisfiesRole);
    if (explanation.satisfied !== satisfied) differ(`signed by ${shown(signers)}`, satisfied, explanation.satisfied);
  }
  return differences;
}

/**
 * A refusal in other words is worth a line, but it is no failure: some of Fabric's texts contain addresses of functions
 * in memory.
 */
function noteOtherText(one: PolicyCase, index: number): readonly string[] {
  const parsed = parseSignaturePolicy(one.policy);
  if (parsed.ok || one.error === undefined || one.error === parsed.error) return [];
  return [`case ${index} ${one.policy}: refused in other words: ${shown(one.error)}, ours ${shown(parsed.error)}`];
}

/** Whether `signer`, an MSP and the one role its certificate carries, is meant by a role principal. */
function satisfiesRole(signer: string, principal: MSPPrincipal): boolean {
  if (principal.principalClassification !== MSPPrincipal_Classification.ROLE) return false;
  const { mspIdentifier, role } = fromBinary(MSPRoleSchema, principal.principal);
  const dot = signer.lastIndexOf('.');
  if (signer.slice(0, dot) !== mspIdentifier) return false;
  const signerRole = signer.slice(dot + 1).toUpperCase();
  return (
    role === MSPRole_MSPRoleType.MEMBER ||
    Object.entries(MSPRole_MSPRoleType).some(([name, value]) => name === signerRole && value === role)
  );
}

const shown = (value: unknown): string => JSON.stringify(value);
