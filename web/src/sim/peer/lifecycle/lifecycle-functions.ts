/**
 * The functions of `_lifecycle`: from their messages to what they do and back.
 *
 * @fabric core/chaincode/lifecycle/scc.go
 * @simplified What Fabric lists in the random order of Go's maps comes in the order of names here.
 */
import { create } from '@bufbuild/protobuf';
import { ok, type Result } from '../../kernel/result.ts';
import type { CollectionConfigPackage } from '../../wire/gen/peer/collection_pb.ts';
import {
  type ApproveChaincodeDefinitionForMyOrgArgs,
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  ApproveChaincodeDefinitionForMyOrgResultSchema,
  ChaincodeSourceSchema,
  CheckCommitReadinessArgsSchema,
  CheckCommitReadinessResultSchema,
  CommitChaincodeDefinitionArgsSchema,
  CommitChaincodeDefinitionResultSchema,
  GetInstalledChaincodePackageArgsSchema,
  GetInstalledChaincodePackageResultSchema,
  InstallChaincodeArgsSchema,
  InstallChaincodeResultSchema,
  QueryApprovedChaincodeDefinitionArgsSchema,
  QueryApprovedChaincodeDefinitionResultSchema,
  QueryApprovedChaincodeDefinitionsArgsSchema,
  QueryApprovedChaincodeDefinitionsResultSchema,
  QueryChaincodeDefinitionArgsSchema,
  QueryChaincodeDefinitionResultSchema,
  QueryChaincodeDefinitionsArgsSchema,
  QueryChaincodeDefinitionsResultSchema,
  QueryInstalledChaincodeArgsSchema,
  QueryInstalledChaincodeResultSchema,
  QueryInstalledChaincodesArgsSchema,
  QueryInstalledChaincodesResultSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { type Approval, approveDefinition, readApproval, readApprovals } from './approval.ts';
import { checkReadiness, commitDefinition, orgApprovals, type OrgApproval } from './commitment.ts';
import { checkDefinition } from './definition-checks.ts';
import { type ChaincodeDefinition, DATATYPE, NO_COLLECTIONS, readDefinition } from './definitions.ts';
import { type InstalledPackage, installPackage, packageReferences } from './installed-packages.ts';
import { channelOperation, failed, type Invocation, type Operation, operation } from './invocation.ts';
import { orgState, publicState } from './lifecycle-state.ts';
import { readAllMetadata, withMessage } from './state-codec.ts';

/** The fields that all messages about a definition have in common. */
interface DefinitionMessage {
  readonly sequence: bigint;
  readonly version: string;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  readonly validationParameter: Uint8Array;
  readonly collections?: CollectionConfigPackage | undefined;
  readonly initRequired: boolean;
}

const definitionOf = (message: DefinitionMessage): ChaincodeDefinition => ({
  sequence: Number(message.sequence),
  version: message.version,
  endorsementPlugin: message.endorsementPlugin,
  validationPlugin: message.validationPlugin,
  policy: message.validationParameter,
  collections: message.collections ?? NO_COLLECTIONS,
  initRequired: message.initRequired,
});

const messageOf = ({ sequence, policy, ...rest }: ChaincodeDefinition) => ({
  sequence: BigInt(sequence),
  version: rest.version,
  endorsementPlugin: rest.endorsementPlugin,
  validationPlugin: rest.validationPlugin,
  validationParameter: policy,
  collections: rest.collections,
  initRequired: rest.initRequired,
});

const approvalMessageOf = ({ definition, packageId }: Approval) => ({
  ...messageOf(definition),
  source: create(ChaincodeSourceSchema, {
    Type: packageId === '' ? { case: 'unavailable', value: {} } : { case: 'localPackage', value: { packageId } },
  }),
});

const approvalsRecord = (approvals: readonly OrgApproval[]): Record<string, boolean> =>
  Object.fromEntries(approvals.map(({ mspId, approved }) => [mspId, approved]));

/** Absent, unavailable and an empty id all mean: no package. */
function packageIdOf({ source }: ApproveChaincodeDefinitionForMyOrgArgs): string {
  return source?.Type.case === 'localPackage' ? source.Type.value.packageId : '';
}

const install = operation(InstallChaincodeArgsSchema, InstallChaincodeResultSchema, (args, invocation) => {
  const { packages, parsePackage } = invocation.context;
  const installed = installPackage(args.chaincodeInstallPackage, packages, parsePackage);
  if (!installed.ok) return installed;
  invocation.installed = installed.value;
  const { packageId, label } = installed.value;
  return ok({ packageId, label });
});

function describePackage({ packageId, label }: InstalledPackage, { context }: Invocation) {
  const used = Object.entries(packageReferences(packageId, context.mspId, context.channels));
  const references = Object.fromEntries(
    used.map(([channel, chaincodes]) => [channel, { chaincodes: [...chaincodes] }]),
  );
  return { packageId, label, references };
}

const queryInstalled = operation(
  QueryInstalledChaincodeArgsSchema,
  QueryInstalledChaincodeResultSchema,
  ({ packageId }, invocation) => {
    const found = [...invocation.context.packages].find((installed) => installed.packageId === packageId);
    return found
      ? ok(describePackage(found, invocation))
      : failed(`could not find chaincode with package id '${packageId}'`);
  },
);

const queryAllInstalled = operation(
  QueryInstalledChaincodesArgsSchema,
  QueryInstalledChaincodesResultSchema,
  (_, invocation) => {
    const sorted = [...invocation.context.packages].sort((a, b) => (a.packageId < b.packageId ? -1 : 1));
    return ok({ installedChaincodes: sorted.map((installed) => describePackage(installed, invocation)) });
  },
);

const getInstalledPackage = operation(
  GetInstalledChaincodePackageArgsSchema,
  GetInstalledChaincodePackageResultSchema,
  ({ packageId }, { context }) => {
    const found = [...context.packages].find((installed) => installed.packageId === packageId);
    return found
      ? ok({ chaincodeInstallPackage: found.bytes })
      : failed(`could not load cc install package: chaincode install package '${packageId}' not found`);
  },
);

const approve = channelOperation(
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  ApproveChaincodeDefinitionForMyOrgResultSchema,
  (args, { bundle, cursor }, ownMspId) => {
    const checked = withMessage('error validating chaincode definition', checkDefinition(args, bundle, cursor));
    if (!checked.ok) return checked;
    const approval = { name: args.name, definition: definitionOf(args), packageId: packageIdOf(args) };
    const approved = approveDefinition(approval, bundle, publicState(cursor), orgState(cursor, ownMspId));
    return approved.ok ? ok({}) : approved;
  },
);

const queryApproved = channelOperation(
  QueryApprovedChaincodeDefinitionArgsSchema,
  QueryApprovedChaincodeDefinitionResultSchema,
  ({ name, sequence }, { bundle, cursor }, ownMspId) => {
    const org = orgState(cursor, ownMspId);
    const approval = readApproval(name, Number(sequence), bundle.channelId, publicState(cursor), org);
    return approval.ok ? ok(approvalMessageOf(approval.value)) : approval;
  },
);

const queryAllApproved = channelOperation(
  QueryApprovedChaincodeDefinitionsArgsSchema,
  QueryApprovedChaincodeDefinitionsResultSchema,
  (_, { bundle, cursor }, ownMspId) => {
    const approvals = readApprovals(bundle.channelId, orgState(cursor, ownMspId));
    if (!approvals.ok) return approvals;
    const approvedChaincodeDefinitions = approvals.value.map((approval) => ({
      name: approval.name,
      ...approvalMessageOf(approval),
    }));
    return ok({ approvedChaincodeDefinitions });
  },
);

const checkCommitReadiness = channelOperation(
  CheckCommitReadinessArgsSchema,
  CheckCommitReadinessResultSchema,
  (args, { bundle, cursor }) => {
    const ready = checkReadiness(args.name, definitionOf(args), bundle, cursor);
    if (!ready.ok) return ready;
    const different = ready.value.approvals.filter(({ mismatches }) => mismatches.length > 0);
    const mismatches = Object.fromEntries(different.map((org) => [org.mspId, { items: [...org.mismatches] }]));
    return ok({ approvals: approvalsRecord(ready.value.approvals), mismatches });
  },
);

const commit = channelOperation(
  CommitChaincodeDefinitionArgsSchema,
  CommitChaincodeDefinitionResultSchema,
  (args, { bundle, cursor }, ownMspId) => {
    const checked = withMessage('error validating chaincode definition', checkDefinition(args, bundle, cursor));
    if (!checked.ok) return checked;
    const committed = commitDefinition(args.name, definitionOf(args), ownMspId, bundle, cursor);
    return committed.ok ? ok({}) : committed;
  },
);

const queryDefinition = channelOperation(
  QueryChaincodeDefinitionArgsSchema,
  QueryChaincodeDefinitionResultSchema,
  ({ name }, { bundle, cursor }) => {
    const definition = readDefinition(name, publicState(cursor));
    if (!definition.ok) return definition;
    if (!definition.value) return failed({ notFound: `namespace ${name} is not defined` });
    const approvals = orgApprovals(name, definition.value, bundle, cursor);
    if (!approvals.ok) return approvals;
    return ok({ ...messageOf(definition.value), approvals: approvalsRecord(approvals.value) });
  },
);

const queryAllDefinitions = channelOperation(
  QueryChaincodeDefinitionsArgsSchema,
  QueryChaincodeDefinitionsResultSchema,
  (_, { cursor }) => {
    const definitions = readAllDefinitions(publicState(cursor));
    if (!definitions.ok) return definitions;
    return ok({ chaincodeDefinitions: definitions.value.map(([name, one]) => ({ name, ...messageOf(one) })) });
  },
);

function readAllDefinitions(
  state: ReturnType<typeof publicState>,
): Result<readonly (readonly [string, ChaincodeDefinition])[], string> {
  const all = withMessage('could not query namespace metadata', readAllMetadata('namespaces', state));
  if (!all.ok) return all;
  const definitions: (readonly [string, ChaincodeDefinition])[] = [];
  for (const [name, { datatype }] of all.value) {
    if (datatype !== DATATYPE.definition) continue;
    const definition = readDefinition(name, state);
    if (!definition.ok) return definition;
    if (definition.value) definitions.push([name, definition.value]);
  }
  return ok(definitions);
}

/** All functions by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    install,
    queryInstalled,
    queryAllInstalled,
    getInstalledPackage,
    approve,
    queryApproved,
    queryAllApproved,
    checkCommitReadiness,
    commit,
    queryDefinition,
    queryAllDefinitions,
  ].map((each) => [each.name, each]),
);
