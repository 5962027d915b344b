/**
 * A package that was made elsewhere: can the lab run it, and what is in it? It keeps its own bytes, and with them the id
 * under which other networks know it.
 *
 * @fabric core/chaincode/persistence/chaincode_package.go, core/container/externalbuilder
 * @simplified A peer finds out what it cannot build when it installs or starts the package; here such a package does not
 * come in at all.
 */
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
  if (bytes.length > MOST_BYTES || unpackedSize(bytes) > MOST_BYTES_INSIDE) return TOO_LARGE;
  const parsed = parsePackage(bytes);
  if (!parsed.ok) return refuse('badPackage', { text: parsed.error });
  const { metadata, code } = parsed.value;
  const { label, type } = metadata;
  if (type.toLowerCase() !== RUNNABLE) return refuse('packageNotRunnable', { label, type });
  if (unpackedSize(code) > MOST_BYTES_INSIDE) return TOO_LARGE;
  const files = contractFiles(code);
  if (!files.ok) return refuse('badPackage', { text: files.error });
  return ok({ label, packageId: packageIdOf(label, bytes), type, files: files.value });
}

/** What a gzip file says of its length in its last four bytes; unpacking takes no more memory than that. */
function unpackedSize(gzip: Uint8Array): number {
  const end = gzip.length;
  return end < 4 ? 0 : new DataView(gzip.buffer, gzip.byteOffset + end - 4, 4).getUint32(0, true);
}
