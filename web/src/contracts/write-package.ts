/** A contract folder as a `.tar.gz` for the learner's disk: the bytes the command `packageChaincode` makes of it. */
import { buildPackage, contractPath } from '../sim/chaincode/package.ts';
import { ok, refuse, type Result } from '../sim/kernel/result.ts';
import type { ContractFolder } from '../sim/protocol/recording.ts';

/** @returns refused with `badPackage` (`text` is what the peer's command prints) */
export function writeChaincodePackage(
  label: string,
  source: string,
  folder: ContractFolder,
): Result<{ readonly packageId: string; readonly bytes: Uint8Array }> {
  const built = buildPackage(label, contractPath(source), new Map(Object.entries(folder)));
  return built.ok ? ok(built.value) : refuse('badPackage', { text: built.error });
}
