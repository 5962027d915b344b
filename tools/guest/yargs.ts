/**
 * The command line of the container, already parsed: what `fabric-chaincode-node start --peer.address …` would give.
 */
import { guestProcess, WORKING_DIRECTORY } from './process.ts';

/** Read when a container starts, long after this module is loaded: hence the getters. */
export const argv = {
  $0: 'fabric-chaincode-node',
  get 'peer.address'(): string {
    return guestProcess.env['CORE_PEER_ADDRESS'] ?? 'localhost:7052';
  },
  get 'chaincode-id-name'(): string {
    return guestProcess.env['CORE_CHAINCODE_ID_NAME'] ?? '';
  },
  'module-path': WORKING_DIRECTORY,
};
