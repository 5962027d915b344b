/**
 * The messages the shim uses, out of Fabric's generated package: the whole of it would be ten times the size.
 *
 * @simplified messages have no `toObject`, which is for debugging.
 */
import commonMessages from '@hyperledger/fabric-protos/lib/common/common_pb.js';
import policies from '@hyperledger/fabric-protos/lib/common/policies_pb.js';
import queryresult from '@hyperledger/fabric-protos/lib/ledger/queryresult/kv_query_result_pb.js';
import identities from '@hyperledger/fabric-protos/lib/msp/identities_pb.js';
import principal from '@hyperledger/fabric-protos/lib/msp/msp_principal_pb.js';
import chaincodeEvent from '@hyperledger/fabric-protos/lib/peer/chaincode_event_pb.js';
import chaincode from '@hyperledger/fabric-protos/lib/peer/chaincode_pb.js';
import shim from '@hyperledger/fabric-protos/lib/peer/chaincode_shim_pb.js';
import proposal from '@hyperledger/fabric-protos/lib/peer/proposal_pb.js';
import response from '@hyperledger/fabric-protos/lib/peer/proposal_response_pb.js';
import { peerStream } from './grpc.ts';

/** In place of the generated gRPC client: there is one peer, and the stream to it is already there. */
class ChaincodeSupportClient {
  register(): typeof peerStream {
    return peerStream;
  }
}

export const common = { ...commonMessages, ...policies };
export const ledger = { queryresult };
export const msp = { ...identities, ...principal };
export const peer = {
  ...chaincode,
  ...chaincodeEvent,
  ...shim,
  ...proposal,
  ...response,
  ChaincodeSupportClient,
  ChaincodeService: {},
};
/** `@hyperledger/fabric-protos/lib/peer`, which the shim names for this one. */
export const { ChaincodeEvent } = chaincodeEvent;
