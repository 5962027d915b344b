/** A chaincode process as its peer sees it. */
import type { HostState } from '../chaincode/chaincode-host.ts';
import type { ContainerState } from '../chaincode/container-memo.ts';
import type { TransactionContext } from '../chaincode/transaction-context.ts';

/** A chaincode process and the peer's end of its stream. */
export interface RunningChaincode {
  readonly packageId: string;
  readonly host: HostState;
  readonly container: ContainerState;
}

/** Who waits for a called chaincode, and with which simulator it goes on if the call was to another channel. */
export interface PendingCall {
  readonly packageId: string;
  readonly caller: TransactionContext;
  readonly sameChannel: boolean;
}
