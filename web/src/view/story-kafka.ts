/** How the facts of Kafka, of ZooKeeper and of orderers that order by them are told. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

const ids = (brokers: readonly number[]): string => brokers.join(', ');

export const KAFKA_STORIES: Stories<
  | 'zooKeeperLed'
  | 'zooKeeperFollowed'
  | 'zooKeeperQuorumLost'
  | 'sessionExpired'
  | 'brokerRegistered'
  | 'zooKeeperUnreachable'
  | 'controllerElected'
  | 'topicCreated'
  | 'partitionOffline'
  | 'partitionLed'
  | 'partitionFollowed'
  | 'recordsAppended'
  | 'recordsCommitted'
  | 'recordsTruncated'
  | 'isrShrunk'
  | 'isrExpanded'
  | 'produceRefused'
  | 'consumerStarted'
  | 'messagePosted'
  | 'messageNotPosted'
  | 'timeToCutIgnored'
  | 'messageResubmitted'
  | 'messageDiscarded'
  | 'consumerFailed'
  | 'consumerResumed'
> = {
  zooKeeperLed: ({ epoch }, { node }) => sentence('zooKeeperLed', { node, epoch }),
  zooKeeperFollowed: ({ leader }, { node, nameOf }) => sentence('zooKeeperFollowed', { node, leader: nameOf(leader) }),
  zooKeeperQuorumLost: (_fact, { node }) => sentence('zooKeeperQuorumLost', { node }),
  sessionExpired: ({ broker }, { node, nameOf }) => sentence('sessionExpired', { node, broker: nameOf(broker) }),
  brokerRegistered: ({ broker }, { node }) => sentence('brokerRegistered', { node, broker }),
  zooKeeperUnreachable: (_fact, { node }) => sentence('zooKeeperUnreachable', { node }),
  controllerElected: ({ epoch }, { node }) => sentence('controllerElected', { node, epoch }),
  topicCreated: ({ channel, replicas }, { node }) =>
    sentence('topicCreated', { node, channel, replicas: ids(replicas) }),
  partitionOffline: ({ channel }) => sentence('partitionOffline', { channel }),
  partitionLed: ({ channel, isr }, { node }) => sentence('partitionLed', { node, channel, isr: ids(isr) }),
  partitionFollowed: ({ channel, leader }, { node }) => sentence('partitionFollowed', { node, channel, leader }),
  recordsAppended: ({ channel, offset, count }, { node }) =>
    sentence(count === 1 ? 'recordsAppended.one' : 'recordsAppended.many', { node, channel, offset, count }),
  recordsCommitted: ({ channel, offset, count, isr }) =>
    sentence('recordsCommitted', { channel, last: offset + count - 1, isr: ids(isr) }),
  recordsTruncated: ({ channel, count }, { node }) => sentence('recordsTruncated', { node, channel, count }),
  isrShrunk: ({ channel, isr, removed }) => sentence('isrShrunk', { channel, removed, isr: ids(isr) }),
  isrExpanded: ({ channel, isr, added }) => sentence('isrExpanded', { channel, added, isr: ids(isr) }),
  produceRefused: ({ error, isr, needed }, { node }) =>
    sentence('produceRefused', { node, error, count: isr.length, needed }),
  consumerStarted: ({ channel, offset }, { node }) => sentence('consumerStarted', { node, channel, offset }),
  messagePosted: ({ channel, kind, offset, block }, { node }) =>
    sentence(`messagePosted.${kind}`, { node, channel, offset, block: block ?? '' }),
  messageNotPosted: ({ channel, error }, { node }) => sentence('messageNotPosted', { node, channel, error }),
  timeToCutIgnored: ({ number }, { node }) => sentence('timeToCutIgnored', { node, number }),
  messageResubmitted: ({ offset }, { node }) => sentence('messageResubmitted', { node, offset }),
  messageDiscarded: ({ offset, reason }, { node }) =>
    sentence('messageDiscarded', { node, offset, reason: shortened(reason) }),
  consumerFailed: ({ channel, error }, { node }) => sentence('consumerFailed', { node, channel, error }),
  consumerResumed: ({ channel, offset }, { node }) => sentence('consumerResumed', { node, channel, offset }),
};
