/**
 * The two JSON files that describe a snapshot: what it is of, with the hash of every file, and the hash of that
 * description. Peers whose snapshots of one block have equal hashes hold the same state.
 *
 * @fabric core/ledger/kvledger/snapshot.go
 */
import { sha256 } from '../crypto/sha256.ts';
import { ok, type Result } from '../kernel/result.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';

/** File names with their contents. */
export type SnapshotFiles = Readonly<Record<string, Uint8Array>>;

export const SIGNABLE_METADATA = '_snapshot_signable_metadata.json';
export const ADDITIONAL_METADATA = '_snapshot_additional_metadata.json';

/** What a snapshot is of. Hashes in hexadecimal, names of the fields as in the file. */
export interface SnapshotMetadata {
  readonly channel_name: string;
  readonly last_block_number: number;
  readonly last_block_hash: string;
  readonly previous_block_hash: string;
  readonly snapshot_files_raw_hashes: Readonly<Record<string, string>>;
  readonly state_db_type: string;
}

interface AdditionalMetadata {
  readonly snapshot_hash: string;
  readonly last_block_commit_hash: string;
}

export type ReadMetadata = SnapshotMetadata & AdditionalMetadata;

const INDENT = 4;
const jsonFile = (value: object): Uint8Array => utf8(JSON.stringify(value, null, INDENT));

/** The files that describe `files`, the data of a snapshot, which they follow. */
export function describeSnapshot(
  files: SnapshotFiles,
  about: Omit<SnapshotMetadata, 'snapshot_files_raw_hashes'>,
  commitHash: Uint8Array,
): SnapshotFiles {
  const names = Object.keys(files).sort();
  const hashes = Object.fromEntries(names.map((name) => [name, hex(sha256(files[name] ?? utf8('')))]));
  const { state_db_type, ...rest } = about;
  const signable = jsonFile({ ...rest, snapshot_files_raw_hashes: hashes, state_db_type });
  const additional = jsonFile({ snapshot_hash: hex(sha256(signable)), last_block_commit_hash: hex(commitHash) });
  return { ...files, [SIGNABLE_METADATA]: signable, [ADDITIONAL_METADATA]: additional };
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Reads the description and verifies every file by it; the error is Fabric's text. */
export function verifySnapshot(files: SnapshotFiles, directory: string): Result<ReadMetadata, string> {
  const signable = readJson<SnapshotMetadata>(files, SIGNABLE_METADATA, directory);
  if (!signable.ok) return failed(`error while loading metadata: ${signable.error}`);
  const additional = readJson<AdditionalMetadata>(files, ADDITIONAL_METADATA, directory);
  if (!additional.ok) return failed(`error while loading metadata: ${additional.error}`);
  const metadata = { ...signable.value, ...additional.value };
  const expected: readonly (readonly [string, string])[] = [
    [SIGNABLE_METADATA, metadata.snapshot_hash],
    ...Object.entries(metadata.snapshot_files_raw_hashes),
  ];
  for (const [name, hash] of expected) {
    const content = files[name];
    if (!content) return failed(`error while verifying snapshot: ${missing(directory, name)}`);
    const actual = hex(sha256(content));
    if (actual !== hash)
      return failed(
        `error while verifying snapshot: hash mismatch for file [${name}]. Expected hash = [${hash}], Actual hash = [${actual}]`,
      );
  }
  return ok(metadata);
}

const missing = (directory: string, name: string): string => `open ${directory}/${name}: no such file or directory`;

function readJson<T>(files: SnapshotFiles, name: string, directory: string): Result<T, string> {
  const content = files[name];
  if (!content) return failed(missing(directory, name));
  try {
    return ok(JSON.parse(fromUtf8(content)) as T);
  } catch {
    return failed(`${name} is not JSON`);
  }
}
