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
  if (local !== undefined) return checkLocal(local, proposal, localMsp);
  if (bundle) return checkAcl(bundle, resource, [proposal]);
  if (CHANNEL_ACLS[resource] !== undefined) return failed(`Failed to get policy manager for channel [${channelId}]`);
  return failed(`Unmapped policy for ${resource}`);
}

function checkLocal(policy: 'Admins' | 'Members', proposal: SignedData, localMsp: Msp): Result<void, string> {
  const identity = localMsp.deserializeIdentity(proposal.identity);
  if (!identity.ok)
    return failed(
      `Failed deserializing proposal creator during channelless check policy with policy [${policy}]: [${identity.error}]`,
    );
  const principal = rolePrincipal(localMsp.mspId, policy === 'Admins' ? 'ADMIN' : 'MEMBER');
  const satisfied = localMsp.satisfiesPrincipal(identity.value, principal);
  if (!satisfied.ok)
    return failed(
      `Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [${policy}]: [${satisfied.error}]`,
    );
  return verifySignature(identity.value, proposal.data, proposal.signature);
}
