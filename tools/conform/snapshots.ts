/**
 * A snapshot a real peer made, against what our ledger makes of the blocks of the same channel: the files whose content
 * does not depend on later blocks byte for byte (by their hashes), the layout of all others, and both descriptions.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { type ChannelLedger, commitBlock, EMPTY_LEDGER } from '../../web/src/sim/ledger/commit.ts';
import { exportSnapshot } from '../../web/src/sim/ledger/snapshot.ts';
import { SnapshotFileReader, SnapshotFileWriter } from '../../web/src/sim/ledger/snapshot-file.ts';
import { importSnapshot } from '../../web/src/sim/ledger/snapshot-import.ts';
import {
  ADDITIONAL_METADATA,
  describeSnapshot,
  SIGNABLE_METADATA,
  type SnapshotFiles,
  type SnapshotMetadata,
} from '../../web/src/sim/ledger/snapshot-metadata.ts';
import { decodeBlock } from '../../web/src/sim/wire/block.ts';
import { EMPTY, fromHex, fromUtf8, hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { type ConformOutcome, readCases, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

interface Step {
  readonly id: string;
  readonly stdout: string;
}

/** Keys a channel of this size may have in one namespace, and transactions: how far a recorded count is looked for. */
const MOST = 200;

const hashOf = (content: Uint8Array | undefined): string => hex(sha256(content ?? EMPTY));

/**
 * Every single comparison counts.
 *
 * @param file the steps of a recording with `signable-metadata`, `additional-metadata` and `snapshot-files`
 * @param dir holds the first blocks of the channel as `NNN.block`, among them all that defined its chaincodes
 * @throws UnusableInput when one of them is something else
 */
export function conformSnapshots(file: string, dir: string): ConformOutcome {
  const steps = readCases<Step>(file, ['id', 'stdout']);
  const output = (id: string): string => {
    const step = steps.find((one) => one.id === id);
    if (!step) throw new UnusableInput(`${file} has no step ${id}.`);
    return step.stdout;
  };
  const [signable, additional] = [output('signable-metadata'), output('additional-metadata')];
  const recorded = JSON.parse(signable) as SnapshotMetadata;
  const { last_block_commit_hash } = JSON.parse(additional) as { readonly last_block_commit_hash: string };
  const ours = exportSnapshot(recorded.channel_name, ledgerOf(dir), false);
  const tally = new Tally();
  compareFiles(tally, ours, recorded, sizesIn(output('snapshot-files')));
  compareDescriptions(tally, recorded, last_block_commit_hash, signable, additional);
  compareRoundTrip(tally, ours, recorded.channel_name);
  return tally.outcome();
}

function ledgerOf(dir: string): ChannelLedger {
  let ledger = EMPTY_LEDGER;
  for (const name of readdirSync(dir)
    .filter((one) => /^\d+\.block$/.test(one))
    .toSorted()) {
    const block = decodeBlock(new Uint8Array(readFileSync(join(dir, name))));
    const committed = block.ok ? commitBlock(ledger, block.value) : block;
    if (!committed.ok) throw new UnusableInput(`${join(dir, name)} does not follow: ${committed.error}.`);
    ledger = committed.value.ledger;
  }
  return ledger;
}

/** `ls -l` cut down to size and path. */
const sizesIn = (listing: string): ReadonlyMap<string, number> =>
  new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => [line.split('/').at(-1) ?? '', Number.parseInt(line, 10)]),
  );

function compareFiles(
  tally: Tally,
  ours: SnapshotFiles,
  { snapshot_files_raw_hashes: hashes }: SnapshotMetadata,
  sizes: ReadonlyMap<string, number>,
): void {
  tally.equal('files', 'the list', Object.keys(ours).toSorted(), [...sizes.keys()].toSorted());
  // What organisations approved is the same however many blocks followed.
  for (const name of ['private_state_hashes.data', 'private_state_hashes.metadata']) {
    tally.equal(name, 'the size', ours[name]?.length, sizes.get(name));
    tally.equal(name, 'the hash', hashOf(ours[name]), hashes[name]);
  }
  const counts = Array.from({ length: MOST }, (_, count) => count);
  const states = counts.map((count) => hashOf(withLastCount(ours['public_state.metadata'] ?? EMPTY, count)));
  tally.holds('public_state.metadata', found(states, hashes['public_state.metadata']));
  const ids = counts.map((count) => hashOf(counted(count)));
  tally.holds('txids.metadata', found(ids, hashes['txids.metadata']));
  // A format byte, then each id after its length.
  tally.equal('txids.data', 'the size', 1 + 65 * ids.indexOf(hashes['txids.metadata'] ?? ''), sizes.get('txids.data'));
}

const found = (hashes: readonly string[], wanted: string | undefined): string | undefined =>
  wanted !== undefined && hashes.includes(wanted) ? undefined : 'no number of keys gives the recorded hash';

function counted(count: number): Uint8Array {
  const writer = new SnapshotFileWriter();
  writer.number(count);
  return writer.done();
}

/** A state's metadata as it would be with `count` keys in the last namespace: that of the chaincode. */
function withLastCount(metadata: Uint8Array, count: number): Uint8Array {
  const opened = SnapshotFileReader.open(metadata);
  if (!opened.ok) return EMPTY;
  const reader = opened.value;
  const writer = new SnapshotFileWriter();
  const namespaces = reader.number();
  writer.number(namespaces);
  for (let left = namespaces; left > 0; left--) {
    writer.text(reader.text());
    const keys = reader.number();
    writer.number(left === 1 ? count : keys);
  }
  return writer.done();
}

/** Our descriptions of files with the recorded hashes. */
function compareDescriptions(
  tally: Tally,
  recorded: SnapshotMetadata,
  commitHash: string,
  signable: string,
  additional: string,
): void {
  const { snapshot_files_raw_hashes: hashes, ...about } = recorded;
  const described = describeSnapshot({}, about, fromHex(commitHash));
  const text = fromUtf8(described[SIGNABLE_METADATA] ?? EMPTY);
  const indented = JSON.stringify(hashes, null, 4).replaceAll('\n', '\n    ');
  tally.equal(SIGNABLE_METADATA, 'the text', text.replace(': {}', `: ${indented}`), signable);
  const ownHash = hashOf(described[SIGNABLE_METADATA]);
  const other = fromUtf8(described[ADDITIONAL_METADATA] ?? EMPTY).replace(ownHash, hashOf(utf8(signable)));
  tally.equal(ADDITIONAL_METADATA, 'the text', other, additional);
}

/** A ledger that begins with the snapshot makes the same snapshot. */
function compareRoundTrip(tally: Tally, ours: SnapshotFiles, channel: string): void {
  const imported = importSnapshot(ours, '.');
  tally.holds('import', imported.ok ? undefined : imported.error);
  const again = imported.ok ? exportSnapshot(channel, imported.value.ledger, false) : {};
  for (const [name, content] of Object.entries(ours))
    tally.equal(name, 'its hash after import', hashOf(again[name]), hashOf(content));
}
