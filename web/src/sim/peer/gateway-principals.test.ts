import { describe, expect, it } from 'vitest';
import { parseSignaturePolicy, printPrincipal } from '../policy/dsl.ts';
import { invariant } from '../kernel/result.ts';
import { mergePrincipalSets, type PrincipalSet, satisfyingSets } from './gateway-principals.ts';

function setsOf(policy: string): readonly PrincipalSet[] {
  const parsed = parseSignaturePolicy(policy);
  invariant(parsed.ok, policy);
  return satisfyingSets(parsed.value);
}

const print = (sets: readonly PrincipalSet[]): string =>
  sets.map((set) => set.map((one) => printPrincipal(one).replace(/'/g, '')).join('+')).join(' | ');

describe('the combinations that satisfy a policy', () => {
  it.each([
    { policy: "OR('A.peer','B.peer')", sets: 'A.peer | B.peer', reason: 'either is enough' },
    { policy: "AND('A.peer','B.peer')", sets: 'A.peer+B.peer', reason: 'both are needed' },
    {
      policy: "OutOf(2,'A.peer','B.peer','C.peer')",
      sets: 'A.peer+B.peer | A.peer+C.peer | B.peer+C.peer',
      reason: 'every pair',
    },
    {
      policy: "AND('A.peer',OR('B.peer','C.member'))",
      sets: 'A.peer+B.peer | A.peer+C.member',
      reason: 'an inner choice multiplies',
    },
    { policy: "AND('A.peer','A.peer')", sets: 'A.peer+A.peer', reason: 'two signatures of one kind are two' },
  ])('$policy: $reason', ({ policy, sets }) => {
    expect(print(setsOf(policy))).toBe(sets);
  });

  it('more signatures than rules can give: nobody satisfies it', () => {
    expect(setsOf("OutOf(1,'A.peer')")).toHaveLength(1);
    expect(satisfyingSets({ ...parseOk("OutOf(1,'A.peer')"), identities: [] })).toEqual([]);
  });
});

function parseOk(policy: string) {
  const parsed = parseSignaturePolicy(policy);
  invariant(parsed.ok, policy);
  return parsed.value;
}

describe('policies that must hold together', () => {
  const AB = "AND('A.peer','B.peer')";

  it.each([
    { policies: [AB], sets: 'A.peer+B.peer', reason: 'one policy stays as it is' },
    {
      policies: [AB, "OR('A.member')"],
      sets: 'A.peer+B.peer',
      reason: 'a peer is a member: one signature serves both',
    },
    { policies: ["OR('A.member')", AB], sets: 'A.peer+B.peer', reason: 'in any order' },
    { policies: ["OR('A.peer')", "OR('B.peer')"], sets: 'B.peer+A.peer', reason: 'different organisations add up' },
    { policies: ["OR('A.peer')", "OR('A.client')"], sets: 'A.client+A.peer', reason: 'a peer is no client' },
    {
      policies: ["OR('A.peer','B.peer')", "OR('B.peer','C.peer')"],
      sets: 'B.peer | C.peer+A.peer',
      reason: 'what both accept is enough; what contains it is left out',
    },
    { policies: ["AND('A.peer','A.peer')", "OR('A.member')"], sets: 'A.peer+A.peer', reason: 'two stay two' },
    {
      policies: ["OR('A.peer')", "AND('A.member','A.member')"],
      sets: 'A.peer+A.member',
      reason: 'one signature serves for one of them',
    },
  ])('$policies: $reason', ({ policies, sets }) => {
    const merged = mergePrincipalSets(policies.map(setsOf));
    expect(merged.ok && print(merged.value)).toBe(sets);
  });

  it('without any policy there is nothing to satisfy', () => {
    expect(mergePrincipalSets([])).toEqual({ ok: false, error: 'no principal sets remained after filtering' });
  });
});
