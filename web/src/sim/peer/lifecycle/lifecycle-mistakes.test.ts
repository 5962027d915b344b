import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import { parseSignaturePolicy } from '../../policy/dsl.ts';
import { EMPTY, fromUtf8, utf8 } from '../../wire/bytes.ts';
import { type CollectionConfigPackage, CollectionConfigPackageSchema } from '../../wire/gen/peer/collection_pb.ts';
import {
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  CheckCommitReadinessArgsSchema,
  CommitChaincodeDefinitionArgsSchema,
  QueryApprovedChaincodeDefinitionArgsSchema,
  QueryChaincodeDefinitionArgsSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { bundleOf, invokeOn, recordedBlocks, replay, stateAfter, transactionsByBlock } from './recorded-lifecycle.ts';

const file = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
const BRING_UP = recordedBlocks(gunzipSync(file('../../ledger/testdata/bring-up.blocks.gz')));
const bundle = bundleOf(BRING_UP[0] ?? EMPTY);
const CONFLICTS = transactionsByBlock(
  gunzipSync(file('../../ledger/testdata/conflicts-config.jsonl.gz')).toString(),
  file('testdata/lifecycle-calls.json').toString(),
);
const conflicts = replay(CONFLICTS, bundle);
const invoke = (state: StateDb, mspId: string, args: readonly Uint8Array[]) => invokeOn(state, bundle, mspId, args);

const LAB = 'lab_1.0:77f785cfb5e36dc2474a892c3958b42c97bbaf0291a93efa93bdea87ab6bb7ca';
const BASIC = 'basic_1.0:23118a8d2de44ab43d39b551c59b681330caf234180370a4b557b89d47fef5b9';

type Definition = MessageInitShape<typeof ApproveChaincodeDefinitionForMyOrgArgsSchema>;
const from = (packageId: string): Definition => ({ source: { Type: { case: 'localPackage', value: { packageId } } } });

const approve = (init: Definition): readonly Uint8Array[] => {
  const args = create(ApproveChaincodeDefinitionForMyOrgArgsSchema, { version: '1.0', sequence: 1n, ...init });
  return [utf8('ApproveChaincodeDefinitionForMyOrg'), toBinary(ApproveChaincodeDefinitionForMyOrgArgsSchema, args)];
};
const commit = (name: string, version = '1.0', sequence = 1n): readonly Uint8Array[] => {
  const args = create(CommitChaincodeDefinitionArgsSchema, { name, version, sequence });
  return [utf8('CommitChaincodeDefinition'), toBinary(CommitChaincodeDefinitionArgsSchema, args)];
};
const readiness = (name: string, sequence = 1n): readonly Uint8Array[] => {
  const args = create(CheckCommitReadinessArgsSchema, { name, version: '1.0', sequence });
  return [utf8('CheckCommitReadiness'), toBinary(CheckCommitReadinessArgsSchema, args)];
};
const queryCommitted = (name: string): readonly Uint8Array[] => [
  utf8('QueryChaincodeDefinition'),
  toBinary(QueryChaincodeDefinitionArgsSchema, create(QueryChaincodeDefinitionArgsSchema, { name })),
];
const queryApproved = (name: string): readonly Uint8Array[] => [
  utf8('QueryApprovedChaincodeDefinition'),
  toBinary(QueryApprovedChaincodeDefinitionArgsSchema, create(QueryApprovedChaincodeDefinitionArgsSchema, { name })),
];

function collection(
  name: string,
  members: string,
  [required, maximum]: readonly [number, number] = [0, 1],
): CollectionConfigPackage {
  const policy = parseSignaturePolicy(members);
  invariant(policy.ok, members);
  const memberOrgsPolicy = { payload: { case: 'signaturePolicy' as const, value: policy.value } };
  const value = { name, memberOrgsPolicy, requiredPeerCount: required, maximumPeerCount: maximum };
  return create(CollectionConfigPackageSchema, { config: [{ payload: { case: 'staticCollectionConfig', value } }] });
}
const twice = ({ config }: CollectionConfigPackage) =>
  create(CollectionConfigPackageSchema, { config: [...config, ...config] });
const badcol = (collections: CollectionConfigPackage) => approve({ name: 'badcol', collections });

/**
 * Each on the recorded channel as it was after that block. Where the real command line got such a refusal the text is its
 * own; sequence 0, the past, an "and", a collection named twice or dropped alone, and unreadable bytes were not recorded.
 */
const MISTAKES: readonly {
  readonly why: string;
  readonly block: number;
  readonly args: readonly Uint8Array[];
  readonly text: string;
}[] = [
  {
    why: 'sequence 3 of nothing',
    block: 34,
    args: approve({ name: 'mist', sequence: 3n }),
    text: 'requested sequence 3 is larger than the next available sequence number 1',
  },
  {
    why: 'sequence 0',
    block: 34,
    args: approve({ name: 'mist', sequence: 0n }),
    text: 'requested sequence is 0, but first definable sequence number is 1',
  },
  {
    why: 'committed, other version',
    block: 34,
    args: approve({ name: 'basic', version: '9.9', ...from(BASIC) }),
    text: "attempted to redefine the current committed sequence (1) for namespace basic with different parameters: expected Version '1.0' does not match passed Version '9.9'",
  },
  {
    why: 'committed, unchanged',
    block: 34,
    args: approve({ name: 'basic', ...from(BASIC) }),
    text: 'attempted to redefine the current committed sequence (1) for namespace basic',
  },
  {
    why: 'past',
    block: 62,
    args: approve({ name: 'mist' }),
    text: 'currently defined sequence 2 is larger than requested sequence 1',
  },
  {
    why: 'skips one',
    block: 34,
    args: approve({ name: 'basic', version: '2.0', sequence: 3n }),
    text: 'requested sequence 3 is larger than the next available sequence number 2',
  },
  {
    why: 'space in the name',
    block: 34,
    args: approve({ name: 'my cc' }),
    text: "error validating chaincode definition: invalid chaincode name 'my cc'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics",
  },
  {
    why: 'slash in the version',
    block: 34,
    args: approve({ name: 'mist', version: '1/0' }),
    text: "error validating chaincode definition: invalid chaincode version '1/0'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'",
  },
  {
    why: 'reserved name',
    block: 34,
    args: approve({ name: 'qscc' }),
    text: "error validating chaincode definition: chaincode name 'qscc' is the name of a system chaincode",
  },
  {
    why: 'peer counts',
    block: 34,
    args: badcol(collection('c1', "OR('Org1MSP.member')", [2, 1])),
    text: 'error validating chaincode definition: collection-name: c1 -- maximum peer count (1) cannot be less than the required peer count (2)',
  },
  {
    why: 'unknown member',
    block: 34,
    args: badcol(collection('c1', "OR('GhostMSP.member')")),
    text: "error validating chaincode definition: collection-name: c1 -- collection member 'GhostMSP' is not part of the channel",
  },
  {
    why: 'membership by "and"',
    block: 34,
    args: badcol(collection('c1', "AND('Org1MSP.member','Org2MSP.member')")),
    text: 'error validating chaincode definition: collection-name: c1 -- error in member org policy: signature policy is not an OR concatenation, NOutOf 2',
  },
  {
    why: 'collection named twice',
    block: 34,
    args: badcol(twice(collection('c1', "OR('Org1MSP.member')"))),
    text: 'error validating chaincode definition: collection-name: c1 -- found duplicate in collection configuration',
  },
  {
    why: 'collections dropped',
    block: 34,
    args: approve({ name: 'lab', sequence: 2n }),
    text: 'error validating chaincode definition: the proposed collection config does not contain previously defined collections',
  },
  {
    why: 'one collection dropped',
    block: 34,
    args: approve({ name: 'lab', sequence: 2n, collections: collection('c1', "OR('Org1MSP.member')") }),
    text: 'error validating chaincode definition: existing collection [collA] missing in the proposed collection configuration',
  },
  {
    why: 'unchanged approval',
    block: 39,
    args: approve({ name: 'mist', ...from(LAB) }),
    text: 'attempted to redefine uncommitted sequence (1) for namespace mist with unchanged content',
  },
  {
    why: 'readiness of a later sequence',
    block: 42,
    args: readiness('mist', 2n),
    text: 'requested sequence is 2, but new definition must be sequence 1',
  },
  {
    why: 'readiness of what is committed',
    block: 42,
    args: readiness('basic'),
    text: 'requested sequence is 1, but new definition must be sequence 2',
  },
  {
    why: 'commit of what nobody approved',
    block: 42,
    args: commit('nobody'),
    text: 'chaincode definition not agreed to by this org (Org1MSP)',
  },
  {
    why: 'commit with another policy than approved',
    block: 41,
    args: commit('mist'),
    text: 'chaincode definition not agreed to by this org (Org1MSP)',
  },
  {
    why: 'commit with another version than approved',
    block: 42,
    args: commit('mist', '2.0'),
    text: 'chaincode definition not agreed to by this org (Org1MSP)',
  },
  {
    why: 'commit without the approved init',
    block: 56,
    args: commit('needinit'),
    text: 'chaincode definition not agreed to by this org (Org1MSP)',
  },
  {
    why: 'commit again',
    block: 44,
    args: commit('mist'),
    text: 'requested sequence is 1, but new definition must be sequence 2',
  },
  {
    why: 'approval of nothing',
    block: 34,
    args: queryApproved('ghostcc'),
    text: "could not fetch approved chaincode definition (name: 'ghostcc', sequence: '0') on channel 'mychannel'",
  },
  {
    why: 'bytes that are no message',
    block: 34,
    args: [utf8('CommitChaincodeDefinition'), Uint8Array.of(0xff)],
    text: 'could not decode input arg for *lifecycle.Invocation.CommitChaincodeDefinition: proto: cannot parse invalid wire-format data',
  },
];

describe('mistakes get the words of Fabric', () => {
  it.each(MISTAKES)('$why', ({ block, args, text }) => {
    const { response } = invoke(stateAfter(conflicts, block), 'Org1MSP', args);
    const called = fromUtf8(args[0] ?? EMPTY);
    expect(response.message).toBe(`failed to invoke backing implementation of '${called}': ${text}`);
    expect(response.status).toBe(500);
  });

  it('404 for a chaincode that is not defined', () => {
    const { response } = invoke(stateAfter(conflicts, 34), 'Org1MSP', queryCommitted('ghostcc'));
    expect(response).toEqual({ status: 404, message: 'namespace ghostcc is not defined', payload: EMPTY });
  });

  it('approves again what is committed when another package is named', () => {
    const partial = approve({ name: 'partial', ...from(LAB) });
    expect(invoke(stateAfter(conflicts, 51, 'Org2MSP'), 'Org2MSP', partial).response.status).toBe(200);
  });
});
