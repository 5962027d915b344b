/**
 * May the creator of a proposal use a resource of the peer: some are guarded by the channel, the others by the peer's own
 * organisation.
 *
 * @fabric core/aclmgmt/defaultaclprovider.go, core/policy/policy.go (CheckPolicyNoChannel)
 */
import { CHANNEL_ACLS, checkAcl, PEER_ACLS } from '../../channel/acls.ts';
import type { ChannelBundle } from '../../channel/bundle.ts';
import { verifySignature } from '../../identity/identity.ts';
import type { Msp } from '../../identity/msp.ts';
import { rolePrincipal } from '../../identity/msp-principal.ts';
import type { Result } from '../../kernel/result.ts';
import type { SignedData } from '../../policy/signed-data.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Checks the creator of `proposal` against the policy of `resource` (`_lifecycle/InstallChaincode`, `cscc/JoinChain`).
 *
 * @param bundle of the channel that is asked about; undefined when this peer is on no such channel
 * @returns the error is Fabric's text
 */
export function authorizeProposal(
  resource: string,
  proposal: SignedData,
  localMsp: Msp,
  bundle: ChannelBundle | undefined,
  channelId = bundle?.channelId ?? '',
): Result<void, string> {
  const local = PEER_ACLS[resource];
  if (local !== undefined) return checkLocal(local, proposal, localMsp, OF_PROPOSAL);
  if (bundle) return checkAcl(bundle, resource, [proposal]);
  if (CHANNEL_ACLS[resource] !== undefined) return failed(`Failed to get policy manager for channel [${channelId}]`);
  return failed(`Unmapped policy for ${resource}`);
}

/** Checks who signed a request that is no proposal, for a resource that only the peer's organisation guards. */
export function authorizeSignedData(resource: string, signed: SignedData, localMsp: Msp): Result<void, string> {
  const local = PEER_ACLS[resource];
  return local === undefined
    ? failed(`Unmapped channelless policy for ${resource}`)
    : checkLocal(local, signed, localMsp, OF_SIGNED_DATA);
}

/** How Fabric calls what it checks. */
interface Words {
  readonly deserializing: string;
  readonly verifying: string;
}
const OF_PROPOSAL: Words = {
  deserializing: 'Failed deserializing proposal creator',
  verifying: "Failed verifying that proposal's creator",
};
const OF_SIGNED_DATA: Words = {
  deserializing: 'failed deserializing signed data identity',
  verifying: 'failed verifying that the signed data identity',
};

function checkLocal(
  policy: 'Admins' | 'Members',
  proposal: SignedData,
  localMsp: Msp,
  words: Words,
): Result<void, string> {
  const identity = localMsp.deserializeIdentity(proposal.identity);
  if (!identity.ok)
    return failed(
      `${words.deserializing} during channelless check policy with policy [${policy}]: [${identity.error}]`,
    );
  const principal = rolePrincipal(localMsp.mspId, policy === 'Admins' ? 'ADMIN' : 'MEMBER');
  const satisfied = localMsp.satisfiesPrincipal(identity.value, principal);
  if (!satisfied.ok)
    return failed(
      `${words.verifying} satisfies local MSP principal during channelless check policy with policy [${policy}]: [${satisfied.error}]`,
    );
  return verifySignature(identity.value, proposal.data, proposal.signature);
}
