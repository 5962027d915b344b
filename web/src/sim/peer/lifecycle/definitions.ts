/**
 * The chaincode definitions of a channel: what the organisations have agreed on, who approved what, and which
 * collections follow.
 *
 * @fabric core/chaincode/lifecycle/lifecycle.go, deployedcc_infoprovider.go
 * @simplified Definitions of the old lifecycle are looked up in `lscc`, as the read sets show, but never found.
 */
import { create, equals } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../../channel/bundle.ts';
import { remembered } from '../../crypto/bounded-memo.ts';
import { invariant, ok, type Result } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import type { CollectionLookup } from '../../ledger/tx-simulator.ts';
import { equalBytes, hex } from '../../wire/bytes.ts';
import {
  type CollectionConfigPackage,
  CollectionConfigPackageSchema,
  type StaticCollectionConfig,
} from '../../wire/gen/peer/collection_pb.ts';
import {
  ChaincodeEndorsementInfoSchema,
  ChaincodeValidationInfoSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import {
  committedOrgState,
  committedState,
  implicitCollection,
  LIFECYCLE_NAMESPACE,
  type OpaqueState,
  publicState,
  type ReadableState,
  SimulatorCursor,
} from './lifecycle-state.ts';
import {
  int64Field,
  messageField,
  mismatches,
  readAllMetadata,
  readInt64,
  readMessage,
  readMetadata,
  readString,
  stringField,
  type Structure,
  type StructureSpace,
  withMessage,
} from './state-codec.ts';

/** What an organisation approves, apart from name and sequence. */
export interface ChaincodeParameters {
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** A serialized `common.ApplicationPolicy`: the endorsement policy. */
  readonly policy: Uint8Array;
  readonly collections: CollectionConfigPackage;
}

export interface ChaincodeDefinition extends ChaincodeParameters {
  /** 1 for the first definition; each new one adds 1. */
  readonly sequence: number;
}

export const NO_COLLECTIONS: CollectionConfigPackage = create(CollectionConfigPackageSchema);

export const DATATYPE = {
  definition: 'ChaincodeDefinition',
  parameters: 'ChaincodeParameters',
  localPackage: 'ChaincodeLocalPackage',
} as const;

/** Under this name an organisation keeps its approval of one sequence. */
export const approvalName = (name: string, sequence: number): string => `${name}#${sequence}`;

export function parametersStructure(parameters: ChaincodeParameters): Structure {
  const { version, initRequired, endorsementPlugin, validationPlugin, policy, collections } = parameters;
  const endorsement = create(ChaincodeEndorsementInfoSchema, { version, initRequired, endorsementPlugin });
  const validation = create(ChaincodeValidationInfoSchema, { validationPlugin, validationParameter: policy });
  return {
    datatype: DATATYPE.parameters,
    fields: [
      messageField('EndorsementInfo', ChaincodeEndorsementInfoSchema, endorsement),
      messageField('ValidationInfo', ChaincodeValidationInfoSchema, validation),
      messageField('Collections', CollectionConfigPackageSchema, collections),
    ],
  };
}

export const definitionStructure = (definition: ChaincodeDefinition): Structure => ({
  datatype: DATATYPE.definition,
  fields: [int64Field('Sequence', definition.sequence), ...parametersStructure(definition).fields],
});

/** An empty package id stands for a chaincode this organisation does not run. */
export const localPackageStructure = (packageId: string): Structure => ({
  datatype: DATATYPE.localPackage,
  fields: [stringField('PackageID', packageId)],
});

/** The sequence of the committed definition; 0 when there is none. */
export const readSequence = (name: string, state: ReadableState): Result<number, string> =>
  readInt64('namespaces', name, 'Sequence', state);

export function readParameters(name: string, state: ReadableState): Result<ChaincodeParameters, string> {
  const endorsement = readMessage('namespaces', name, 'EndorsementInfo', ChaincodeEndorsementInfoSchema, state);
  if (!endorsement.ok) return endorsement;
  const validation = readMessage('namespaces', name, 'ValidationInfo', ChaincodeValidationInfoSchema, state);
  if (!validation.ok) return validation;
  const collections = readMessage('namespaces', name, 'Collections', CollectionConfigPackageSchema, state);
  if (!collections.ok) return collections;
  const { version, initRequired, endorsementPlugin } = endorsement.value;
  const { validationPlugin, validationParameter: policy } = validation.value;
  return ok({ version, initRequired, endorsementPlugin, validationPlugin, policy, collections: collections.value });
}

/** The committed definition of `name`, read from public state; undefined when there is none. */
export function readDefinition(name: string, state: ReadableState): Result<ChaincodeDefinition | undefined, string> {
  const metadata = withMessage(
    `could not deserialize metadata for chaincode ${name}`,
    readMetadata('namespaces', name, state),
  );
  if (!metadata.ok || !metadata.value) return metadata.ok ? ok(undefined) : metadata;
  if (metadata.value.datatype !== DATATYPE.definition)
    return { ok: false, error: `not a chaincode type: ${metadata.value.datatype}` };
  const text = `could not deserialize chaincode definition for chaincode ${name}`;
  const sequence = withMessage(text, readSequence(name, state));
  if (!sequence.ok) return sequence;
  const parameters = withMessage(text, readParameters(name, state));
  return parameters.ok ? ok({ ...parameters.value, sequence: sequence.value }) : parameters;
}

/** {@link readDefinition} and then, when there is none, a look into the old lifecycle, which leaves a read there. */
export function readDeployed(name: string, cursor: SimulatorCursor): Result<ChaincodeDefinition | undefined, string> {
  const definition = withMessage('could not get info about chaincode', readDefinition(name, publicState(cursor)));
  if (definition.ok && !definition.value) cursor.read('lscc', name);
  return definition;
}

/** A definition in the committed state was written by a valid commit, hence can be read. */
function committed<T>(result: Result<T, string>): T {
  invariant(result.ok, result.ok ? '' : result.error);
  return result.value;
}

/** Definitions by name, as the public state of one moment has them. */
const definitionsIn = remembered(100, (_contents: object) => new Map<string, ChaincodeDefinition | undefined>());

/** The definition of `name` that is committed in `state`: asked for with every proposal, changed rarely. */
export function chaincodeDefinition(state: StateDb, name: string): ChaincodeDefinition | undefined {
  const contents = state.contents(LIFECYCLE_NAMESPACE);
  if (!contents) return undefined;
  const known = definitionsIn(contents);
  if (!known.has(name)) known.set(name, committed(readDefinition(name, committedState(state))));
  return known.get(name);
}

export interface NamedDefinition extends ChaincodeDefinition {
  readonly name: string;
}

/** All committed definitions, in the byte order of their names. */
export function chaincodeDefinitions(state: StateDb): readonly NamedDefinition[] {
  const names = committed(readAllMetadata('namespaces', committedState(state)));
  return names.flatMap(([name, { datatype }]) => {
    const definition = datatype === DATATYPE.definition ? chaincodeDefinition(state, name) : undefined;
    return definition ? [{ ...definition, name }] : [];
  });
}

/** The fields in which an organisation's approval differs from `definition`, by hash; none means it approved that. */
export const approvalMismatches = (
  name: string,
  definition: ChaincodeDefinition,
  org: OpaqueState,
): Result<readonly string[], string> =>
  mismatches('namespaces', approvalName(name, definition.sequence), parametersStructure(definition), org);

/** Whether `mspId` has approved exactly `definition`, as any peer of the channel can tell. */
export const hasApproved = (state: StateDb, mspId: string, name: string, definition: ChaincodeDefinition): boolean =>
  committed(approvalMismatches(name, definition, committedOrgState(state, mspId))).length === 0;

/** An organisation's approval in the clear, where this peer has it. */
export function approvedParameters(
  state: StateDb,
  mspId: string,
  name: string,
  sequence: number,
): ChaincodeParameters | undefined {
  const org = committedOrgState(state, mspId);
  const privateName = approvalName(name, sequence);
  const metadata = committed(readMetadata('namespaces', privateName, org));
  return metadata ? committed(readParameters(privateName, org)) : undefined;
}

/**
 * The package `mspId` runs for this sequence, from its private data: empty when it approved without one, undefined
 * without an approval or on a peer that does not have the data.
 */
export function approvedPackageId(state: StateDb, mspId: string, name: string, sequence: number): string | undefined {
  const org = committedOrgState(state, mspId);
  const privateName = approvalName(name, sequence);
  const space: StructureSpace = 'chaincode-sources';
  if (!committed(readMetadata(space, privateName, org))) return undefined;
  return committed(readString(space, privateName, 'PackageID', org));
}

export const staticCollections = ({ config }: CollectionConfigPackage): readonly StaticCollectionConfig[] =>
  config.flatMap(({ payload }) => (payload.case === 'staticCollectionConfig' ? [payload.value] : []));

/** How the ledger of a channel finds out which collections a chaincode has; the look-up is part of the read set. */
export function collectionLookup(bundle: ChannelBundle): CollectionLookup {
  const implicit = (bundle.application?.organizations ?? []).map(({ mspId }) => implicitCollection(mspId));
  return (simulator, namespace) => {
    if (namespace === LIFECYCLE_NAMESPACE) return { simulator, collections: implicit };
    const cursor = new SimulatorCursor(simulator);
    const definition = readDeployed(namespace, cursor);
    if (!definition.ok || !definition.value) return { simulator: cursor.simulator, collections: undefined };
    const explicit = staticCollections(definition.value.collections).map(({ name }) => name);
    return { simulator: cursor.simulator, collections: [...explicit, ...implicit] };
  };
}

/** Fabric's words for the first difference; undefined when both are the same. */
export function differenceText(expected: ChaincodeParameters, passed: ChaincodeParameters): string | undefined {
  const differs = (what: string, a: string | boolean, b: string | boolean) =>
    a === b ? undefined : `expected ${what} '${a}' does not match passed ${what} '${b}'`;
  return (
    differs('Version', expected.version, passed.version) ??
    differs('EndorsementPlugin', expected.endorsementPlugin, passed.endorsementPlugin) ??
    differs('InitRequired', expected.initRequired, passed.initRequired) ??
    differs('ValidationPlugin', expected.validationPlugin, passed.validationPlugin) ??
    (equalBytes(expected.policy, passed.policy)
      ? undefined
      : differs('ValidationParameter', hex(expected.policy), hex(passed.policy))) ??
    (equals(CollectionConfigPackageSchema, expected.collections, passed.collections)
      ? undefined
      : 'Collections do not match')
  );
}
