import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import type { ChaincodeDefinition, Command } from '../protocol/commands.ts';
import type { Structure, StructureOf, StructureTarget, StructureType } from '../protocol/structure.ts';
import { inspectStructure } from './inspect-structures.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, ledgerOf, transferTo } from './test-simulation.ts';

const CHANNEL = 'mychannel';
const [PEER0, PEER1, OTHER] = ['peer0.org1.example.com', 'peer1.org1.example.com', 'peer0.org2.example.com'] as const;
const COLLECTION = 'prices';

let lab: Simulation;

/** The same chaincode once more, under a definition with a collection of Org1 alone. */
const definition = (): ChaincodeDefinition => {
  const approve = scene.setup.find((command) => command.type === 'approveChaincode');
  invariant(approve?.type === 'approveChaincode', 'the scene approves a chaincode');
  return {
    ...approve.definition,
    sequence: 2,
    collections: [
      {
        name: COLLECTION,
        policy: "OR('Org1MSP.member')",
        requiredPeerCount: 0,
        maxPeerCount: 1,
        blockToLive: 7,
        memberOnlyRead: true,
        memberOnlyWrite: false,
        endorsementPolicy: null,
      },
    ],
  };
};

/** The commands of the scene's lifecycle with the new definition. */
const upgrade = (types: readonly Command['type'][]): readonly Command[] =>
  scene.setup.flatMap((command) =>
    types.includes(command.type) && 'definition' in command ? [{ ...command, definition: definition() }] : [],
  );

const look = (target: StructureTarget, at = lab) => inspectStructure(at, target);

const isOf = <T extends StructureType>(structure: Structure | undefined, type: T): structure is StructureOf<T> =>
  structure?.type === type;

function structureOf<T extends StructureType>(
  target: Extract<StructureTarget, { readonly type: T }> & { readonly type: T },
  at = lab,
) {
  const seen = look(target, at);
  invariant(seen.ok, seen.ok ? '' : seen.error.code);
  const { structure, ...rest } = seen.value;
  invariant(isOf(structure, target.type), 'it tells of what was asked for');
  return { ...rest, structure };
}

beforeAll(async () => {
  lab = begin(scene, await loadSimulationParts(), ...scene.setup, transferTo('Mina'), {
    type: 'submitSnapshotRequest',
    client: 'client.org1.example.com',
    node: PEER0,
    channel: CHANNEL,
    block: 0,
  });
});

const fresh = (): Simulation => lab.forkAt(lab.now);

describe('a link', () => {
  it('tells what a message takes, and each direction as it is', () => {
    const cut = fresh();
    give(cut, { type: 'setLink', from: PEER0, to: OTHER, up: false, loss: 0, latencyFactor: 1, oneWay: true });
    const { structure, json } = structureOf({ type: 'link', from: OTHER, to: PEER0 }, cut);
    expect(structure.minMicros).toBeLessThan(structure.maxMicros);
    expect(json).toMatchObject({
      directions: [
        { from: OTHER, to: PEER0, up: true },
        { from: PEER0, to: OTHER, up: false },
      ],
    });
  });
});

describe('a channel', () => {
  it('is its config block, its consenters, and its configuration in short', () => {
    const { structure, json, bytes, channelConfigs } = structureOf({ type: 'channel', channel: CHANNEL });
    const number = ledgerOf(lab, PEER0).blocks.lastConfigNumber;
    expect(structure.configBlock).toBe(number);
    expect(json).toMatchObject({ header: { number } });
    expect(bytes).toMatch(/^0a/);
    expect(structure.consenters.map(({ address }) => address.split('.')[0])).toEqual(
      scene.topology.ordererOrg.orderers,
    );
    expect(channelConfigs.map(({ channel }) => channel)).toEqual([CHANNEL]);
  });
});

describe('a chaincode', () => {
  const target = { type: 'chaincode', channel: CHANNEL, chaincode: 'basic' } as const;

  it('is its committed definition, with approvals and packages', () => {
    const { structure, json } = structureOf(target);
    expect(structure).toMatchObject({ sequence: 1, version: '1.0', initRequired: false, endorsementPlugin: 'escc' });
    expect(structure.approvals).toEqual([
      { mspId: 'Org1MSP', approved: true },
      { mspId: 'Org2MSP', approved: true },
    ]);
    expect(structure.packages.find(({ node }) => node === PEER0)).toMatchObject({ installed: true, running: true });
    expect(json).toMatchObject({ sequence: '1', approvals: { Org1MSP: true, Org2MSP: true } });
  });

  it('whoever has only approved the next definition still counts for the committed one', () => {
    const later = fresh();
    give(later, ...upgrade(['approveChaincode']));
    expect(structureOf(target, later).structure.sequence).toBe(1);
    give(later, ...upgrade(['commitChaincode']));
    expect(structureOf(target, later).structure).toMatchObject({ sequence: 2, collections: [COLLECTION] });
  });
});

describe('a collection', () => {
  const target = { type: 'collection', channel: CHANNEL, chaincode: 'basic', collection: COLLECTION } as const;

  it('tells its terms as they were committed, and who is a member', () => {
    const later = fresh();
    give(later, ...upgrade(['approveChaincode', 'commitChaincode']));
    const { structure, json } = structureOf(target, later);
    expect(structure.terms).toEqual({
      policy: "OR('Org1MSP.member')",
      requiredPeerCount: 0,
      maximumPeerCount: 1,
      blockToLive: 7,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      endorsementPolicy: '',
    });
    const members = structure.holders.filter(({ member }) => member).map(({ node }) => node);
    expect(members).toEqual([PEER0, PEER1]);
    expect(json).toMatchObject({ name: COLLECTION, block_to_live: '7' });
  });

  it('of an organisation has no terms of its own, and only that organisation’s peers in the clear', () => {
    const approvals = { ...target, chaincode: '_lifecycle', collection: '_implicit_org_Org1MSP' };
    const { structure } = structureOf(approvals);
    expect(structure.terms).toBeNull();
    const of = (node: string) => structure.holders.find((holder) => holder.node === node);
    expect(of(PEER0)?.clear).toBeGreaterThan(0);
    expect(of(OTHER)).toMatchObject({ member: false, clear: 0, hashes: of(PEER0)?.hashes ?? -1 });
  });
});

describe('a snapshot', () => {
  it('has its files with their hashes, as the description says them', () => {
    const made = facts(lab, 'snapshotGenerated').at(-1);
    invariant(made, 'the snapshot was made');
    const { structure } = structureOf({ type: 'snapshot', node: PEER0, channel: CHANNEL, number: made.number });
    expect(structure.folder.endsWith(`/${CHANNEL}/${made.number}`)).toBe(true);
    expect(structure.commitHash).toBe(made.commitHash);
    expect(structure.files.map(({ name, bytes }) => ({ name, size: bytes }))).toEqual(made.files);
    const hashes = structure.files.filter(({ hash }) => hash !== null);
    expect(hashes).toHaveLength(made.files.length - 1);
    expect(structure.files.find(({ name }) => name.includes('signable'))?.hash).toBe(made.hash);
  });
});

describe('a key', () => {
  it('has its value, its version and every value it had, newest first', () => {
    const { structure, bytes } = structureOf({
      type: 'key',
      node: PEER0,
      channel: CHANNEL,
      namespace: 'basic',
      key: 'asset1',
    });
    const [newest, ...before] = structure.history;
    expect(structure.held?.value).toContain('Mina');
    expect(newest).toMatchObject({ value: structure.held?.value, version: structure.held?.version });
    expect(before.length).toBeGreaterThan(0);
    expect(ledgerOf(lab, PEER0).blocks.transaction(newest?.txid ?? '')).toBeDefined();
    expect(bytes).not.toBe('');
    expect(structure.policy).toBeNull();
  });
});

describe('what is not there', () => {
  it.each<[StructureTarget, string]>([
    [{ type: 'link', from: PEER0, to: 'peer9.org9.example.com' }, 'one end is no node'],
    [{ type: 'channel', channel: 'nochannel' }, 'no such channel'],
    [{ type: 'chaincode', channel: CHANNEL, chaincode: 'nothing' }, 'never committed'],
    [{ type: 'collection', channel: CHANNEL, chaincode: 'basic', collection: 'nothing' }, 'not in the definition'],
    [{ type: 'snapshot', node: OTHER, channel: CHANNEL, number: 1 }, 'that peer has made none'],
    [{ type: 'key', node: PEER0, channel: CHANNEL, namespace: 'basic', key: 'nothing' }, 'never written'],
  ])('%j is refused: %s', (target) => {
    expect(look(target)).toMatchObject({ ok: false });
  });
});
