/**
 * Which package answers to a chaincode's name on a channel, and what a transaction may do there.
 *
 * @fabric core/chaincode/chaincode_support.go (CheckInvocation), core/common/privdata/collection.go
 */
import { hasKeyLevelEndorsement, hasPurgePvtData } from '../channel/capabilities.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { CollectionPermission, TransactionContext, TransactionParams } from '../chaincode/transaction-context.ts';
import type { Identity } from '../identity/identity.ts';
import { invariant, ok, type Result } from '../kernel/result.ts';
import { TxSimulator } from '../ledger/tx-simulator.ts';
import { equalBytes, utf8 } from '../wire/bytes.ts';
import { ledgerOf } from './committer.ts';
import { isMember } from './lifecycle/collections.ts';
import { collectionLookup, NO_COLLECTIONS, readDeployed, staticCollections } from './lifecycle/definitions.ts';
import { definitionForEndorsement, type EndorsementInfo } from './lifecycle/endorsement-info.ts';
import { implicitCollectionOwner, SimulatorCursor } from './lifecycle/lifecycle-state.ts';
import type { Invocation } from './invocation.ts';
import type { PeerState } from './peer-state.ts';
import { couchOf } from './couch-indexes.ts';

export interface Resolved {
  readonly simulator: TxSimulator;
  readonly found: Result<EndorsementInfo, string>;
}

/** The committed definition of `name` that this peer can run; the look-up leaves its read in the simulator. */
export function resolveChaincode(state: PeerState, channelId: string, name: string, simulator: TxSimulator): Resolved {
  const peer = { channelId, mspId: state.disk.signer.mspId, packageIds: state.disk.packages.keys() };
  const looked = definitionForEndorsement(simulator, ledgerOf(state, channelId).state, name, peer);
  return { simulator: looked.simulator, found: looked.result };
}

/** Where a chaincode that must be initialized has the version for which that was done: sorted behind all its own keys. */
const INITIALIZED_KEY = '\u0000\u{10ffff}initialized';

/**
 * Whether a chaincode takes this call, being initialized or about to be. The error is Fabric's text.
 *
 * @returns the simulator with what was read to find out and, for an init call, the note that it is done
 */
export function checkInvocation(
  before: TxSimulator,
  name: string,
  { initRequired, version }: EndorsementInfo,
  isInit: boolean,
): Result<TxSimulator, string> {
  const refused = (text: string): Result<never, string> => ({ ok: false, error: `chaincode '${name}' ${text}` });
  if (!initRequired) return isInit ? refused('does not require initialization but called as init') : ok(before);
  const { simulator, value } = before.getState(name, INITIALIZED_KEY);
  const initialized = value !== undefined && equalBytes(value, utf8(version));
  if (!isInit)
    return initialized ? ok(simulator) : refused('has not been initialized for this version, must call as init first');
  if (initialized) return refused('is already initialized but called as init');
  const noted = simulator.setState(name, INITIALIZED_KEY, utf8(version));
  return noted.result.ok ? ok(noted.simulator) : noted.result;
}

function bundleOf(state: PeerState, channelId: string): ChannelBundle {
  const channel = state.channels[channelId];
  invariant(channel, `peer is not on channel ${channelId}`);
  return channel.bundle;
}

/** A simulation on the ledger as it is now. */
export const beginSimulation = (state: PeerState, channelId: string, txId: string): TxSimulator =>
  TxSimulator.begin(
    ledgerOf(state, channelId).state,
    txId,
    collectionLookup(bundleOf(state, channelId)),
    couchOf(state, channelId),
  );

/** What a chaincode needs to know of a transaction it works on. */
export function transactionParams(
  state: PeerState,
  channelId: string,
  txId: string,
  namespace: string,
  creator: Identity,
  simulator: TxSimulator,
): TransactionParams {
  const { history, blocks } = ledgerOf(state, channelId);
  const bundle = bundleOf(state, channelId);
  const capabilities = bundle.application?.capabilities ?? [];
  return {
    channelId,
    txId,
    namespace,
    simulator,
    isInit: false,
    permission: collectionPermission(bundle, creator),
    history: (store, key) => history.modifications(blocks, store, key),
    capabilities: {
      keyLevelEndorsement: hasKeyLevelEndorsement(capabilities),
      purgePrivateData: hasPurgePvtData(capabilities),
    },
  };
}

/**
 * The proposal a transaction under way began with; a call into another channel goes on under its id. Undefined once its
 * time is over.
 */
export function invocationOf(
  state: PeerState,
  { channelId, txId }: Pick<TransactionContext, 'channelId' | 'txId'>,
): Invocation | undefined {
  const begun = [...state.invocations.values()].filter(({ proposal }) => proposal.channelHeader.txId === txId);
  return begun.find(({ proposal }) => proposal.channelHeader.channelId === channelId) ?? begun[0];
}

/**
 * A call from one chaincode to another: on the same channel it goes on in the caller's simulation, on another channel
 * in one of its own, whose writes nobody keeps.
 */
export function calledParams(
  state: PeerState,
  caller: TransactionContext,
  name: string,
  channelId: string,
  creator: Identity,
): TransactionParams {
  if (channelId === caller.channelId) return { ...caller, namespace: name, isInit: false };
  return transactionParams(
    state,
    channelId,
    caller.txId,
    name,
    creator,
    beginSimulation(state, channelId, caller.txId),
  );
}

function collectionPermission(bundle: ChannelBundle, creator: Identity): CollectionPermission {
  return (simulator, namespace, collection) => {
    if (implicitCollectionOwner(collection) !== undefined)
      return { simulator, access: ok({ read: true, write: true }) };
    const cursor = new SimulatorCursor(simulator);
    const definition = readDeployed(namespace, cursor);
    const config = definition.ok
      ? staticCollections(definition.value?.collections ?? NO_COLLECTIONS).find(({ name }) => name === collection)
      : undefined;
    if (!config) {
      const error = `collection ${bundle.channelId}/${namespace}/${collection} could not be found`;
      return { simulator: cursor.simulator, access: { ok: false, error } };
    }
    const member = isMember(config.memberOrgsPolicy, bundle, creator);
    const access = { read: member || !config.memberOnlyRead, write: member || !config.memberOnlyWrite };
    return { simulator: cursor.simulator, access: ok(access) };
  };
}
