/**
 * Principal sets: who would have to sign to satisfy a policy, in every combination that is enough.
 *
 * Policies that must hold together are merged so that one signature counts for all of them where it can: a peer of an
 * organisation is a member of it too.
 *
 * @fabric common/policies/inquire, common/graph
 * @simplified Fabric leaves out branches by chance when a policy has more than 10,000 combinations.
 */
import { ok, type Result } from '../kernel/result.ts';
import { equalBytes, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import type { SignaturePolicy, SignaturePolicyEnvelope } from '../wire/gen/common/policies_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import {
  type MSPPrincipal,
  MSPPrincipal_Classification,
  MSPRole_MSPRoleType,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../wire/gen/msp/msp_principal_pb.ts';

export type PrincipalSet = readonly MSPPrincipal[];

/** Two principals with the same key stand for the same identities. */
export const principalKey = ({ principalClassification, principal }: MSPPrincipal): string =>
  `${principalClassification}:${hex(principal)}`;

/** Every combination of principals that satisfies the policy. None: the policy is malformed or nobody can satisfy it. */
export function satisfyingSets({ rule, identities }: SignaturePolicyEnvelope): readonly PrincipalSet[] {
  const sets = rule ? setsOf(rule, identities) : [];
  return sets.some((set) => set.length === 0) ? [] : sets;
}

function setsOf({ type }: SignaturePolicy, identities: readonly MSPPrincipal[]): readonly PrincipalSet[] {
  if (type.case === 'signedBy') {
    const principal = identities[type.value];
    return principal ? [[principal]] : [[]];
  }
  if (type.case !== 'nOutOf') return [[]];
  const rules = type.value.rules.map((inner) => setsOf(inner, identities));
  return combinations(rules, type.value.n).flatMap((chosen) =>
    chosen.reduce<readonly PrincipalSet[]>(
      (sets, options) => sets.flatMap((set) => options.map((option) => [...set, ...option])),
      [[]],
    ),
  );
}

function combinations<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size <= 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest): readonly T[] => [item, ...rest]),
  );
}

/** What can be said about a principal without knowing any identity. */
interface Comparable {
  readonly principal: MSPPrincipal;
  readonly key: string;
  readonly mspId: string;
  readonly role: MSPRole_MSPRoleType | undefined;
  readonly unit: { readonly name: string; readonly certifiers: Uint8Array } | undefined;
  readonly identity: Uint8Array | undefined;
}

function comparable(principal: MSPPrincipal): Comparable | undefined {
  const known = { principal, key: principalKey(principal), role: undefined, unit: undefined, identity: undefined };
  switch (principal.principalClassification) {
    case MSPPrincipal_Classification.ROLE: {
      const role = decode(MSPRoleSchema, principal.principal);
      return role.ok ? { ...known, mspId: role.value.mspIdentifier, role: role.value.role } : undefined;
    }
    case MSPPrincipal_Classification.ORGANIZATION_UNIT: {
      const unit = decode(OrganizationUnitSchema, principal.principal);
      if (!unit.ok) return undefined;
      const { mspIdentifier, organizationalUnitIdentifier: name, certifiersIdentifier: certifiers } = unit.value;
      return { ...known, mspId: mspIdentifier, unit: { name, certifiers } };
    }
    case MSPPrincipal_Classification.IDENTITY: {
      const identity = decode(SerializedIdentitySchema, principal.principal);
      return identity.ok ? { ...known, mspId: identity.value.mspid, identity: identity.value.idBytes } : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether everyone who satisfies `one` satisfies `other` too. */
function isA(one: Comparable, other: Comparable): boolean {
  if (one.mspId !== other.mspId) return false;
  if (other.role === MSPRole_MSPRoleType.MEMBER) return true;
  if (one.unit && other.unit)
    return one.unit.name === other.unit.name && equalBytes(one.unit.certifiers, other.unit.certifiers);
  if (one.role !== undefined && other.role !== undefined) return one.role === other.role;
  return one.identity !== undefined && equalBytes(one.identity, other.identity ?? new Uint8Array(0));
}

type ComparableSet = readonly Comparable[];

/** Each principal of `inner` is implied by some of `outer`. */
const contains = (outer: ComparableSet, inner: ComparableSet): boolean =>
  inner.every((principal) => outer.some((candidate) => isA(candidate, principal)));

/** `containing` and what of `contained` none of its principals, each used once, stands for. */
function mergePair(contained: ComparableSet, containing: ComparableSet): ComparableSet {
  const used = new Set<number>();
  const missing = contained.filter((principal) => {
    const cover = containing.findIndex((candidate, i) => !used.has(i) && isA(candidate, principal));
    if (cover >= 0) used.add(cover);
    return cover < 0;
  });
  return [...containing, ...missing];
}

function merge(first: readonly ComparableSet[], second: readonly ComparableSet[]): readonly ComparableSet[] {
  const pairs: ComparableSet[] = [];
  const firstLeft = first.filter((one) => !second.some((other) => contains(other, one)));
  for (const one of first) for (const other of second) if (contains(other, one)) pairs.push(mergePair(one, other));
  for (const other of second) for (const one of firstLeft) if (contains(one, other)) pairs.push(mergePair(other, one));
  const alone = firstLeft.filter((one) => !second.some((other) => contains(one, other)));
  const otherAlone = second.filter(
    (other) => !firstLeft.some((one) => contains(one, other)) && !first.some((one) => contains(other, one)),
  );
  return reduce([...pairs, ...alone.flatMap((one) => otherAlone.map((other) => mergePair(one, other)))]);
}

const isSubset = (part: ComparableSet, whole: ComparableSet): boolean =>
  part.every(({ key }) => whole.some((other) => other.key === key));

/** Leaves out what contains another set; of equals the first stays. */
function reduce(sets: readonly ComparableSet[]): readonly ComparableSet[] {
  const kept = sets.filter(
    (set, i) => !sets.some((other, j) => i !== j && isSubset(other, set) && !(isSubset(set, other) && i < j)),
  );
  return kept.length === sets.length ? kept : reduce(kept);
}

/**
 * The combinations that satisfy all policies at once.
 *
 * @param policies per policy its {@link satisfyingSets}, at least one each
 * @returns Fabric's text when there is nothing to merge, or a principal nobody can read
 */
export function mergePrincipalSets(
  policies: readonly (readonly PrincipalSet[])[],
): Result<readonly PrincipalSet[], string> {
  const read: (readonly ComparableSet[])[] = [];
  for (const sets of policies) {
    const understood = sets.map((set) => set.map(comparable).filter((one) => one !== undefined));
    if (understood.some((set, i) => set.length !== sets[i]?.length))
      return { ok: false, error: 'failed creating a comparable principal set' };
    read.push(understood);
  }
  const [first, ...others] = read;
  if (!first) return { ok: false, error: 'no principal sets remained after filtering' };
  return ok(others.reduce(merge, first).map((set) => set.map(({ principal }) => principal)));
}
