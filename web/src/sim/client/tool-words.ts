/**
 * In which words the `peer` command line tells what a peer has refused: after `Error: `, before its usage.
 *
 * @fabric internal/peer/lifecycle/chaincode, internal/peer/channel
 */
import type { ClientTask } from './client-task.ts';

/** A proposal that is not even looked at breaks the call; the rest comes as a response with a status. */
const asCallError = (message: string): string | undefined =>
  message.startsWith('error validating proposal: ') || message.startsWith('endorse requests are blocked')
    ? `rpc error: code = Unknown desc = ${message}`
    : undefined;

/**
 * What the tool prints for a refusal.
 *
 * @param isFirst whether it came from the first peer asked: the tool looks at that answer before all others
 */
export function refusalText(type: ClientTask['type'], status: number, message: string, isFirst: boolean): string {
  const broken = asCallError(message);
  switch (type) {
    case 'joinPeer':
    case 'joinPeerBySnapshot':
      return `proposal failed (err: ${broken ?? `bad proposal response ${status}: ${message}`})`;
    case 'installChaincode':
      return broken === undefined
        ? `chaincode install failed with status: ${status} - ${message}`
        : `failed to endorse chaincode install: ${broken}`;
    case 'approveChaincode':
    case 'commitChaincode':
    case 'getInstalledPackage':
      if (broken !== undefined) return `failed to endorse proposal: ${broken}`;
      return isFirst
        ? `proposal failed with status: ${status} - ${message}`
        : `failed to create signed transaction: proposal response was not successful, error code ${status}, msg ${message}`;
    case 'queryInstalled':
    case 'queryApproved':
    case 'checkCommitReadiness':
    case 'queryCommitted':
      return broken === undefined
        ? `query failed with status: ${status} - ${message}`
        : `failed to endorse proposal: ${broken}`;
    case 'listChannels':
    case 'getChannelInfo':
    case 'joinBySnapshotStatus':
      return broken === undefined
        ? `received bad response, status ${status}: ${message}`
        : `failed sending proposal: ${broken}`;
    default:
      return message;
  }
}
