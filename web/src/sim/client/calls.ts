/**
 * Which chaincode call a task is: the proposal the real command line or SDK would send.
 *
 * @fabric internal/peer/lifecycle/chaincode, internal/peer/channel/join.go
 */
import { create, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { utf8 } from '../wire/bytes.ts';
import { type Decoded, decoded } from '../wire/decode.ts';
import {
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  ChaincodeSource_LocalSchema,
  ChaincodeSource_UnavailableSchema,
  ChaincodeSourceSchema,
  CommitChaincodeDefinitionArgsSchema,
  InstallChaincodeArgsSchema,
} from '../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { ChaincodeSpec_Type } from '../wire/gen/peer/chaincode_pb.ts';
import type { ChaincodeCall } from '../wire/proposal.ts';
import type { CaTask } from './ca-client-task.ts';
import type { ChannelTask, ClientTask, EventTask, ProfileTask, UpdateTask, WorkloadTask } from './client-task.ts';
import { type ConnectionProfile, membersOwnFirst, planEndorsement } from './connection-profile.ts';
import { definitionFields } from './definition-fields.ts';
import type { DiscoverTask } from './discover.ts';
import { isPeerQuery, queryCall } from './peer-query.ts';
import type { SnapshotTask } from './snapshot-task.ts';

export interface PlannedCall {
  readonly call: ChaincodeCall;
  /** Names the wallet entry that signs. */
  readonly identity: string;
  /** Peers asked to endorse, in order. */
  readonly endorsers: readonly ActorId[];
  /** How the proposal is named in the trace. */
  readonly label: string;
}

const LIFECYCLE = '_lifecycle';

/** The call of `task`, or the text with which the real tool refuses to send it. `policyOf` knows the committed policies. */
export function planCall(
  task: Exclude<
    ClientTask,
    CaTask | ChannelTask | ProfileTask | UpdateTask | EventTask | WorkloadTask | DiscoverTask | SnapshotTask
  >,
  profile: ConnectionProfile,
  policyOf: (channel: string, chaincode: string) => string | null,
): Decoded<PlannedCall> {
  if (isPeerQuery(task)) {
    const { type: label, node, identity = 'Admin' } = task;
    const asked = queryCall(task);
    return asked.ok ? decoded({ call: asked.value, identity, endorsers: [node], label }) : asked;
  }
  switch (task.type) {
    case 'joinPeer':
      return joinCall(task, 'JoinChain', task.genesisBlock);
    case 'joinPeerBySnapshot':
      return joinCall(task, 'JoinChainBySnapshot', utf8(task.path));
    case 'installChaincode': {
      const args = create(InstallChaincodeArgsSchema, { chaincodeInstallPackage: task.package });
      const call = lifecycleCall('', 'InstallChaincode', InstallChaincodeArgsSchema, args);
      return decoded({ call, identity: task.identity ?? 'Admin', endorsers: [task.node], label: 'installChaincode' });
    }
    case 'approveChaincode':
      return planApproval(task, profile);
    case 'commitChaincode': {
      const fields = definitionFields(task.definition);
      if (!fields.ok) return fields;
      const args = create(CommitChaincodeDefinitionArgsSchema, fields.value);
      const call = lifecycleCall(task.channel, 'CommitChaincodeDefinition', CommitChaincodeDefinitionArgsSchema, args);
      const endorsers = task.peers ?? firstPeers(planEndorsement(profile, task.channel, null));
      return decoded({ call, identity: task.identity ?? 'Admin', endorsers, label: 'commitChaincodeDefinition' });
    }
    case 'submitTransaction': {
      const plan = planEndorsement(profile, task.channel, policyOf(task.channel, task.chaincode));
      if (!plan.ok) return plan;
      const endorsers = task.endorsers ?? firstPeers(plan);
      return decoded({ call: userCall(task), identity: task.identity, endorsers, label: 'proposal' });
    }
    case 'evaluateTransaction': {
      const own = membersOwnFirst(profile, task.channel)[0]?.peers[0];
      const peer = task.peer ?? own;
      return decoded({ call: userCall(task), identity: task.identity, endorsers: peer ? [peer] : [], label: 'query' });
    }
  }
}

function joinCall(
  { node, identity = 'Admin' }: ClientTask & { type: 'joinPeer' | 'joinPeerBySnapshot' },
  name: 'JoinChain' | 'JoinChainBySnapshot',
  argument: Uint8Array,
): Decoded<PlannedCall> {
  const args = [utf8(name), argument];
  const call = { channelId: '', chaincodeName: 'cscc', args, specType: ChaincodeSpec_Type.GOLANG };
  const label = name === 'JoinChain' ? 'joinChain' : 'joinChainBySnapshot';
  return decoded({ call, identity, endorsers: [node], label });
}

function planApproval(
  task: ClientTask & { type: 'approveChaincode' },
  profile: ConnectionProfile,
): Decoded<PlannedCall> {
  const fields = definitionFields(task.definition);
  if (!fields.ok) return fields;
  const source = create(ChaincodeSourceSchema, {
    Type:
      task.packageId === null
        ? { case: 'unavailable', value: create(ChaincodeSource_UnavailableSchema) }
        : { case: 'localPackage', value: create(ChaincodeSource_LocalSchema, { packageId: task.packageId }) },
  });
  const args = create(ApproveChaincodeDefinitionForMyOrgArgsSchema, { ...fields.value, source });
  const call = lifecycleCall(
    task.channel,
    'ApproveChaincodeDefinitionForMyOrg',
    ApproveChaincodeDefinitionForMyOrgArgsSchema,
    args,
  );
  const own = membersOwnFirst(profile, task.channel)[0]?.peers[0];
  const endorsers = task.peers ?? (own ? [own] : []);
  return decoded({ call, identity: task.identity ?? 'Admin', endorsers, label: 'approveChaincodeDefinition' });
}

const firstPeers = (plan: ReturnType<typeof planEndorsement>): readonly ActorId[] =>
  plan.ok ? plan.value.flatMap((member) => member.peers.slice(0, 1)) : [];

function userCall(task: ClientTask & { type: 'submitTransaction' | 'evaluateTransaction' }): ChaincodeCall {
  const transient = Object.fromEntries(Object.entries(task.transient).map(([name, value]) => [name, utf8(value)]));
  return {
    channelId: task.channel,
    chaincodeName: task.chaincode,
    args: [utf8(task.function), ...task.args.map(utf8)],
    ...('isInit' in task && task.isInit && { isInit: true }),
    ...(Object.keys(transient).length > 0 && { transient }),
  };
}

function lifecycleCall<Desc extends DescMessage>(
  channelId: string,
  functionName: string,
  schema: Desc,
  args: MessageShape<Desc>,
): ChaincodeCall {
  return { channelId, chaincodeName: LIFECYCLE, args: [utf8(functionName), toBinary(schema, args)] };
}
