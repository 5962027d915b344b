import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { ChannelBundle } from '../channel/bundle.ts';
import { invariant, ok } from '../kernel/result.ts';
import { hashedNamespace, StateDb } from '../ledger/state-db.ts';
import { parseSignaturePolicy, printSignaturePolicy } from '../policy/dsl.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { HashedRWSetSchema, KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { CollectionConfigPackageSchema } from '../wire/gen/peer/collection_pb.ts';
import type { NamespaceReadWriteSet } from '../wire/transaction.ts';
import { notePolicyUpdates, policiesAsked } from './endorsement-policies.ts';
import { definitionStructure } from './lifecycle/definitions.ts';
import { policyReference } from './lifecycle/endorsement-policy.ts';
import { writeStructure } from './lifecycle/state-codec.ts';

const CHAINCODE = '/Channel/Application/Endorsement';
const OWN_COLLECTION = "OR('Org2MSP.peer')";
const KEY_POLICY = "OR('Org1MSP.peer')";

function signature(text: string) {
  const policy = parseSignaturePolicy(text);
  invariant(policy.ok, text);
  return policy.value;
}

const organizations = ['Org1', 'Org2'].map((name) => ({ name, mspId: `${name}MSP` }));
// Only what is asked for: a whole channel needs keys and certificates that say nothing here.
const bundle = {
  application: { organizations },
  policyManager: { getPolicy: () => ({ found: true }) },
} as unknown as ChannelBundle;

const metadata = [
  {
    name: 'VALIDATION_PARAMETER',
    value: toBinary(SignaturePolicyEnvelopeSchema, signature(KEY_POLICY)),
  },
];

/** The key `owned` has a policy of its own, in public and in both collections. */
const state = (() => {
  const version = { blockNum: 1, txNum: 0 };
  let next = StateDb.EMPTY;
  const put = (key: string, value: Uint8Array) => {
    next = next.put('_lifecycle', key, { value, version });
    return ok(undefined);
  };
  const endorsementPolicy = { type: { case: 'signaturePolicy', value: signature(OWN_COLLECTION) } } as const;
  const collections = create(CollectionConfigPackageSchema, {
    config: [
      { payload: { case: 'staticCollectionConfig', value: { name: 'plain' } } },
      { payload: { case: 'staticCollectionConfig', value: { name: 'own', endorsementPolicy } } },
    ],
  });
  const plugins = { endorsementPlugin: 'escc', validationPlugin: 'vscc' };
  const policy = policyReference(CHAINCODE);
  const definition = { sequence: 1, version: '1', initRequired: false, ...plugins, policy, collections };
  const store = { get: () => ok(undefined), put, delete: () => ok(undefined) };
  writeStructure('namespaces', 'asset', definitionStructure(definition), store);
  for (const name of ['asset', hashedNamespace('asset', 'plain'), hashedNamespace('asset', 'own')])
    next = next.put(name, name === 'asset' ? 'owned' : hex(utf8('owned')), { value: utf8('1'), metadata, version });
  return next;
})();

/** Writes of public keys and, as `collection/key`, of private ones. */
function writes(...keys: readonly string[]): NamespaceReadWriteSet {
  const plain = keys.filter((key) => !key.includes('/'));
  const collections = ['own', 'plain'].flatMap((collection) => {
    const hashedWrites = keys
      .filter((key) => key.startsWith(`${collection}/`))
      .map((key) => ({ keyHash: utf8(key.slice(collection.length + 1)) }));
    const hashed = create(HashedRWSetSchema, { hashedWrites });
    return hashedWrites.length > 0 ? [{ collection, hashed, pvtRwsetHash: utf8('hash') }] : [];
  });
  return { namespace: 'asset', kv: create(KVRWSetSchema, { writes: plain.map((key) => ({ key })) }), collections };
}

function asked(set: NamespaceReadWriteSet | undefined): readonly string[] {
  const policies = policiesAsked('asset', set, { state, bundle });
  invariant(policies.ok, policies.ok ? '' : policies.error);
  return policies.value.map(({ policy: { type } }) =>
    type.case === 'signaturePolicy' ? printSignaturePolicy(type.value) : (type.value ?? ''),
  );
}

describe('the policies a transaction is held to', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['an ordinary key: the chaincode', ['k'], [CHAINCODE]],
    ['several ordinary keys: the chaincode, once', ['k', 'l'], [CHAINCODE]],
    ['a key of its own policy: that alone', ['owned'], [KEY_POLICY]],
    ['both: both', ['owned', 'k'], [KEY_POLICY, CHAINCODE]],
    ['a collection with a policy: that alone', ['own/k', 'own/l'], [OWN_COLLECTION]],
    ['a collection without: the chaincode', ['plain/k'], [CHAINCODE]],
    ['a private key of its own policy: not its collection', ['own/owned'], [KEY_POLICY]],
    ['a collection without, beside a public key: the chaincode, once', ['k', 'plain/k'], [CHAINCODE]],
    ['an owned public key beside a collection: not the chaincode', ['owned', 'own/k'], [KEY_POLICY, OWN_COLLECTION]],
    ['nothing: the chaincode all the same', [], [CHAINCODE]],
  ])('%s', (_reason, keys, policies) => {
    expect(asked(writes(...keys))).toEqual(policies);
  });

  it('are none of a chaincode the channel does not have', () => {
    const policies = policiesAsked('ghost', undefined, { state, bundle });
    expect(policies).toEqual({ ok: false, error: 'chaincode ghost not found' });
  });

  it('are no longer those of the key once an earlier transaction of the block has set it', () => {
    const kv = create(KVRWSetSchema, { metadataWrites: [{ key: 'owned' }] });
    const first = notePolicyUpdates(new Map(), [{ namespace: 'asset', kv, collections: [] }], 3);
    expect([...first.values()]).toEqual([3]);
    expect(notePolicyUpdates(first, [writes('owned')], 4), 'a write of the value changes no policy').toBe(first);
  });
});
