import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ok } from '../../kernel/result.ts';
import { StateDb } from '../../ledger/state-db.ts';
import { EMPTY, utf8 } from '../../wire/bytes.ts';
import {
  GetInstalledChaincodePackageArgsSchema,
  InstallChaincodeArgsSchema,
  InstallChaincodeResultSchema,
  QueryInstalledChaincodesResultSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import {
  approvalName,
  type ChaincodeDefinition,
  definitionStructure,
  localPackageStructure,
  NO_COLLECTIONS,
  parametersStructure,
} from './definitions.ts';
import { type InstalledPackage, packageIdOf } from './installed-packages.ts';
import type { LifecycleContext } from './invocation.ts';
import { implicitCollection, LIFECYCLE_NAMESPACE } from './lifecycle-state.ts';
import { invokeLifecycle } from './lifecycle-scc.ts';
import { fieldKey, metadataKey, type Structure, type StructureSpace, writeStructure } from './state-codec.ts';
import { hashedNamespace, keyHashOf } from '../../ledger/state-db.ts';
import { sha256 } from '../../crypto/sha256.ts';

const BYTES = utf8('a package');
const asset: InstalledPackage = { packageId: packageIdOf('asset_1', BYTES), label: 'asset_1', bytes: BYTES };

const onPeer = (change: Partial<LifecycleContext>): LifecycleContext => ({
  mspId: 'Org1MSP',
  channel: undefined,
  authorize: () => ok(undefined),
  packages: [],
  channels: [],
  parsePackage: () => ok({ label: 'asset_1' }),
  ...change,
});

const install = [
  utf8('InstallChaincode'),
  toBinary(InstallChaincodeArgsSchema, create(InstallChaincodeArgsSchema, { chaincodeInstallPackage: BYTES })),
];

/** Adds what a transaction would have left of `structure`: in public, or as hashes in the collection of Org1. */
function keep(state: StateDb, space: StructureSpace, name: string, structure: Structure, hashed: boolean): StateDb {
  let next = state;
  const version = { blockNum: 1, txNum: 0 };
  const put = (key: string, value: Uint8Array) => {
    next = hashed
      ? next.put(hashedNamespace(LIFECYCLE_NAMESPACE, implicitCollection('Org1MSP')), keyHashOf(key), {
          value: sha256(value),
          version,
        })
      : next.put(LIFECYCLE_NAMESPACE, key, { value, version });
    return ok(undefined);
  };
  writeStructure(space, name, structure, { get: () => ok(undefined), put, delete: () => ok(undefined) });
  return next;
}

const definition: ChaincodeDefinition = {
  sequence: 1,
  version: '1.0',
  initRequired: false,
  endorsementPlugin: 'escc',
  validationPlugin: 'vscc',
  policy: Uint8Array.of(1),
  collections: NO_COLLECTIONS,
};

describe('packages of a peer', () => {
  it('are kept under their label and hash', () => {
    const { response, installed, simulator } = invokeLifecycle(install, onPeer({}));
    expect(installed).toEqual(asset);
    expect(simulator, 'no channel, no read-write set').toBeUndefined();
    const told = fromBinary(InstallChaincodeResultSchema, response.payload);
    expect(told.packageId).toBe('asset_1:c0cd5ccfdb563a59366e33e73001b78fdb8cca5a6c48e2f90fffcde44b81f1f6');
  });

  it.each([
    {
      why: 'installed already',
      context: { packages: [asset] },
      text: `chaincode already successfully installed (package ID '${asset.packageId}')`,
    },
    {
      why: 'not a package',
      context: {
        parsePackage: () => ({ ok: false as const, error: 'error reading as gzip stream: gzip: invalid header' }),
      },
      text: 'could not parse as a chaincode install package: error reading as gzip stream: gzip: invalid header',
    },
  ])('refuses what is $why', ({ context, text }) => {
    const { response, installed } = invokeLifecycle(install, onPeer(context));
    expect(response.message).toBe(`failed to invoke backing implementation of 'InstallChaincode': ${text}`);
    expect(installed).toBeUndefined();
  });

  it('refuses before looking when the creator may not', () => {
    const authorize = (resource: string) => ({ ok: false as const, error: `not ${resource}` });
    const { response, installed } = invokeLifecycle(install, onPeer({ authorize }));
    expect(response.message).toBe(
      'Failed to authorize invocation due to failed ACL check: not _lifecycle/InstallChaincode',
    );
    expect(installed).toBeUndefined();
  });

  it('cannot be fetched when they are not there', () => {
    const args = create(GetInstalledChaincodePackageArgsSchema, { packageId: 'x_1:00' });
    const call = [utf8('GetInstalledChaincodePackage'), toBinary(GetInstalledChaincodePackageArgsSchema, args)];
    expect(invokeLifecycle(call, onPeer({})).response.message).toBe(
      "failed to invoke backing implementation of 'GetInstalledChaincodePackage': could not load cc install package: chaincode install package 'x_1:00' not found",
    );
  });

  it('are listed with the definitions that run them: approved with just this package, by its hash', () => {
    const committed = keep(StateDb.EMPTY, 'namespaces', 'asset', definitionStructure(definition), false);
    const name = approvalName('asset', 1);
    const approved = keep(committed, 'namespaces', name, parametersStructure(definition), true);
    const sourced = (id: string) => keep(approved, 'chaincode-sources', name, localPackageStructure(id), true);
    const channels = [
      { channelId: 'defined', state: committed },
      { channelId: 'approved', state: approved },
      { channelId: 'other', state: sourced('other:1') },
      { channelId: 'running', state: sourced(asset.packageId) },
    ];
    const call = [utf8('QueryInstalledChaincodes'), EMPTY];
    const { response } = invokeLifecycle(call, onPeer({ packages: [asset], channels }));
    const [only, ...others] = fromBinary(QueryInstalledChaincodesResultSchema, response.payload).installedChaincodes;
    expect(others).toEqual([]);
    expect(Object.keys(only?.references ?? {})).toEqual(['running']);
    expect(only?.references['running']?.chaincodes).toMatchObject([{ name: 'asset', version: '1.0' }]);
  });
});

describe('calls that are none', () => {
  it.each([
    { why: 'nothing', args: [], text: 'lifecycle scc must be invoked with arguments' },
    {
      why: 'no argument',
      args: [utf8('InstallChaincode')],
      text: 'lifecycle scc operations require exactly two arguments but received 1',
    },
    {
      why: 'a function for channels without a channel',
      args: [utf8('CheckCommitReadiness'), EMPTY],
      text: "failed to invoke backing implementation of 'CheckCommitReadiness': no application config for channel ''",
    },
  ])('$why', ({ args, text }) => {
    expect(invokeLifecycle(args, onPeer({})).response).toEqual({ status: 500, message: text, payload: EMPTY });
  });
});

describe('writing a structure again', () => {
  const keys = (structure: Structure, before: ReadonlyMap<string, Uint8Array>) => {
    const after = new Map(before);
    const touched: string[] = [];
    writeStructure('namespaces', 'asset', structure, {
      get: (key) => ok(after.get(key)),
      put: (key, value) => {
        touched.push(key);
        after.set(key, value);
        return ok(undefined);
      },
      delete: (key) => {
        touched.push(`-${key}`);
        return ok(undefined);
      },
    });
    return { after, touched };
  };

  it('touches only what changed, and drops fields that are no more', () => {
    const first = keys(definitionStructure(definition), new Map());
    expect(first.touched).toHaveLength(5);
    expect(keys(definitionStructure(definition), first.after).touched).toEqual([]);
    const next = definitionStructure({ ...definition, sequence: 2 });
    expect(keys(next, first.after).touched).toEqual([fieldKey('namespaces', 'asset', 'Sequence')]);
    expect(keys(parametersStructure(definition), first.after).touched).toEqual([
      metadataKey('namespaces', 'asset'),
      `-${fieldKey('namespaces', 'asset', 'Sequence')}`,
    ]);
  });
});
