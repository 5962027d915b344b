import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { ChannelBundle } from '../../channel/bundle.ts';
import { invariant, ok } from '../../kernel/result.ts';
import { StateDb } from '../../ledger/state-db.ts';
import { parseSignaturePolicy, printSignaturePolicy } from '../../policy/dsl.ts';
import { EMPTY } from '../../wire/bytes.ts';
import { HashedRWSetSchema, KVRWSetSchema } from '../../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { ApplicationPolicySchema } from '../../wire/gen/common/policies_pb.ts';
import { CollectionConfigPackageSchema } from '../../wire/gen/peer/collection_pb.ts';
import type { NamespaceReadWriteSet } from '../../wire/transaction.ts';
import { definitionStructure } from './definitions.ts';
import { endorsementPolicyOf, policyReference } from './endorsement-policy.ts';
import { LIFECYCLE_NAMESPACE } from './lifecycle-state.ts';
import { writeStructure } from './state-codec.ts';

/** A channel of two organisations that has just the policies named. */
const channel = (...policies: readonly string[]): ChannelBundle => {
  const organizations = ['Org1', 'Org2'].map((name) => ({ name, mspId: `${name}MSP` }));
  const policyManager = { getPolicy: (path: string) => ({ found: policies.includes(path) }) };
  // Only what is asked for: a whole channel needs keys and certificates that say nothing here.
  return { application: { organizations }, policyManager } as unknown as ChannelBundle;
};

const LIFECYCLE = '/Channel/Application/LifecycleEndorsement';
const ORG1 = '/Channel/Application/Org1/Endorsement';
const today = channel(LIFECYCLE, ORG1, '/Channel/Application/Org2/Endorsement');

function signature(text: string) {
  const policy = parseSignaturePolicy(text);
  invariant(policy.ok, text);
  return policy.value;
}

const collections = create(CollectionConfigPackageSchema, {
  config: [
    { payload: { case: 'staticCollectionConfig', value: { name: 'plain' } } },
    {
      payload: {
        case: 'staticCollectionConfig',
        value: {
          name: 'own',
          endorsementPolicy: { type: { case: 'signaturePolicy', value: signature("OR('Org2MSP.peer')") } },
        },
      },
    },
  ],
});

const state = (() => {
  let next = StateDb.EMPTY;
  const put = (key: string, value: Uint8Array) => {
    next = next.put(LIFECYCLE_NAMESPACE, key, { value, version: { blockNum: 1, txNum: 0 } });
    return ok(undefined);
  };
  const plugins = { endorsementPlugin: 'escc', validationPlugin: 'vscc' };
  const policy = policyReference('/Channel/Application/Endorsement');
  const asset = { sequence: 1, version: '1', initRequired: false, ...plugins, policy, collections };
  const store = { get: () => ok(undefined), put, delete: () => ok(undefined) };
  writeStructure('namespaces', 'asset', definitionStructure(asset), store);
  return next;
})();

/** A namespace in which public keys are written or not, and these collections. */
const writes = (namespace: string, isPublic: boolean, ...names: readonly string[]): NamespaceReadWriteSet => ({
  namespace,
  kv: create(KVRWSetSchema, { writes: isPublic ? [{ key: 'k' }] : [], reads: [{ key: 'r' }] }),
  collections: ['read', ...names].map((collection) => ({
    collection,
    hashed: create(HashedRWSetSchema, { hashedWrites: collection === 'read' ? [] : [{ keyHash: EMPTY }] }),
    pvtRwsetHash: EMPTY,
  })),
});

const shown = (bytes: Uint8Array): string => {
  const { type } = fromBinary(ApplicationPolicySchema, bytes);
  return type.case === 'signaturePolicy' ? printSignaturePolicy(type.value) : (type.value ?? '');
};

const CHAINCODE = '/Channel/Application/Endorsement';

describe('policies that must hold', () => {
  it.each([
    { why: 'a commit of a definition', set: writes('_lifecycle', true), bundle: today, expected: [LIFECYCLE] },
    {
      why: 'an approval, which writes for one organisation',
      set: writes('_lifecycle', false, '_implicit_org_Org1MSP'),
      bundle: today,
      expected: [ORG1],
    },
    {
      why: 'channels from before there was a policy for definitions',
      set: writes('_lifecycle', true),
      bundle: channel(),
      expected: ["AND('Org1MSP.member', 'Org2MSP.member')"],
    },
    {
      why: 'organisations without a policy for endorsements',
      set: writes('_lifecycle', false, '_implicit_org_Org2MSP'),
      bundle: channel(),
      expected: ["OR('Org2MSP.member')"],
    },
    {
      why: 'organisations that are not in the channel',
      set: writes('asset', false, '_implicit_org_Org3MSP'),
      bundle: today,
      expected: ['OutOf(1, )'],
    },
    { why: 'public keys', set: writes('asset', true), bundle: today, expected: [CHAINCODE] },
    {
      why: 'a collection without a policy',
      set: writes('asset', false, 'plain'),
      bundle: today,
      expected: [CHAINCODE],
    },
    {
      why: 'a collection with its own policy, which stands instead of the chaincode',
      set: writes('asset', false, 'own'),
      bundle: today,
      expected: ["OR('Org2MSP.peer')"],
    },
    {
      why: 'all at once',
      set: writes('asset', true, 'own', '_implicit_org_Org1MSP'),
      bundle: today,
      expected: [CHAINCODE, "OR('Org2MSP.peer')", ORG1],
    },
    { why: 'unknown collections', set: writes('asset', false, 'none'), bundle: today, expected: ['OutOf(1, )'] },
    { why: 'reads only', set: writes('asset', false), bundle: today, expected: [CHAINCODE] },
  ])('$why', ({ set, bundle, expected }) => {
    const policies = endorsementPolicyOf(set.namespace, set, state, bundle);
    expect(policies.ok ? policies.value.map(shown) : policies.error).toEqual(expected);
  });

  it('refuses a chaincode the channel does not have', () => {
    const refused = endorsementPolicyOf('ghost', undefined, state, today);
    expect(refused).toEqual({ ok: false, error: 'chaincode ghost not found' });
  });

  it('keeps the policy of a collection byte for byte', () => {
    const policies = endorsementPolicyOf('asset', writes('asset', false, 'own'), state, today);
    const own = create(ApplicationPolicySchema, {
      type: { case: 'signaturePolicy', value: signature("OR('Org2MSP.peer')") },
    });
    expect(policies).toEqual(ok([toBinary(ApplicationPolicySchema, own)]));
  });
});
