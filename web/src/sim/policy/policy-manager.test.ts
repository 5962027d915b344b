import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import {
  ImplicitMetaPolicySchema,
  Policy_PolicyType,
  type Policy,
  PolicySchema,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';
import { parseSignaturePolicy, printPrincipal } from './dsl.ts';
import { implicitMetaThreshold, parseImplicitMetaPolicy } from './implicit-meta.ts';
import { failureText } from './policy.ts';
import { createPolicyManager, type PolicyManager, type PolicyTree } from './policy-manager.ts';
import { validIdentities } from './signed-data.ts';

const satisfies = (signer: string, principal: MSPPrincipal): boolean => printPrincipal(principal) === signer;

function policy(text: string): { policy: Policy } {
  const meta = parseImplicitMetaPolicy(text);
  if (meta.ok)
    return {
      policy: create(PolicySchema, {
        type: Policy_PolicyType.IMPLICIT_META,
        value: toBinary(ImplicitMetaPolicySchema, meta.value),
      }),
    };
  const parsed = parseSignaturePolicy(text);
  invariant(parsed.ok, text);
  return {
    policy: create(PolicySchema, {
      type: Policy_PolicyType.SIGNATURE,
      value: toBinary(SignaturePolicyEnvelopeSchema, parsed.value),
    }),
  };
}

const organisation = (name: string): PolicyTree => ({
  policies: { Writers: policy(`OR('${name}.client')`), Admins: policy(`OR('${name}.admin')`) },
  groups: {},
});

function manager(tree: PolicyTree): PolicyManager<string> {
  const created = createPolicyManager('Channel', tree, satisfies);
  invariant(created.ok, 'the tree compiles');
  return created.value;
}

const CHANNEL: PolicyTree = {
  policies: { Writers: policy('ANY Writers'), Admins: policy('MAJORITY Admins') },
  groups: {
    Application: {
      policies: { Writers: policy('ANY Writers'), Admins: policy('MAJORITY Admins'), Everyone: policy('ALL Writers') },
      groups: {
        A: organisation('A'),
        B: organisation('B'),
        C: organisation('C'),
        // Counts although it has no policies of its own.
        D: { policies: {}, groups: {} },
      },
    },
  },
};

describe('finding a policy', () => {
  const root = manager(CHANNEL);
  const application = root.manager(['Application']);
  invariant(application, 'the group is there');

  it.each([
    ['absolute, from the root', root, '/Channel/Application/Writers', ['B.client'], undefined],
    ['relative to the root', root, 'Application/Writers', ['B.client'], undefined],
    ['absolute, from the group itself', application, '/Channel/Application/Writers', ['B.client'], undefined],
    ['of an organisation, from two levels above', root, 'Application/C/Admins', ['C.admin'], undefined],
    [
      'outside the group it is asked of',
      application,
      '/Channel/Writers',
      ['B.client'],
      "no such policy: '/Channel/Writers'",
    ],
    ['of another root', root, '/Elsewhere/Writers', ['B.client'], "no such policy: '/Elsewhere/Writers'"],
    ['a name nobody gave', root, '/Channel/Application/Readers', ['B.client'], "no such policy: 'Application/Readers'"],
    ['no name at all', root, '', ['B.client'], "no such policy: ''"],
  ])('%s', (_, from, id, signers, failure) => {
    const { policy: found, found: exists } = from.getPolicy(id);
    expect(exists).toBe(failure === undefined);
    expect(failureText(found.evaluate(signers))).toBe(failure);
  });

  it('knows its own place', () => {
    expect(application.path).toBe('Channel/Application');
    expect(root.manager(['Application', 'X'])).toBeUndefined();
  });
});

describe('implicit meta policies', () => {
  const root = manager(CHANNEL);
  it.each([
    ['three of four are a majority', 'Application/Admins', ['A.admin', 'B.admin', 'C.admin'], true],
    ['half is none, and a group without the policy counts', 'Application/Admins', ['A.admin', 'B.admin'], false],
    ['one is any, through two levels', 'Writers', ['C.client'], true],
    [
      'all includes the group that has no such policy',
      'Application/Everyone',
      ['A.client', 'B.client', 'C.client'],
      false,
    ],
  ])('%s', (_, id, signers, satisfied) => {
    expect(root.getPolicy(id).policy.evaluate(signers).satisfied).toBe(satisfied);
  });

  it('explains itself group by group', () => {
    const explanation = root.getPolicy('Application/Admins').policy.evaluate(['B.admin']);
    expect(explanation).toMatchObject({
      rule: 'MAJORITY',
      threshold: 3,
      satisfiedCount: 1,
      branches: [{ group: 'A' }, { group: 'B', explanation: { satisfied: true } }, { group: 'C' }, { group: 'D' }],
    });
    expect(failureText(explanation)).toBe(
      "implicit policy evaluation failed - 1 sub-policies were satisfied, but this policy requires 3 of the 'Admins' sub-policies to be satisfied",
    );
  });

  it.each([
    ['ANY', 0, 0, 'none of none is any'],
    ['MAJORITY', 0, 0, 'none of none is a majority'],
    ['MAJORITY', 1, 1, 'one is its own majority'],
    ['MAJORITY', 2, 2, 'half is not enough'],
    ['MAJORITY', 5, 3, 'more than half'],
    ['ALL', 4, 4, 'each'],
    ['ANY', 4, 1, 'one'],
  ] as const)('%s of %i asks for %i: %s', (rule, groups, threshold, _) => {
    expect(implicitMetaThreshold(rule, groups)).toBe(threshold);
  });

  it.each([
    ['ANY', 'expected two space separated tokens, but got 1'],
    ['ANY  Writers', 'expected two space separated tokens, but got 3'],
    ['any Writers', "unknown rule type 'any', expected ALL, ANY, or MAJORITY"],
  ])('refuses "%s"', (text, error) => {
    expect(parseImplicitMetaPolicy(text)).toEqual({ ok: false, error });
  });
});

describe('a tree that does not compile', () => {
  const bytes = new Uint8Array([0xff]);
  it.each([
    ['no policy', {}, 'policy P at path Channel was nil'],
    [
      'a type nobody evaluates',
      { policy: create(PolicySchema, { type: Policy_PolicyType.MSP }) },
      'policy P at path Channel has unknown policy type: 2',
    ],
    [
      'an empty policy',
      { policy: create(PolicySchema, { type: Policy_PolicyType.SIGNATURE }) },
      'policy P at path Channel did not compile: Empty policy element',
    ],
    [
      'bytes that are no policy',
      { policy: create(PolicySchema, { type: Policy_PolicyType.IMPLICIT_META, value: bytes }) },
      'implicit policy P at path Channel did not compile: Error unmarshalling to ImplicitMetaPolicy: ',
    ],
  ])('%s', (_, broken, error) => {
    const created = createPolicyManager('Channel', { policies: { P: broken }, groups: {} }, satisfies);
    expect(!created.ok && created.error.startsWith(error)).toBe(true);
  });
});

it('counts an identity once, unknown ones and bad signatures not at all', () => {
  const verified: string[] = [];
  const signed = (identity: number, signature: number) => ({
    data: new Uint8Array(),
    identity: new Uint8Array([identity]),
    signature: new Uint8Array([signature]),
  });
  const identities = validIdentities([signed(1, 0), signed(1, 1), signed(1, 1), signed(9, 1), signed(2, 1)], {
    deserialize: (bytes) => (bytes[0] === 9 ? undefined : `id${bytes[0]}`),
    key: (identity) => identity,
    verify: (identity, _, signature) => {
      verified.push(identity);
      return signature[0] === 1;
    },
  });
  expect(identities).toEqual(['id1', 'id2']);
  // The repeated signature is dropped before it costs a verification.
  expect(verified).toEqual(['id1', 'id1', 'id2']);
});
