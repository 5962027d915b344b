/**
 * What orderers refuse.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const ORDERER_TEXTS = {
  writersDenied: {
    layer: 'orderer',
    texts: [
      "of the 'Writers' sub-policies to be satisfied: permission denied",
      'sub-policies to be satisfied: permission denied',
      ': permission denied',
    ],
    seen: { scene: 'transaction-flow', step: 'signature' },
  },
  readersDenied: {
    layer: 'orderer',
    texts: ["can't read the block: &{FORBIDDEN}", 'received bad status FORBIDDEN from orderer'],
  },
  ordererChannelUnknown: {
    layer: 'orderer',
    texts: [
      'channel does not exist',
      "can't read the block: &{NOT_FOUND}",
      'channel creation request not allowed because the orderer system channel is not defined',
    ],
  },
  noLeader: {
    layer: 'orderer',
    texts: [
      'no Raft leader',
      "can't read the block: &{SERVICE_UNAVAILABLE}",
      'received bad status SERVICE_UNAVAILABLE from orderer',
      'because of consenter error',
    ],
  },
  lostLeader: {
    layer: 'orderer',
    texts: [
      'SERVICE_UNAVAILABLE -- EOF',
      'SERVICE_UNAVAILABLE: EOF',
      'rejected by Order: EOF',
      'waiting on forwarding to',
    ],
  },
  chainStopped: { layer: 'orderer', texts: ['chain is stopped', 'chain is not started'] },
  ordererPanicked: { layer: 'orderer', texts: ['Could not append block: unexpected Previous block hash'] },
  proposalDropped: { layer: 'orderer', texts: ['raft proposal dropped'] },
  kafkaDown: {
    layer: 'orderer',
    texts: [
      'cannot enqueue',
      'consenter for this channel has been halted',
      "consenter for this channel hasn't started yet",
      'NOT_ENOUGH_REPLICAS',
      'not enough in-sync replicas',
      'backing Kafka cluster has not completed booting',
    ],
  },
  wrongMessageType: { layer: 'orderer', texts: ['message is of type that cannot be processed directly'] },
  noHeader: {
    layer: 'orderer',
    texts: ['could not determine channel ID', 'header not set', 'message was empty', 'envelope bytes of length'],
  },
  tooLarge: { layer: 'orderer', texts: ['exceeds maximum allowed', 'is bigger than request max bytes'] },
  maintenance: {
    layer: 'orderer',
    texts: [
      'maintenance mode',
      'attempted to change consensus type from',
      'next config attempted to change ConsensusType',
      'ConsensusType.State is changing from',
      'attempted to change ConsensusType',
      'transition not supported',
      'config transaction inspection failed',
      'config update contains changes to',
      'config update does not contain the',
      'config update contain more then just',
      'update does not contain the',
    ],
  },
  requestExists: { layer: 'orderer', texts: ['request already exists', 'request already processed'] },
  joinTwice: { layer: 'orderer', texts: ['cannot join: channel already exists'] },
  systemChannelExists: { layer: 'orderer', texts: ['cannot join: system channel exists'] },
  cannotRemove: { layer: 'orderer', texts: ['cannot remove: channel does not exist'] },
  badJoinBlock: {
    layer: 'orderer',
    texts: [
      'invalid join block',
      'does not match channel ID * in config block',
      'block is not a config block',
      'cannot unmarshal file part config-block into a block',
      'config block lacks orderer section',
      'no genesis block',
      'no channel configuration',
    ],
  },
  bftBadProposal: {
    layer: 'orderer',
    texts: [
      'previous header hash is',
      'block number is * but',
      'empty block data',
      'metadata in block differs from that of the proposal',
      'last config in block orderer metadata points to',
      'only endorser transactions can be sent with other transactions',
      'transaction of type * is not allowed to be included in blocks',
      'config sequence is',
      'bad payload and metadata tuple',
      'bad header',
      'invalid view number',
      'invalid proposal sequence',
      'invalid decisions in view',
      'verification sequence mismatch',
      'another proposal was accepted before',
      'rotation is inactive but blacklist is not empty',
      'failed verifying consenter signature of',
      'proposed blacklist',
      'prev commit signatures received from leader mismatches',
      'the last decision is not set',
    ],
    seen: { scene: 'ordering' },
  },
  notConsenter: { layer: 'orderer', texts: ['is not a consenter of channel', 'does not belong to the cluster'] },
  joinBlockDiffers: { layer: 'orderer', texts: ['block header mismatch between the block we pulled'] },
  kafkaTopic: {
    layer: 'orderer',
    texts: ["Topic '*' already exists", 'larger than available brokers'],
  },
  kafkaDiscards: {
    layer: 'orderer',
    texts: ['discarding bad normal message because', 'rejecting config message', 'consumption errors continue'],
  },
  submitFailed: { layer: 'orderer', texts: ['failed to submit request'], general: true },
} as const satisfies TextEntries;
