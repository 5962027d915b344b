/**
 * Which chaincode a peer runs for a proposal: the committed definition, if its organisation approved it and the package
 * is installed here.
 *
 * @fabric core/chaincode/lifecycle/endorsement_info.go, cache.go
 * @simplified Fabric keeps the definitions in a cache that follows the commits; here they are looked up in the state the
 * simulation began on, so the two can never differ.
 */
import { BoundedMemo, remembered } from '../../crypto/bounded-memo.ts';
import { sha256 } from '../../crypto/sha256.ts';
import { invariant, ok, type Result } from '../../kernel/result.ts';
import { hashedNamespace, type StateDb } from '../../ledger/state-db.ts';
import type { TxSimulator } from '../../ledger/tx-simulator.ts';
import { equalBytes } from '../../wire/bytes.ts';
import {
  approvalName,
  type ChaincodeDefinition,
  chaincodeDefinition,
  hasApproved,
  localPackageStructure,
  readSequence,
} from './definitions.ts';
import {
  committedOrgState,
  implicitCollection,
  LIFECYCLE_NAMESPACE,
  publicState,
  SimulatorCursor,
} from './lifecycle-state.ts';
import { fieldKey, hasMetadataOf } from './state-codec.ts';

/** The version system chaincodes have in transactions. */
export const SYSTEM_CHAINCODE_VERSION = 'syscc';

/** What running a chaincode needs. */
export interface EndorsementInfo {
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly packageId: string;
}

/** The peer that endorses: its organisation and what is installed on it. */
export interface EndorsingPeer {
  readonly channelId: string;
  readonly mspId: string;
  readonly packageIds: Iterable<string>;
}

/**
 * Looks up what to run for `name`. The one key it reads through the simulator puts the sequence into the read set of
 * every transaction, so that a new definition invalidates what was endorsed under the old one.
 *
 * @param state the state `simulator` began on
 * @returns the error is Fabric's text, to which the endorser adds its own
 */
export function definitionForEndorsement(
  simulator: TxSimulator,
  state: StateDb,
  name: string,
  peer: EndorsingPeer,
): { readonly simulator: TxSimulator; readonly result: Result<EndorsementInfo, string> } {
  const cursor = new SimulatorCursor(simulator);
  const sequence = readSequence(name, publicState(cursor));
  const result = sequence.ok ? endorsementInfo(cursor, state, name, sequence.value, peer) : sequence;
  return { simulator: cursor.simulator, result };
}

function endorsementInfo(
  cursor: SimulatorCursor,
  state: StateDb,
  name: string,
  sequence: number,
  { channelId, mspId, packageIds }: EndorsingPeer,
): Result<EndorsementInfo, string> {
  if (sequence === 0) {
    cursor.read('lscc', name);
    return { ok: false, error: `chaincode ${name} not found` };
  }
  const definition = chaincodeDefinition(state, name);
  invariant(definition?.sequence === sequence, 'the simulation began on this state');
  const approval = approvalOf(state, mspId, name, definition);
  if (!approval.given) {
    const where = `for '${name}' at sequence ${sequence} on channel '${channelId}'`;
    return { ok: false, error: `chaincode definition ${where} has not yet been approved by this org` };
  }
  const packageId = installedAs(approval, packageIds);
  if (packageId === undefined)
    return { ok: false, error: `chaincode definition for '${name}' exists, but chaincode is not installed` };
  const { version, initRequired, endorsementPlugin } = definition;
  return ok({ version, initRequired, endorsementPlugin, packageId });
}

/**
 * The installed package that `mspId` approved for this definition; undefined when it is not installed or the definition
 * not approved. Found by its hash, so a peer can run what it never got the clear approval of.
 */
export const runnablePackage = (
  state: StateDb,
  mspId: string,
  name: string,
  definition: ChaincodeDefinition,
  packageIds: Iterable<string>,
): string | undefined => installedAs(approvalOf(state, mspId, name, definition), packageIds);

/** What an organisation said to a definition. */
interface Approval {
  readonly given: boolean;
  /** Of the id of the package it runs; undefined without a package, or without approval. */
  readonly packageHash: Uint8Array | undefined;
}

/** By definition, as the hashes of one organisation's approvals have it at one moment. */
const approvalsIn = remembered(200, (_contents: object) => new Map<string, [ChaincodeDefinition, Approval]>());

function approvalOf(state: StateDb, mspId: string, name: string, definition: ChaincodeDefinition): Approval {
  const contents = state.contents(hashedNamespace(LIFECYCLE_NAMESPACE, implicitCollection(mspId)));
  const known = contents && approvalsIn(contents);
  const last = known?.get(name);
  if (last?.[0] === definition) return last[1];
  const approval = readApproval(state, mspId, name, definition);
  known?.set(name, [definition, approval]);
  return approval;
}

function readApproval(state: StateDb, mspId: string, name: string, definition: ChaincodeDefinition): Approval {
  if (!hasApproved(state, mspId, name, definition)) return { given: false, packageHash: undefined };
  const org = committedOrgState(state, mspId);
  const privateName = approvalName(name, definition.sequence);
  const isLocal = hasMetadataOf('chaincode-sources', privateName, localPackageStructure(''), org);
  const hash = org.getHash(fieldKey('chaincode-sources', privateName, 'PackageID'));
  return { given: true, packageHash: isLocal.ok && isLocal.value && hash.ok ? hash.value : undefined };
}

function installedAs({ packageHash }: Approval, packageIds: Iterable<string>): string | undefined {
  if (!packageHash) return undefined;
  for (const packageId of packageIds) if (equalBytes(packageIdHash(packageId), packageHash)) return packageId;
  return undefined;
}

const hashes = new BoundedMemo<Uint8Array>(200);

function packageIdHash(packageId: string): Uint8Array {
  const known = hashes.get(packageId);
  if (known) return known;
  const hash = sha256(...localPackageStructure(packageId).fields.map(({ data }) => data));
  hashes.set(packageId, hash);
  return hash;
}
