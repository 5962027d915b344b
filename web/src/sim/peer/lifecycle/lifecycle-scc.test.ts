import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ok } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import { EMPTY, hex, utf8 } from '../../wire/bytes.ts';
import { ApplicationPolicySchema } from '../../wire/gen/common/policies_pb.ts';
import {
  CheckCommitReadinessArgsSchema,
  CheckCommitReadinessResultSchema,
  QueryApprovedChaincodeDefinitionArgsSchema,
  QueryApprovedChaincodeDefinitionResultSchema,
  QueryApprovedChaincodeDefinitionsResultSchema,
  QueryChaincodeDefinitionArgsSchema,
  QueryChaincodeDefinitionResultSchema,
  QueryChaincodeDefinitionsResultSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { decodeReadWriteSet } from '../../wire/transaction.ts';
import { approvedPackageId, approvedParameters, chaincodeDefinitions } from './definitions.ts';
import { definitionForEndorsement, SYSTEM_CHAINCODE_VERSION } from './endorsement-info.ts';
import { LIFECYCLE_NAMESPACE } from './lifecycle-state.ts';
import {
  begin,
  bundleOf,
  invokeOn,
  recordedBlocks,
  replay,
  stateAfter,
  transactionsByBlock,
  transactionsOf,
} from './recorded-lifecycle.ts';

const file = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
const BRING_UP = recordedBlocks(gunzipSync(file('../../ledger/testdata/bring-up.blocks.gz')));
const bundle = bundleOf(BRING_UP[0] ?? EMPTY);
const bringUp = replay(BRING_UP.map(transactionsOf), bundle);
const CONFLICTS = transactionsByBlock(
  gunzipSync(file('../../ledger/testdata/conflicts-config.jsonl.gz')).toString(),
  file('testdata/lifecycle-calls.json').toString(),
);
const conflicts = replay(CONFLICTS, bundle);
const invoke = (state: StateDb, mspId: string, args: readonly Uint8Array[]) => invokeOn(state, bundle, mspId, args);

describe('approvals and commits of recorded channels', () => {
  it.each([
    { channel: 'bring-up', run: bringUp, calls: 4 },
    { channel: 'upgrades, collections, changed approvals', run: conflicts, calls: 53 },
  ])('$channel: every read-write set has the same bytes', ({ run, calls }) => {
    expect(run.compared).toHaveLength(calls);
    for (const { at, ours, theirs } of run.compared) expect(ours, at).toBe(theirs);
  });

  it('answers and calls itself as recorded', () => {
    const calls = BRING_UP.flatMap(transactionsOf).flatMap(({ call }) => call ?? []);
    expect(calls).toHaveLength(3);
    for (const { args, outcome } of calls) {
      const state = stateAfter(bringUp, args[0]?.length === 'CommitChaincodeDefinition'.length ? 4 : 2);
      expect(invoke(state, 'Org1MSP', args).response).toEqual(outcome?.response);
      expect(outcome?.chaincode).toEqual({ name: LIFECYCLE_NAMESPACE, version: SYSTEM_CHAINCODE_VERSION });
    }
  });

  it('knows what is defined, approved and to be run', () => {
    const state = stateAfter(conflicts, 106);
    expect(chaincodeDefinitions(state).map(({ name, version, sequence }) => `${name} ${version} ${sequence}`)).toEqual([
      'basic 1.0 1',
      'lab 1.0 1',
      'lab2 5.0 5',
      'mist 2.0 2',
      'needinit 1.0 1',
      'partial 1.0 1',
    ]);
    expect(approvedPackageId(state, 'Org1MSP', 'mist', 2)).toMatch(/^lab_1\.0:77f785cf/);
    expect(approvedPackageId(stateAfter(conflicts, 50, 'Org2MSP'), 'Org2MSP', 'partial', 1)).toBe('');
    expect(approvedPackageId(state, 'Org2MSP', 'partial', 1), 'the data of others stays hidden').toBeUndefined();
    expect(approvedParameters(state, 'Org1MSP', 'needinit', 1)?.initRequired).toBe(true);
  });
});

describe('what executing a chaincode reads of its definition', () => {
  const PACKAGE = 'basic_1.0:23118a8d2de44ab43d39b551c59b681330caf234180370a4b557b89d47fef5b9';
  const peer = { channelId: 'mychannel', mspId: 'Org1MSP', packageIds: [PACKAGE] };

  it('is the sequence, as in every recorded transaction', () => {
    const state = stateAfter(bringUp, 5);
    const { simulator, result } = definitionForEndorsement(begin(state, bundle), state, 'basic', peer);
    const expected = { version: '1.0', initRequired: false, endorsementPlugin: 'escc', packageId: PACKAGE };
    expect(result).toEqual(ok(expected));
    const ours = decodeReadWriteSet(simulator.results().publicBytes);
    const recorded = transactionsOf(BRING_UP[6] ?? EMPTY)[0]?.readWrites;
    expect(ours.ok && ours.value).toEqual(recorded?.filter(({ namespace }) => namespace === '_lifecycle'));
  });

  it('is the whole definition once it touches private data', () => {
    const state = stateAfter(conflicts, 15);
    const { simulator } = definitionForEndorsement(begin(state, bundle), state, 'lab', peer);
    const { simulator: wrote, result } = simulator.setPrivateData('lab', '_implicit_org_Org1MSP', 'sim_i', utf8('v'));
    expect(result.ok).toBe(true);
    const set = decodeReadWriteSet(wrote.results().publicBytes);
    const [lifecycle, lab] = set.ok ? set.value : [];
    expect(lifecycle?.kv.reads.map(({ key, version }) => [key, Number(version?.blockNum)])).toEqual([
      ['namespaces/fields/lab/Collections', 15],
      ['namespaces/fields/lab/EndorsementInfo', 15],
      ['namespaces/fields/lab/Sequence', 15],
      ['namespaces/fields/lab/ValidationInfo', 15],
      ['namespaces/metadata/lab', 15],
    ]);
    expect(hex(lab?.collections[0]?.pvtRwsetHash ?? EMPTY)).toMatch(/^d75ba3f13bec8014655c5d8b9ad0536b/);
    const unknown = simulator.setPrivateData('lab', 'collNone', 'k', utf8('v')).result;
    expect(unknown).toMatchObject({ ok: false, error: expect.stringContaining('[collNone] not defined') as string });
  });

  it.each([
    { why: 'never defined', name: 'ghostcc', block: 106, org: 'Org1MSP', text: 'chaincode ghostcc not found' },
    {
      why: 'approved without a package',
      name: 'partial',
      block: 51,
      org: 'Org2MSP',
      text: "chaincode definition for 'partial' exists, but chaincode is not installed",
    },
    {
      why: 'approved with a package that is not here',
      name: 'partial',
      block: 53,
      org: 'Org2MSP',
      text: "chaincode definition for 'partial' exists, but chaincode is not installed",
    },
    {
      why: 'of an organisation that did not approve',
      name: 'partial',
      block: 53,
      org: 'Org3MSP',
      text: "chaincode definition for 'partial' at sequence 1 on channel 'mychannel' has not yet been approved by this org",
    },
  ])('refuses a chaincode $why', ({ name, block, org, text }) => {
    const state = stateAfter(conflicts, block, 'Org2MSP');
    const { result } = definitionForEndorsement(begin(state, bundle), state, name, { ...peer, mspId: org });
    expect(result).toEqual({ ok: false, error: text });
  });
});

const LAB = 'lab_1.0:77f785cfb5e36dc2474a892c3958b42c97bbaf0291a93efa93bdea87ab6bb7ca';

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

describe('queries', () => {
  const state = stateAfter(conflicts, 106);

  it('says who approved and what differs', () => {
    const { response } = invoke(stateAfter(conflicts, 40), 'Org1MSP', readiness('mist'));
    const { approvals, mismatches } = fromBinary(CheckCommitReadinessResultSchema, response.payload);
    expect(approvals).toEqual({ Org1MSP: false, Org2MSP: false });
    const items = Object.entries(mismatches).map(([org, different]) => [org, ...different.items]);
    expect(items).toEqual([
      ['Org1MSP', 'ValidationInfo'],
      ['Org2MSP', 'ChaincodeParameters'],
    ]);
  });

  it('tells the committed definition with the approvals', () => {
    const { response } = invoke(stateAfter(bringUp, 5), 'Org1MSP', queryCommitted('basic'));
    const found = fromBinary(QueryChaincodeDefinitionResultSchema, response.payload);
    expect(found).toMatchObject({ sequence: 1n, version: '1.0', endorsementPlugin: 'escc', validationPlugin: 'vscc' });
    expect(found.approvals).toEqual({ Org1MSP: true, Org2MSP: true });
    const { type } = fromBinary(ApplicationPolicySchema, found.validationParameter);
    expect(type.value).toBe('/Channel/Application/Endorsement');
  });

  it('lists all definitions, and leaves the range in the read set', () => {
    const { response, simulator } = invoke(state, 'Org1MSP', [utf8('QueryChaincodeDefinitions'), EMPTY]);
    const { chaincodeDefinitions: all } = fromBinary(QueryChaincodeDefinitionsResultSchema, response.payload);
    expect(all.map(({ name }) => name)).toEqual(['basic', 'lab', 'lab2', 'mist', 'needinit', 'partial']);
    const set = decodeReadWriteSet(simulator?.results().publicBytes ?? EMPTY);
    const range = set.ok ? set.value[0]?.kv.rangeQueriesInfo[0] : undefined;
    expect([range?.startKey, range?.endKey]).toEqual(['namespaces/metadata/', 'namespaces/metadata/\u007f']);
  });

  it('tells the latest approval of the own organisation', () => {
    const { response } = invoke(stateAfter(conflicts, 60), 'Org1MSP', queryApproved('mist'));
    const found = fromBinary(QueryApprovedChaincodeDefinitionResultSchema, response.payload);
    expect([found.sequence, found.version, found.source?.Type.value]).toMatchObject([2n, '2.0', { packageId: LAB }]);
  });

  it('lists the approvals of the own organisation', () => {
    const { response } = invoke(stateAfter(conflicts, 50, 'Org2MSP'), 'Org2MSP', [
      utf8('QueryApprovedChaincodeDefinitions'),
      EMPTY,
    ]);
    const all = fromBinary(QueryApprovedChaincodeDefinitionsResultSchema, response.payload);
    const told = all.approvedChaincodeDefinitions.map(({ name, sequence, source }) => [
      name,
      sequence,
      source?.Type.case,
    ]);
    expect(told).toEqual([
      ['basic', 1n, 'localPackage'],
      ['lab', 1n, 'localPackage'],
      ['mist', 1n, 'localPackage'],
      ['partial', 1n, 'unavailable'],
    ]);
  });
});
