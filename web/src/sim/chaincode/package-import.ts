/**
 * A package that was made elsewhere: can the lab run it, and what is in it? It keeps its own bytes, and with them the id
 * under which other networks know it.
 *
 * @fabric core/chaincode/persistence/chaincode_package.go, core/container/externalbuilder
 * @simplified A peer finds out what it cannot build when it installs or starts the package; here such a package does not
 * come in at all.
 */
import { Gunzip } from 'fflate';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { contractFiles, packageIdOf, parsePackage } from './package.ts';

/** What a package says of itself. */
export interface PackageContents {
  readonly label: string;
  /** `<label>:<sha-256 of the bytes>` */
  readonly packageId: string;
  /** As in its metadata, e.g. `node`. */
  readonly type: string;
  /** Text by path in the contract folder; binary files are unreadable in it. */
  readonly files: ReadonlyMap<string, string>;
}

/** What the lab carries in a recording and holds in memory; a gRPC message of Fabric may have 100 MB. */
const MOST_BYTES = 4_000_000;
const MOST_BYTES_INSIDE = 32_000_000;

const TOO_LARGE = refuse('packageTooLarge', { most: MOST_BYTES / 1e6, mostInside: MOST_BYTES_INSIDE / 1e6 });

/** The only platform whose contracts the sandbox runs. */
const RUNNABLE = 'node';

/**
 * Opens the bytes of a `.tar.gz` as `peer lifecycle chaincode package` makes it.
 *
 * @returns refused with `badPackage` (`text` is Fabric's own), `packageNotRunnable` (`type` is what it was made for) or
 *   `packageTooLarge`
 */
export function openPackage(bytes: Uint8Array): Result<PackageContents> {
  if (bytes.length > MOST_BYTES || isTooLargeInside(bytes)) return TOO_LARGE;
  const parsed = parsePackage(bytes);
  if (!parsed.ok) return refuse('badPackage', { text: parsed.error });
  const { metadata, code } = parsed.value;
  const { label, type } = metadata;
  if (type.toLowerCase() !== RUNNABLE) return refuse('packageNotRunnable', { label, type });
  if (isTooLargeInside(code)) return TOO_LARGE;
  const files = contractFiles(code);
  if (!files.ok) return refuse('badPackage', { text: files.error });
  return ok({ label, packageId: packageIdOf(label, bytes), type, files: files.value });
}

/** Compressed bytes looked at before the next count: few, because a bomb makes a thousand of each. */
const AT_ONCE = 4096;

/** Does it unpack to more than the lab holds? Counted as it unpacks; what it says of its own length is not believed. */
function isTooLargeInside(gzip: Uint8Array): boolean {
  let size = 0;
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
  });
  try {
    for (let at = 0; at < gzip.length && size <= MOST_BYTES_INSIDE; at += AT_ONCE)
      stream.push(gzip.subarray(at, at + AT_ONCE), at + AT_ONCE >= gzip.length);
  } catch {
    // What is damaged is not large, and is said by whoever reads it.
  }
  return size > MOST_BYTES_INSIDE;
}
