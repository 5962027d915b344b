/**
 * The language of signature policies: `OR('Org1MSP.admin', AND('Org1MSP.peer', 'Org2MSP.peer'))`.
 *
 * Fabric reads it in three passes over text: gates become `outof(n, …)`, each `outof` gets a context, and only then are
 * principals numbered. Identities are numbered as gates are completed, so those of an inner gate come before those the
 * outer gate names itself, and a principal named twice is listed twice.
 *
 * @fabric common/policydsl/policyparser.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import { decode } from '../wire/decode.ts';
import {
  type SignaturePolicy,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import {
  type MSPPrincipal,
  MSPPrincipal_Classification,
  MSPPrincipalSchema,
  MSPRole_MSPRoleType,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../wire/gen/msp/msp_principal_pb.ts';
import { type Environment, evaluateExpression, type ExpressionFunction, goType, type Value } from './expression.ts';

const ROLES: ReadonlyMap<string, MSPRole_MSPRoleType> = new Map([
  ['member', MSPRole_MSPRoleType.MEMBER],
  ['admin', MSPRole_MSPRoleType.ADMIN],
  ['client', MSPRole_MSPRoleType.CLIENT],
  ['peer', MSPRole_MSPRoleType.PEER],
  ['orderer', MSPRole_MSPRoleType.ORDERER],
]);

const PRINCIPAL = /^([0-9A-Za-z.-]+)[.](admin|member|client|peer|orderer)$/;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Parses a signature policy. The error is the exact text of Fabric's parser, without what a command puts before it.
 */
export function parseSignaturePolicy(text: string): Result<SignaturePolicyEnvelope, string> {
  const gates = evaluateToText(text, text, GATES);
  if (!gates.ok) return gates;
  const contextual = evaluateToText(gates.value, text, new Map([['outof', withContext]]));
  if (!contextual.ok) return contextual;
  const identities: MSPPrincipal[] = [];
  const environment: Environment<SignaturePolicy> = {
    functions: new Map([['outof', (args: readonly Value<SignaturePolicy>[]) => buildGate(args, identities)]]),
    variables: new Map([['ID', true]]),
  };
  const rule = evaluateExpression(contextual.value, environment);
  if (!rule.ok) return rule;
  if (!isRule(rule.value)) return failed(`invalid policy string '${text}'`);
  return ok(create(SignaturePolicyEnvelopeSchema, { rule: rule.value.made, identities }));
}

function evaluateToText(
  expression: string,
  policy: string,
  functions: ReadonlyMap<string, ExpressionFunction<never>>,
): Result<string, string> {
  const result = evaluateExpression<never>(expression, { functions, variables: new Map() });
  if (!result.ok) return result;
  return typeof result.value === 'string' ? ok(result.value) : failed(`invalid policy string '${policy}'`);
}

const outOf: ExpressionFunction<never> = (args) => {
  if (args.length < 2) return failed(`expected at least two arguments to NOutOf. Given ${args.length}`);
  const [count, ...rules] = args;
  if (typeof count !== 'number' && typeof count !== 'string') return failed(`unexpected type ${goType(count)}`);
  if (!rules.every((rule) => typeof rule === 'string'))
    return failed(`unexpected type ${goType(rules.find((rule) => typeof rule !== 'string'))}`);
  // A text as count is taken as it is written; whether it is a number shows in a later pass.
  return ok(gateText(typeof count === 'number' ? whole(count) : count, rules));
};

const and: ExpressionFunction<never> = (args) => outOf([args.length, ...args]);
const or: ExpressionFunction<never> = (args) => outOf([1, ...args]);

/** Each gate in the three spellings Fabric knows. */
const GATES: ReadonlyMap<string, ExpressionFunction<never>> = new Map(
  [['And', and] as const, ['Or', or] as const, ['OutOf', outOf] as const].flatMap(([name, gate]) =>
    [name, name.toLowerCase(), name.toUpperCase()].map((spelling) => [spelling, gate]),
  ),
);

const withContext: ExpressionFunction<never> = (args) => {
  if (args.every((arg) => typeof arg === 'string' || typeof arg === 'number')) return ok(gateText('ID', args));
  return failed(`unexpected type ${goType(args.find((arg) => typeof arg !== 'string' && typeof arg !== 'number'))}`);
};

/** Quotes only what looks like a principal: everything else is read again as an expression by the next pass. */
function gateText(first: string, rest: readonly (string | number)[]): string {
  const texts = rest.map((arg) => (typeof arg === 'number' ? whole(arg) : arg));
  return `outof(${[first, ...texts.map((text) => (PRINCIPAL.test(text) ? `'${text}'` : text))].join(', ')})`;
}

const whole = (value: number): string => String(Math.trunc(value) + 0);

function buildGate(
  args: readonly Value<SignaturePolicy>[],
  identities: MSPPrincipal[],
): Result<Value<SignaturePolicy>, string> {
  if (args.length < 3) return failed(`at least 3 arguments expected, got ${args.length}`);
  const [, count, ...members] = args;
  if (typeof count !== 'number') return failed(`unrecognized type, expected a number, got ${goType(count)}`);
  const n = Math.trunc(count);
  // One more than there are members is let through: Fabric uses it for a policy nobody can satisfy.
  if (n < 0 || n > members.length + 1) return failed(`invalid t-out-of-n predicate, t ${n}, n ${members.length}`);
  const rules: SignaturePolicy[] = [];
  for (const member of members) {
    if (isRule(member)) rules.push(member.made);
    else if (typeof member === 'string') {
      const principal = parsePrincipal(member);
      if (!principal.ok) return principal;
      rules.push(create(SignaturePolicySchema, { type: { case: 'signedBy', value: identities.length } }));
      identities.push(principal.value);
    } else return failed(`unrecognized type, expected a principal or a policy, got ${goType(member)}`);
  }
  return ok({ made: create(SignaturePolicySchema, { type: { case: 'nOutOf', value: { n, rules } } }) });
}

const isRule = (value: Value<SignaturePolicy>): value is { readonly made: SignaturePolicy } =>
  typeof value === 'object' && 'made' in value;

function parsePrincipal(text: string): Result<MSPPrincipal, string> {
  const [, mspIdentifier, roleName] = PRINCIPAL.exec(text) ?? [];
  const role = ROLES.get(roleName ?? '');
  if (mspIdentifier === undefined || role === undefined) return failed(`error parsing principal ${text}`);
  return ok(rolePrincipal(mspIdentifier, role));
}

/** The principal "any identity of this MSP in this role". */
export function rolePrincipal(mspIdentifier: string, role: MSPRole_MSPRoleType): MSPPrincipal {
  return create(MSPPrincipalSchema, {
    principalClassification: MSPPrincipal_Classification.ROLE,
    principal: toBinary(MSPRoleSchema, create(MSPRoleSchema, { mspIdentifier, role })),
  });
}

/**
 * The policy in the language it can be parsed from. Principals the language has no word for are written as
 * `'Org1MSP.OU:unit'` or `'identity'`.
 */
export function printSignaturePolicy(envelope: SignaturePolicyEnvelope): string {
  return envelope.rule ? printRule(envelope.rule, envelope.identities) : '';
}

function printRule(rule: SignaturePolicy, identities: readonly MSPPrincipal[]): string {
  if (rule.type.case === 'signedBy') {
    const principal = identities[rule.type.value];
    return `'${principal ? printPrincipal(principal) : `#${rule.type.value}`}'`;
  }
  if (rule.type.case !== 'nOutOf') return '';
  const { n, rules } = rule.type.value;
  return printGate(
    n,
    rules.map((member) => printRule(member, identities)),
  );
}

/** The shortest spelling of "`n` of these": `OR(…)`, `AND(…)` or `OutOf(n, …)`. `members` are printed rules. */
export function printGate(n: number, members: readonly string[]): string {
  const list = members.join(', ');
  if (n === 1 && members.length > 0) return `OR(${list})`;
  return n === members.length && n > 0 ? `AND(${list})` : `OutOf(${n}, ${list})`;
}

/** A policy with such a principal compiles, in Fabric as here; only nobody ever satisfies it. */
const UNREADABLE = 'unreadable';

/** `Org1MSP.peer` for a role principal, `Org1MSP.OU:unit` for an organisational unit. */
export function printPrincipal(principal: MSPPrincipal): string {
  if (principal.principalClassification === MSPPrincipal_Classification.ROLE) {
    const read = decode(MSPRoleSchema, principal.principal);
    if (!read.ok) return UNREADABLE;
    const { mspIdentifier, role } = read.value;
    const name = [...ROLES].find(([, value]) => value === role)?.[0] ?? String(role);
    return `${mspIdentifier}.${name}`;
  }
  if (principal.principalClassification === MSPPrincipal_Classification.ORGANIZATION_UNIT) {
    const read = decode(OrganizationUnitSchema, principal.principal);
    return read.ok ? `${read.value.mspIdentifier}.OU:${read.value.organizationalUnitIdentifier}` : UNREADABLE;
  }
  return 'identity';
}
