/**
 * What Kafka keeps in ZooKeeper: who is there, who controls, which brokers have a partition and who of them leads.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.zk.ZkData
 */
import { create } from '@bufbuild/protobuf';
import { remembered } from '../crypto/bounded-memo.ts';
import { type Operation, Operation_Type, OperationSchema } from '../wire/gen/kafka/zookeeper_pb.ts';
import type { ZnodeTree } from './znodes.ts';

/** Broker id where a partition has no leader. */
export const NO_LEADER = -1;

export interface Registration {
  readonly host: string;
  /** The session the registration lasts as long as. */
  readonly session: string;
}

export interface StoredPartition {
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly controllerEpoch: number;
  /** Version of the znode. */
  readonly version: number;
}

export interface StoredTopic {
  /** Broker ids; the first is the preferred leader. */
  readonly replicas: readonly number[];
  readonly partition: StoredPartition | undefined;
}

export interface Cluster {
  readonly brokers: Readonly<Record<number, Registration>>;
  readonly controller: { readonly broker: number; readonly session: string } | undefined;
  readonly controllerEpoch: { readonly value: number; readonly version: number } | undefined;
  readonly topics: Readonly<Record<string, StoredTopic>>;
}

const CONTROLLER = '/controller';
const CONTROLLER_EPOCH = '/controller_epoch';
const IDS = '/brokers/ids/';
const TOPICS = '/brokers/topics/';
const STATE = '/partitions/0/state';
const PORT = 9092;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(data: string): Fields {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
}

const numberIn = (fields: Fields, name: string): number =>
  typeof fields[name] === 'number' ? fields[name] : NO_LEADER;
const numbersIn = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];

/** Read again and again by brokers that look at the same tree. */
export const readCluster = remembered(16, clusterIn);

function clusterIn({ znodes }: ZnodeTree): Cluster {
  const brokers: Record<number, Registration> = {};
  const topics: Record<string, StoredTopic> = {};
  for (const path of Object.keys(znodes).sort()) {
    const znode = znodes[path];
    if (!znode) continue;
    const fields = fieldsOf(znode.data);
    if (path.startsWith(IDS)) {
      const { host } = fields;
      brokers[Number(path.slice(IDS.length))] = { host: typeof host === 'string' ? host : '', session: znode.owner };
    } else if (path.startsWith(TOPICS) && path.endsWith(STATE)) {
      const topic = path.slice(TOPICS.length, -STATE.length);
      const partition: StoredPartition = {
        leader: numberIn(fields, 'leader'),
        leaderEpoch: numberIn(fields, 'leader_epoch'),
        controllerEpoch: numberIn(fields, 'controller_epoch'),
        isr: numbersIn(fields['isr']),
        version: znode.version,
      };
      topics[topic] = { replicas: topics[topic]?.replicas ?? [], partition };
    } else if (path.startsWith(TOPICS)) {
      const { partitions } = fields;
      const replicas = numbersIn((partitions as Fields | undefined)?.['0']);
      topics[path.slice(TOPICS.length)] = { replicas, partition: undefined };
    }
  }
  const [controller, epoch] = [znodes[CONTROLLER], znodes[CONTROLLER_EPOCH]];
  return {
    brokers,
    topics,
    controller: controller && { broker: numberIn(fieldsOf(controller.data), 'brokerid'), session: controller.owner },
    controllerEpoch: epoch && { value: Number(epoch.data), version: epoch.version },
  };
}

/** In ascending order. */
export const aliveBrokers = ({ brokers }: Cluster): readonly number[] =>
  Object.keys(brokers)
    .map(Number)
    .sort((a, b) => a - b);

const creation = (path: string, data: string, ephemeral: boolean): Operation =>
  create(OperationSchema, { type: Operation_Type.CREATE, path, data, ephemeral });
const change = (path: string, data: string, version: number): Operation =>
  create(OperationSchema, { type: Operation_Type.SET_DATA, path, data, version });

export const registerBroker = (id: number, host: string): Operation =>
  creation(`${IDS}${id}`, JSON.stringify({ version: 4, host, port: PORT }), true);

export const claimController = (id: number): Operation =>
  creation(CONTROLLER, JSON.stringify({ version: 1, brokerid: id }), true);

/** Counts one controller more. */
export function bumpControllerEpoch({ controllerEpoch }: Cluster): {
  readonly operation: Operation;
  readonly epoch: number;
} {
  const epoch = (controllerEpoch?.value ?? 0) + 1;
  const operation = controllerEpoch
    ? change(CONTROLLER_EPOCH, String(epoch), controllerEpoch.version)
    : creation(CONTROLLER_EPOCH, String(epoch), false);
  return { operation, epoch };
}

export const createTopic = (topic: string, replicas: readonly number[]): Operation =>
  creation(`${TOPICS}${topic}`, JSON.stringify({ version: 1, partitions: { 0: replicas } }), false);

/** Writes a partition's state, in place of version `version` where it has been written before. */
export function writePartition(
  topic: string,
  { leader, leaderEpoch, isr, controllerEpoch }: Omit<StoredPartition, 'version'>,
  version: number | undefined,
): Operation {
  const path = `${TOPICS}${topic}${STATE}`;
  const data = JSON.stringify({
    controller_epoch: controllerEpoch,
    leader,
    version: 1,
    leader_epoch: leaderEpoch,
    isr,
  });
  return version === undefined ? creation(path, data, false) : change(path, data, version);
}
