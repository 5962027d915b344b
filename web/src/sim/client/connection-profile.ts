/**
 * What a client knows of the network before it speaks to it: the connection profile of an SDK, and the endorsement
 * plan that follows from it.
 *
 * @fabric docs/source/developapps/connectionprofile.md, discovery/endorsement
 * @simplified The client plans endorsement from its profile and the definitions it approved, without asking the
 *   discovery service first.
 */
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { parseSignaturePolicy } from '../policy/dsl.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../policy/signature-policy.ts';
import { fromBinary } from '@bufbuild/protobuf';
import { MSPRole_MSPRoleType, MSPRoleSchema } from '../wire/gen/msp/msp_principal_pb.ts';

export interface OrgPeers {
  readonly mspId: string;
  /** In the order in which the client prefers them. */
  readonly peers: readonly ActorId[];
}

export interface ConnectionProfile {
  readonly mspId: string;
  /** Member organisations of each channel, in the order of the channel's definition. */
  readonly channels: Readonly<Record<string, readonly OrgPeers[]>>;
  readonly orderers: readonly ActorId[];
}

/** Members of the channel with the client's own organisation first, as a gateway prefers its own peers. */
export function membersOwnFirst(profile: ConnectionProfile, channel: string): readonly OrgPeers[] {
  const members = profile.channels[channel] ?? [];
  const own = members.filter((member) => member.mspId === profile.mspId);
  return [...own, ...members.filter((member) => member.mspId !== profile.mspId)];
}

/**
 * The fewest organisations whose peers satisfy the policy, own organisation first.
 *
 * @param policy signature policy text, or null for the majority of the members
 * @returns Fabric's text of why the policy cannot be read, or the members to ask
 */
export function planEndorsement(
  profile: ConnectionProfile,
  channel: string,
  policy: string | null,
): Result<readonly OrgPeers[], string> {
  const members = membersOwnFirst(profile, channel).filter((member) => member.peers.length > 0);
  if (policy === null) return ok(members.slice(0, Math.floor(members.length / 2) + 1));
  const envelope = parseSignaturePolicy(policy);
  if (!envelope.ok) return envelope;
  const compiled = compileSignaturePolicy(envelope.value);
  if (!compiled.ok) return compiled;
  for (let size = 1; size <= members.length; size++)
    for (const group of combinations(members, size)) {
      const { satisfied } = evaluateSignaturePolicy(compiled.value, group, (member, principal) => {
        const role = fromBinary(MSPRoleSchema, principal.principal);
        const peerRoles: readonly number[] = [MSPRole_MSPRoleType.MEMBER, MSPRole_MSPRoleType.PEER];
        return role.mspIdentifier === member.mspId && peerRoles.includes(role.role);
      });
      if (satisfied) return ok(group);
    }
  return ok(members);
}

function* combinations<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries())
    for (const rest of combinations(items.slice(index + 1), size - 1)) yield [item, ...rest];
}
