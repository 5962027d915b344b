import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import { BlockStore } from './block-store.ts';
import { type ChannelLedger, EMPTY_LEDGER } from './commit.ts';
import { byKey, entryKey, entryOf } from './config-history.ts';
import { commitPrivatePart, NO_PRIVATE_PART } from './private-commit.ts';
import { exportSnapshot } from './snapshot.ts';
import { SnapshotFileReader, SnapshotFileWriter } from './snapshot-file.ts';
import { importSnapshot, scheduleExpiries } from './snapshot-import.ts';
import { EMPTY_BATCH, hashedNamespace, keyHashOf, StateDb } from './state-db.ts';
import { versionBytes, versionOfBytes } from './version.ts';

const SPACE = hashedNamespace('vault', 'secret');
const KEY = keyHashOf('price');

/** A ledger behind block 9: public keys, one of them with metadata, and the hash of a private one written in block 7. */
const LEDGER: ChannelLedger = {
  ...EMPTY_LEDGER,
  blocks: BlockStore.behind({ lastBlock: 9, lastBlockHash: utf8('nine'), previousBlockHash: utf8('eight') }, [
    'b',
    'a',
  ]),
  state: StateDb.EMPTY.put('vault', 'open', { value: utf8('1'), version: { blockNum: 3, txNum: 300 } })
    .put('vault', 'guarded', {
      value: utf8('2'),
      metadata: [{ name: 'VALIDATION_PARAMETER', value: utf8('policy') }],
      version: { blockNum: 4, txNum: 0 },
    })
    .put(SPACE, KEY, { value: utf8('hash'), version: { blockNum: 7, txNum: 1 } }),
  commitHash: utf8('commit'),
  collectionConfigs: [{ chaincode: 'vault', blockNum: 2, config: utf8('config') }],
};

function imported(files = exportSnapshot('mychannel', LEDGER, false)): ChannelLedger {
  const read = importSnapshot(files, '/snapshots');
  invariant(read.ok, read.ok ? '' : read.error);
  return read.value.ledger;
}

describe('a snapshot', () => {
  it('brings back the state, the ids and the hashes, and no block', () => {
    const { blocks, state, commitHash } = imported();
    expect([...state.range('vault', '', '')]).toEqual([...LEDGER.state.range('vault', '', '')]);
    expect(state.get(SPACE, KEY)).toEqual(LEDGER.state.get(SPACE, KEY));
    expect([blocks.height, blocks.first, fromUtf8(blocks.lastHash)]).toEqual([10, 10, 'nine']);
    expect([blocks.hasTransaction('a'), blocks.transaction('a'), blocks.block(9)]).toEqual([
      true,
      undefined,
      undefined,
    ]);
    expect(commitHash && fromUtf8(commitHash)).toBe('commit');
    expect(imported().collectionConfigs).toEqual(LEDGER.collectionConfigs);
  });

  it('leaves private data missing until somebody brings it', () => {
    expect([...imported().privateStore.ineligible.values()]).toEqual([
      { blockNum: 7, txNum: 1, namespace: 'vault', collection: 'secret' },
    ]);
  });

  it.each(
    Object.keys(exportSnapshot('mychannel', LEDGER, false)).filter((name) => !name.startsWith('_snapshot_additional')),
  )('is refused when %s is not what was written', (name) => {
    const files = exportSnapshot('mychannel', LEDGER, false);
    const content = Uint8Array.from(files[name] ?? []);
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    const read = importSnapshot({ ...files, [name]: content }, '/snapshots');
    // The description itself may no longer be JSON.
    expect(read.ok ? '' : read.error).toMatch(/hash mismatch for file|is not JSON/);
  });

  it('lets hashes expire with the same block as everywhere', () => {
    const ledger = scheduleExpiries(imported(), () => 5);
    const expiredBy = (block: number): number =>
      commitPrivatePart(ledger.state, ledger.privateStore, block, [], NO_PRIVATE_PART, EMPTY_BATCH).expired;
    expect([12, 13, 14].map(expiredBy), 'written in block 7, to live for 5').toEqual([0, 1, 0]);
    expect(scheduleExpiries(imported(), () => 0).privateStore.expiries.size).toBe(0);
  });
});

describe('the forms in it', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(), fc.string(), fc.uint8Array())), (items) => {
        const writer = new SnapshotFileWriter();
        for (const item of items)
          if (typeof item === 'number') writer.number(item);
          else if (typeof item === 'string') writer.text(item);
          else writer.bytes(item);
        const opened = SnapshotFileReader.open(writer.done());
        invariant(opened.ok, 'the format is ours');
        const { value: reader } = opened;
        for (const item of items)
          if (typeof item === 'number') expect(reader.number()).toBe(item);
          else if (typeof item === 'string') expect(reader.text()).toBe(item);
          else expect(hex(reader.bytes())).toBe(hex(item));
      }),
    );
  });

  it('versions and keys of collections too, newer entries first', () => {
    const number = fc.nat({ max: 2 ** 40 });
    fc.assert(
      fc.property(number, number, (blockNum, txNum) => {
        expect(versionOfBytes(versionBytes({ blockNum, txNum }))).toEqual({ blockNum, txNum });
        const entry = { chaincode: 'vault', blockNum, config: utf8('config') };
        expect(entryOf(entryKey(entry), entry.config)).toEqual(entry);
        const other = { ...entry, blockNum: txNum };
        expect(Math.sign(byKey(entry, other))).toBe(
          Math.sign(hex(entryKey(entry)) < hex(entryKey(other)) ? -1 : Number(blockNum !== txNum)),
        );
      }),
    );
  });

  it('another format is refused in words of Fabric', () => {
    expect(SnapshotFileReader.open(Uint8Array.of(2))).toEqual({ ok: false, error: 'unexpected data format: 2' });
  });
});
