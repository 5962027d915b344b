/**
 * A `.tar.gz` from disk, made by `peer lifecycle chaincode package` or by the lab: what is in it, and the form in which
 * the command `importPackage` takes it.
 */
import { openPackage } from '../sim/chaincode/package-import.ts';
import { ok, type Result } from '../sim/kernel/result.ts';
import type { ContractFolder } from '../sim/protocol/recording.ts';
import { base64, fromBase64 } from '../sim/wire/bytes.ts';

export interface ChaincodePackageContents {
  readonly label: string;
  /** `<label>:<sha-256 of the original bytes>` */
  readonly packageId: string;
  /** e.g. `node` */
  readonly type: string;
  /** To read; installing takes the original bytes. */
  readonly folder: ContractFolder;
  /** The original bytes in base64: `package` of the command `importPackage`. */
  readonly package: string;
}

/** The same of a package in base64, as the recording has it. */
export const openChaincodePackage = (encoded: string): Result<ChaincodePackageContents> =>
  readChaincodePackage(fromBase64(encoded));

/** @returns refused with `badPackage` (Fabric's own text) or `packageNotRunnable` (made for Go, Java …) */
export function readChaincodePackage(bytes: Uint8Array): Result<ChaincodePackageContents> {
  const opened = openPackage(bytes);
  if (!opened.ok) return opened;
  const { files, ...rest } = opened.value;
  return ok({ ...rest, folder: Object.fromEntries(files), package: base64(bytes) });
}
