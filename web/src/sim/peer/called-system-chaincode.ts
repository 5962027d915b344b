/**
 * System chaincodes as other chaincodes call them, and what every call from chaincode to chaincode is asked first.
 *
 * @fabric core/chaincode/handler.go (checkACL, HandleInvokeChaincode), core/scc/{cscc,qscc}, core/chaincode/lifecycle/scc.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { parsePackage } from '../chaincode/package.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { TxSimulator } from '../ledger/tx-simulator.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { ChaincodeMessage_Type, ChaincodeMessageSchema } from '../wire/gen/peer/chaincode_shim_pb.ts';
import { ResponseSchema, SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { ChaincodeResponse } from '../wire/proposal.ts';
import type { Invocation } from './invocation.ts';
import type { LifecycleContext } from './lifecycle/invocation.ts';
import { invokeLifecycle } from './lifecycle/lifecycle-scc.ts';
import { authorizeProposal } from './lifecycle/proposal-acl.ts';
import type { PeerState } from './peer-state.ts';

const SYSTEM_CHAINCODES: readonly string[] = ['_lifecycle', 'cscc', 'qscc'];

export const isSystemChaincode = (name: string): boolean => SYSTEM_CHAINCODES.includes(name);

/** The peer's access control: what the channel guards is asked of the channel, the rest of the peer's organisation. */
export function authorizeFor(
  state: PeerState,
  { proposal, signedProposal }: Pick<Invocation, 'proposal' | 'signedProposal'>,
  resource: string,
  channelId: string,
): Result<void, string> {
  const signed = decode(SignedProposalSchema, signedProposal);
  if (!signed.ok) return signed;
  const { proposalBytes: data, signature } = signed.value;
  const proposed = { data, identity: proposal.signatureHeader.creator, signature };
  return authorizeProposal(resource, proposed, state.disk.localMsp, state.channels[channelId]?.bundle, channelId);
}

/** What `_lifecycle` may know of this peer. `simulator` is absent outside channels. */
export function lifecycleContext(
  state: PeerState,
  invocation: Invocation,
  channelId: string,
  simulator: TxSimulator | undefined,
): LifecycleContext {
  const joined = state.channels[channelId];
  return {
    mspId: state.disk.signer.mspId,
    channel: joined && simulator && { bundle: joined.bundle, simulator },
    authorize: (resource) => authorizeFor(state, invocation, resource, channelId),
    packages: state.disk.packages.values(),
    channels: Object.entries(state.disk.ledgers).map(([id, ledger]) => ({ channelId: id, state: ledger.state })),
    parsePackage: (bytes) => {
      const parsed = parsePackage(bytes);
      return parsed.ok ? ok({ label: parsed.value.metadata.label }) : parsed;
    },
  };
}

/** The answer a calling chaincode gets, and the simulator its transaction goes on with. */
export interface SystemAnswer {
  /** The COMPLETED message, serialized. */
  readonly message: Uint8Array;
  readonly simulator: TxSimulator;
}

/**
 * Runs a system chaincode inside a transaction of another chaincode. `invocation` is the proposal all began with.
 *
 * @simplified A package that a chaincode installs by calling `_lifecycle` is not kept.
 */
export function callSystemChaincode(
  state: PeerState,
  name: string,
  args: readonly Uint8Array[],
  invocation: Invocation,
  called: { readonly channelId: string; readonly simulator: TxSimulator },
): SystemAnswer {
  const { chaincodeName, channelHeader } = invocation.proposal;
  const answer = (response: ChaincodeResponse, simulator = called.simulator): SystemAnswer => {
    const payload = toBinary(ResponseSchema, create(ResponseSchema, response));
    const { txId: txid } = channelHeader;
    const { channelId } = called;
    const message = create(ChaincodeMessageSchema, { type: ChaincodeMessage_Type.COMPLETED, payload, txid, channelId });
    return { message: toBinary(ChaincodeMessageSchema, message), simulator };
  };
  if (name === '_lifecycle') {
    const outcome = invokeLifecycle(args, lifecycleContext(state, invocation, called.channelId, called.simulator));
    return answer(outcome.response, outcome.simulator);
  }
  const message =
    args.length < (name === 'qscc' ? 2 : 1)
      ? `Incorrect number of arguments, ${args.length}`
      : name === 'qscc'
        ? `Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for '${chaincodeName}'`
        : `Rejecting invoke of CSCC from another chaincode, original invocation for '${chaincodeName}'`;
  return answer({ status: 500, message, payload: EMPTY });
}
