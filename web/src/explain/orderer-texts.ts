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
    ],
  },
  wrongMessageType: { layer: 'orderer', texts: ['message is of type that cannot be processed directly'] },
  noHeader: {
    layer: 'orderer',
    texts: ['could not determine channel ID', 'header not set', 'message was empty', 'envelope bytes of length'],
  },
  tooLarge: { layer: 'orderer', texts: ['exceeds maximum allowed'] },
  maintenance: { layer: 'orderer', texts: ['maintenance mode'] },
  requestExists: { layer: 'orderer', texts: ['request already exists'] },
  joinTwice: { layer: 'orderer', texts: ['cannot join: channel already exists'] },
  systemChannelExists: { layer: 'orderer', texts: ['cannot join: system channel exists'] },
  cannotRemove: { layer: 'orderer', texts: ['cannot remove: channel does not exist'] },
  badJoinBlock: {
    layer: 'orderer',
    texts: ['invalid join block', 'does not match channel ID * in config block', 'block is not a config block'],
  },
} as const satisfies TextEntries;
