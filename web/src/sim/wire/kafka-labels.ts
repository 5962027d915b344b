/**
 * What messages of Kafka and ZooKeeper are called: keys of the text registry.
 */
/** By the field of `kafka.Frame`. */
export const KAFKA_LABELS = {
  metadataRequest: 'kafkaMetadata',
  metadataResponse: 'kafkaMetadataResponse',
  createTopicsRequest: 'kafkaCreateTopics',
  createTopicsResponse: 'kafkaCreateTopicsResponse',
  produceRequest: 'kafkaProduce',
  produceResponse: 'kafkaProduceResponse',
  fetchRequest: 'kafkaFetch',
  fetchResponse: 'kafkaFetchResponse',
  leaderAndIsrRequest: 'kafkaLeaderAndIsr',
  leaderAndIsrResponse: 'kafkaLeaderAndIsrResponse',
  updateMetadataRequest: 'kafkaUpdateMetadata',
  updateMetadataResponse: 'kafkaUpdateMetadataResponse',
} as const;

/** By the field of `zookeeper.Frame`. */
export const ZOOKEEPER_LABELS = {
  notification: 'zooKeeperNotification',
  vote: 'zooKeeperVote',
  proposal: 'zooKeeperProposal',
  ack: 'zooKeeperAck',
  commit: 'zooKeeperCommit',
  ping: 'zooKeeperPing',
  pingReply: 'zooKeeperPingReply',
  forward: 'zooKeeperForward',
  connect: 'zooKeeperConnect',
  connected: 'zooKeeperConnected',
  request: 'zooKeeperRequest',
  response: 'zooKeeperResponse',
  clientPing: 'zooKeeperClientPing',
  event: 'zooKeeperEvent',
  close: 'zooKeeperClose',
} as const;

/** A fetch's answer that brings nothing: there was nothing new in the time it could wait. */
export const FETCHED_NOTHING = 'kafkaFetchEmpty';

export type KafkaLabel = (typeof KAFKA_LABELS)[keyof typeof KAFKA_LABELS] | typeof FETCHED_NOTHING;
export type ZooKeeperLabel = (typeof ZOOKEEPER_LABELS)[keyof typeof ZOOKEEPER_LABELS];
