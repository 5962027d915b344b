/**
 * From approvals to a definition of the channel: who has approved, and writing it down.
 *
 * @fabric core/chaincode/lifecycle/lifecycle.go (CheckCommitReadiness, CommitChaincodeDefinition, QueryOrgApprovals)
 */
import { type ChannelBundle } from '../../channel/bundle.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { withDefaults } from './approval.ts';
import {
  approvalMismatches,
  approvalName,
  type ChaincodeDefinition,
  definitionStructure,
  readSequence,
} from './definitions.ts';
import { orgState, publicState, type SimulatorCursor } from './lifecycle-state.ts';
import { withMessage, writeStructure } from './state-codec.ts';

/** One organisation's answer; `mismatches` names the fields in which it approved something else. */
export interface OrgApproval {
  readonly mspId: string;
  readonly approved: boolean;
  readonly mismatches: readonly string[];
}

/** What each organisation of the channel has to say to `definition`, by the hashes of its approval. */
export function orgApprovals(
  name: string,
  definition: ChaincodeDefinition,
  bundle: ChannelBundle,
  cursor: SimulatorCursor,
): Result<readonly OrgApproval[], string> {
  const approvals: OrgApproval[] = [];
  for (const { mspId } of bundle.application?.organizations ?? []) {
    const different = withMessage(
      `serialization check failed for key ${approvalName(name, definition.sequence)}`,
      approvalMismatches(name, definition, orgState(cursor, mspId)),
    );
    if (!different.ok) return different;
    approvals.push({ mspId, approved: different.value.length === 0, mismatches: different.value });
  }
  return ok(approvals);
}

export interface Readiness {
  /** With defaults filled in. */
  readonly definition: ChaincodeDefinition;
  readonly approvals: readonly OrgApproval[];
}

/** Who has approved `definition`, which must be the next one; the error is Fabric's text. */
export function checkReadiness(
  name: string,
  definition: ChaincodeDefinition,
  bundle: ChannelBundle,
  cursor: SimulatorCursor,
): Result<Readiness, string> {
  const current = withMessage('could not get current sequence', readSequence(name, publicState(cursor)));
  if (!current.ok) return current;
  if (definition.sequence !== current.value + 1) {
    const error = `requested sequence is ${definition.sequence}, but new definition must be sequence ${current.value + 1}`;
    return { ok: false, error };
  }
  const complete = withDefaults(definition, bundle);
  if (!complete.ok) return complete;
  const approvals = orgApprovals(name, complete.value, bundle, cursor);
  return approvals.ok ? ok({ definition: complete.value, approvals: approvals.value }) : approvals;
}

/**
 * Writes `definition` into the public state. A peer refuses what its own organisation has not approved; that others
 * have is ensured by asking their peers to endorse the same.
 */
export function commitDefinition(
  name: string,
  definition: ChaincodeDefinition,
  ownMspId: string,
  bundle: ChannelBundle,
  cursor: SimulatorCursor,
): Result<void, string> {
  if (!bundle.application?.organizations.some(({ mspId }) => mspId === ownMspId))
    return {
      ok: false,
      error: "impossibly, this peer's org is processing requests for a channel it is not a member of",
    };
  const ready = checkReadiness(name, definition, bundle, cursor);
  if (!ready.ok) return ready;
  const structure = definitionStructure(ready.value.definition);
  const written = withMessage(
    'could not serialize chaincode definition',
    writeStructure('namespaces', name, structure, publicState(cursor)),
  );
  if (!written.ok) return written;
  if (ready.value.approvals.some(({ mspId, approved }) => mspId === ownMspId && approved)) return ok(undefined);
  return { ok: false, error: `chaincode definition not agreed to by this org (${ownMspId})` };
}
