/**
 * An organisation's approval of a chaincode definition, kept in its implicit collection: others learn only its hashes.
 *
 * @fabric core/chaincode/lifecycle/lifecycle.go (ApproveChaincodeDefinitionForOrg, QueryApprovedChaincodeDefinition)
 */
import { type ChannelBundle } from '../../channel/bundle.ts';
import { POLICY } from '../../channel/config-tree.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { StateMetadata } from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import {
  approvalName,
  type ChaincodeDefinition,
  type ChaincodeParameters,
  DATATYPE,
  differenceText,
  localPackageStructure,
  parametersStructure,
  readParameters,
  readSequence,
} from './definitions.ts';
import { policyReference } from './endorsement-policy.ts';
import type { RangeableState, ReadableState, WritableState } from './lifecycle-state.ts';
import { readAllMetadata, readMetadata, readString, withMessage, writeStructure } from './state-codec.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The definition with what was left empty filled in: the built-in plugins and the channel's endorsement policy. */
export function withDefaults(
  definition: ChaincodeDefinition,
  { channelId, policyManager }: ChannelBundle,
): Result<ChaincodeDefinition, string> {
  const plugins = {
    endorsementPlugin: definition.endorsementPlugin || 'escc',
    validationPlugin: definition.validationPlugin || 'vscc',
  };
  if (definition.policy.length > 0) return ok({ ...definition, ...plugins });
  if (policyManager.getPolicy(POLICY.endorsement).found)
    return ok({ ...definition, ...plugins, policy: policyReference(POLICY.endorsement) });
  return failed(
    `could not set defaults for chaincode definition in channel ${channelId}: policy '${POLICY.endorsement}' must be defined for channel '${channelId}' before chaincode operations can be attempted`,
  );
}

export interface Approval {
  readonly name: string;
  readonly definition: ChaincodeDefinition;
  /** Empty: this organisation agrees, but does not run the chaincode. */
  readonly packageId: string;
}

/** Records an approval of the committed sequence or of the next one; the error is Fabric's text. */
export function approveDefinition(
  { name, definition, packageId }: Approval,
  bundle: ChannelBundle,
  state: ReadableState,
  org: WritableState,
): Result<void, string> {
  const current = withMessage('could not get current sequence', readSequence(name, state));
  if (!current.ok) return current;
  const wrongSequence = sequenceFlaw(definition.sequence, current.value);
  if (wrongSequence !== undefined) return failed(wrongSequence);
  const complete = withDefaults(definition, bundle);
  if (!complete.ok) return complete;
  const approval = { name, definition: complete.value, packageId };
  const changed = checkChange(approval, current.value, state, org);
  if (!changed.ok) return changed;
  const privateName = approvalName(name, definition.sequence);
  const kept = withMessage(
    'could not serialize chaincode parameters to state',
    writeStructure('namespaces', privateName, parametersStructure(complete.value), org),
  );
  if (!kept.ok) return kept;
  return withMessage(
    'could not serialize chaincode package info to state',
    writeStructure('chaincode-sources', privateName, localPackageStructure(packageId), org),
  );
}

function sequenceFlaw(requested: number, current: number): string | undefined {
  if (current === requested && requested === 0)
    return 'requested sequence is 0, but first definable sequence number is 1';
  if (requested < current)
    return `currently defined sequence ${current} is larger than requested sequence ${requested}`;
  if (requested > current + 1)
    return `requested sequence ${requested} is larger than the next available sequence number ${current + 1}`;
  return undefined;
}

/** What is committed cannot be approved differently, and an approval that changes nothing is refused. */
function checkChange(
  { name, definition, packageId }: Approval,
  current: number,
  state: ReadableState,
  org: ReadableState,
): Result<void, string> {
  const { sequence } = definition;
  const isCommitted = sequence === current;
  const redefined = `attempted to redefine the current committed sequence (${current}) for namespace ${name}`;
  if (isCommitted) {
    const metadata = withMessage(
      'could not fetch metadata for current definition',
      readMetadata('namespaces', name, state),
    );
    if (!metadata.ok) return metadata;
    if (!metadata.value) return failed(`missing metadata for currently committed sequence number (${current})`);
    const committed = withMessage(
      `could not deserialize namespace ${name} as chaincode`,
      readCommitted(name, metadata.value, state),
    );
    if (!committed.ok) return committed;
    const difference = differenceText(committed.value, definition);
    if (difference !== undefined) return failed(`${redefined} with different parameters: ${difference}`);
  }
  const unchanged = isUnchanged({ name, definition, packageId }, org);
  if (!unchanged.ok) return unchanged;
  if (!unchanged.value) return ok(undefined);
  return failed(
    isCommitted
      ? redefined
      : `attempted to redefine uncommitted sequence (${sequence}) for namespace ${name} with unchanged content`,
  );
}

function readCommitted(
  name: string,
  { datatype }: StateMetadata,
  state: ReadableState,
): Result<ChaincodeParameters, string> {
  if (datatype !== DATATYPE.definition) return failed(`type name mismatch '${DATATYPE.definition}' != '${datatype}'`);
  const sequence = readSequence(name, state);
  return sequence.ok ? readParameters(name, state) : sequence;
}

function isUnchanged({ name, definition, packageId }: Approval, org: ReadableState): Result<boolean, string> {
  const privateName = approvalName(name, definition.sequence);
  const metadata = withMessage(
    `could not fetch chaincode definition, chaincode ${privateName}, requested at sequence ${definition.sequence}`,
    readMetadata('namespaces', privateName, org),
  );
  if (!metadata.ok || !metadata.value) return metadata.ok ? ok(false) : metadata;
  const before = withMessage(
    `could not deserialize namespace ${privateName} as chaincode`,
    readParameters(privateName, org),
  );
  if (!before.ok) return before;
  if (differenceText(before.value, definition) !== undefined) return ok(false);
  const source = withMessage(
    `could not deserialize chaincode-source metadata for ${privateName}`,
    readMetadata('chaincode-sources', privateName, org),
  );
  if (!source.ok || !source.value) return source.ok ? ok(false) : source;
  const id = withMessage(
    `could not deserialize chaincode package for ${privateName}`,
    readString('chaincode-sources', privateName, 'PackageID', org),
  );
  return id.ok ? ok(id.value === packageId) : id;
}

/** The approval of `sequence`, or with 0 the latest: of the next definition if there is one, else of the committed one. */
export function readApproval(
  name: string,
  sequence: number,
  channelId: string,
  state: ReadableState,
  org: ReadableState,
): Result<Approval, string> {
  const requested = sequence === 0 ? latestSequence(name, state, org) : ok(sequence);
  if (!requested.ok) return requested;
  const privateName = approvalName(name, requested.value);
  const metadata = withMessage(
    `could not deserialize namespace metadata for ${privateName}`,
    readMetadata('namespaces', privateName, org),
  );
  if (!metadata.ok) return metadata;
  if (!metadata.value)
    return failed(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${requested.value}') on channel '${channelId}'`,
    );
  return fetchApproval(name, requested.value, metadata.value, org);
}

function latestSequence(name: string, state: ReadableState, org: ReadableState): Result<number, string> {
  const current = withMessage('could not get current sequence', readSequence(name, state));
  if (!current.ok) return current;
  const next = current.value + 1;
  const metadata = withMessage(
    `could not deserialize namespace metadata for next sequence ${next}`,
    readMetadata('namespaces', approvalName(name, next), org),
  );
  if (!metadata.ok) return metadata;
  return ok(metadata.value ? next : current.value);
}

function fetchApproval(
  name: string,
  sequence: number,
  { datatype }: StateMetadata,
  org: ReadableState,
): Result<Approval, string> {
  const privateName = approvalName(name, sequence);
  if (datatype !== DATATYPE.parameters) return failed(`not a chaincode parameters type: ${datatype}`);
  const parameters = withMessage(
    `could not deserialize chaincode parameters for ${privateName}`,
    readParameters(privateName, org),
  );
  if (!parameters.ok) return parameters;
  const source = withMessage(
    `could not deserialize chaincode-source metadata for ${privateName}`,
    readMetadata('chaincode-sources', privateName, org),
  );
  if (!source.ok) return source;
  if (!source.value) return failed(`could not fetch chaincode-source metadata for ${privateName}`);
  if (source.value.datatype !== DATATYPE.localPackage)
    return failed(`not a chaincode local package type: ${source.value.datatype}`);
  const packageId = withMessage(
    `could not deserialize chaincode package for ${privateName}`,
    readString('chaincode-sources', privateName, 'PackageID', org),
  );
  if (!packageId.ok) return packageId;
  return ok({ name, definition: { ...parameters.value, sequence }, packageId: packageId.value });
}

/** All approvals of the organisation on this channel, in the byte order of `name#sequence`. */
export function readApprovals(
  channelId: string,
  org: ReadableState & RangeableState,
): Result<readonly Approval[], string> {
  const all = withMessage('could not fetch metadatas', readAllMetadata('namespaces', org));
  if (!all.ok) return all;
  const approvals: Approval[] = [];
  for (const [privateName, metadata] of all.value) {
    const [name = '', number, ...rest] = privateName.split('#');
    if (number === undefined || rest.length > 0 || !/^\d+$/.test(number))
      return failed(
        `could not extract chaincode name and sequence number from metadata: ${privateName}: invalid private name format: ${privateName}`,
      );
    const approval = withMessage(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${number}') on channel '${channelId}'`,
      fetchApproval(name, Number(number), metadata, org),
    );
    if (!approval.ok) return approval;
    approvals.push(approval.value);
  }
  return ok(approvals);
}
