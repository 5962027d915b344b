/**
 * Implicit meta policies: `MAJORITY Endorsement` asks the policy `Endorsement` of each group one level below.
 *
 * @fabric common/policies/implicitmeta.go, common/policies/implicitmetaparser.go
 */
import { create } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import {
  type ImplicitMetaPolicy,
  ImplicitMetaPolicy_Rule,
  ImplicitMetaPolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import type { ImplicitMetaExplanation, Policy } from './policy.ts';

const RULES = new Map([
  ['ANY', ImplicitMetaPolicy_Rule.ANY],
  ['ALL', ImplicitMetaPolicy_Rule.ALL],
  ['MAJORITY', ImplicitMetaPolicy_Rule.MAJORITY],
] as const);

type RuleName = ImplicitMetaExplanation['rule'];

/** Parses `"<ANY|ALL|MAJORITY> <name of the sub-policy>"`. The error is the text of configtxgen. */
export function parseImplicitMetaPolicy(text: string): Result<ImplicitMetaPolicy, string> {
  const words = text.split(' ');
  const [ruleName = '', subPolicy = ''] = words;
  if (words.length !== 2) return { ok: false, error: `expected two space separated tokens, but got ${words.length}` };
  for (const [name, rule] of RULES)
    if (name === ruleName) return ok(create(ImplicitMetaPolicySchema, { rule, subPolicy }));
  return { ok: false, error: `unknown rule type '${ruleName}', expected ALL, ANY, or MAJORITY` };
}

function ruleName(rule: ImplicitMetaPolicy_Rule): RuleName {
  for (const [name, value] of RULES) if (value === rule) return name;
  return 'UNKNOWN';
}

/** How many of `subPolicies` must be satisfied. None of none is a majority, and any. */
export function implicitMetaThreshold(rule: RuleName, subPolicies: number): number {
  if (subPolicies === 0) return 0;
  switch (rule) {
    case 'ANY':
      return 1;
    case 'ALL':
      return subPolicies;
    case 'MAJORITY':
      return Math.floor(subPolicies / 2) + 1;
    case 'UNKNOWN':
      // Fabric leaves the threshold at zero, which nobody can then reach from above.
      return 0;
  }
}

/**
 * A policy over `branches`: per group one level below, sorted by name, its policy of the name asked for. A group without
 * that policy still counts, with one that rejects.
 *
 * Every branch is evaluated, although Fabric stops at the threshold: the explanation shows all of them.
 */
export function implicitMetaPolicy<Identity>(
  definition: ImplicitMetaPolicy,
  branches: readonly { readonly group: string; readonly policy: Policy<Identity> }[],
): Policy<Identity> {
  const rule = ruleName(definition.rule);
  const threshold = implicitMetaThreshold(rule, branches.length);
  return {
    evaluate(identities) {
      const explained = branches.map(({ group, policy }) => ({ group, explanation: policy.evaluate(identities) }));
      const satisfiedCount = explained.filter(({ explanation }) => explanation.satisfied).length;
      return {
        kind: 'implicitMeta',
        satisfied: threshold === 0 ? satisfiedCount === 0 : satisfiedCount >= threshold,
        rule,
        subPolicy: definition.subPolicy,
        threshold,
        satisfiedCount,
        branches: explained,
      };
    },
  };
}
