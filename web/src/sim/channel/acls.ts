/**
 * Who may ask a peer for what: every resource has a policy, by default or by the channel's ACLs.
 *
 * @fabric core/aclmgmt, core/policy/policy.go
 * @simplified Resources of the old lifecycle (lscc) are left out: no network here has it.
 */
import type { Result } from '../kernel/result.ts';
import type { SignedData } from '../policy/signed-data.ts';
import { type ChannelBundle, evaluatePolicy } from './bundle.ts';
import { POLICY } from './config-tree.ts';

/** Resources checked against the channel. */
export const CHANNEL_ACLS: Readonly<Record<string, string>> = {
  '_lifecycle/CommitChaincodeDefinition': POLICY.applicationWriters,
  '_lifecycle/QueryChaincodeDefinition': POLICY.applicationWriters,
  '_lifecycle/QueryChaincodeDefinitions': POLICY.applicationWriters,
  '_lifecycle/CheckCommitReadiness': POLICY.applicationWriters,
  'qscc/GetChainInfo': POLICY.applicationReaders,
  'qscc/GetBlockByNumber': POLICY.applicationReaders,
  'qscc/GetBlockByHash': POLICY.applicationReaders,
  'qscc/GetTransactionByID': POLICY.applicationReaders,
  'qscc/GetBlockByTxID': POLICY.applicationReaders,
  'cscc/GetConfigBlock': POLICY.applicationReaders,
  'cscc/GetChannelConfig': POLICY.applicationReaders,
  'peer/Propose': POLICY.applicationWriters,
  'peer/ChaincodeToChaincode': POLICY.applicationWriters,
  'event/Block': POLICY.applicationReaders,
  'event/FilteredBlock': POLICY.applicationReaders,
  'gateway/CommitStatus': POLICY.applicationReaders,
  'gateway/ChaincodeEvents': POLICY.applicationReaders,
};

/** Resources checked against the peer's own MSP: `Admins` or `Members` of its organisation. A channel cannot change them. */
export const PEER_ACLS: Readonly<Record<string, 'Admins' | 'Members'>> = {
  '_lifecycle/InstallChaincode': 'Admins',
  '_lifecycle/QueryInstalledChaincode': 'Admins',
  '_lifecycle/GetInstalledChaincodePackage': 'Admins',
  '_lifecycle/QueryInstalledChaincodes': 'Admins',
  '_lifecycle/ApproveChaincodeDefinitionForMyOrg': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinition': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinitions': 'Admins',
  'snapshot/submitrequest': 'Admins',
  'snapshot/cancelrequest': 'Admins',
  'snapshot/listpending': 'Admins',
  'cscc/JoinChain': 'Admins',
  'cscc/JoinChainBySnapshot': 'Admins',
  'cscc/JoinBySnapshotStatus': 'Admins',
  'cscc/GetChannels': 'Members',
};

/** Path of the policy that guards `resource` on this channel; undefined for a resource no channel guards. */
export const policyPathFor = (bundle: ChannelBundle, resource: string): string | undefined =>
  bundle.application?.acls.get(resource) ?? CHANNEL_ACLS[resource];

/** Checks `signedData` against the policy of `resource`; the error is Fabric's text. */
export function checkAcl(
  bundle: ChannelBundle,
  resource: string,
  signedData: readonly SignedData[],
): Result<void, string> {
  const configured = bundle.application?.acls.get(resource);
  const path = configured ?? CHANNEL_ACLS[resource];
  if (path === undefined) return { ok: false, error: `Unmapped policy for ${resource}` };
  const { satisfied, found, text = '' } = evaluatePolicy(bundle, path, signedData);
  if (satisfied) return { ok: true, value: undefined };
  if (configured !== undefined) {
    const cause = found ? text : `policy ${path} not found`;
    return { ok: false, error: `failed evaluating policy on signed data during check policy [${path}]: [${cause}]` };
  }
  return {
    ok: false,
    error: `Failed evaluating policy on signed data during check policy on channel [${bundle.channelId}] with policy [${path}]: [${text}]`,
  };
}
