/** How the ordering service's facts are told. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

export const ORDERER_STORIES: Stories<
  | 'channelCreated'
  | 'ordererJoined'
  | 'ordererOnboarding'
  | 'consenterAdded'
  | 'consenterRemoved'
  | 'chainEvicted'
  | 'leadershipTransferred'
  | 'electionStarted'
  | 'voteGranted'
  | 'leaderElected'
  | 'leaderFollowed'
  | 'leaderLost'
  | 'envelopeAccepted'
  | 'envelopeRefused'
  | 'envelopeForwarded'
  | 'envelopeQueued'
  | 'batchTimerStarted'
  | 'blockCut'
  | 'entryReplicated'
  | 'blockWritten'
> = {
  channelCreated: ({ channel, number }) => sentence('channelCreated', { channel, number }),
  ordererJoined: ({ channel, consenters }, { node }) => sentence('ordererJoined', { node, channel, consenters }),
  ordererOnboarding: ({ channel, from, height }, { node, nameOf }) =>
    sentence('ordererOnboarding', { node, channel, from: nameOf(from), height }),
  consenterAdded: ({ consenter }, { node, nameOf }) =>
    sentence('consenterAdded', { node, consenter: nameOf(consenter) }),
  consenterRemoved: ({ consenter }, { node, nameOf }) =>
    sentence('consenterRemoved', { node, consenter: nameOf(consenter) }),
  chainEvicted: ({ channel }, { node }) => sentence('chainEvicted', { node, channel }),
  leadershipTransferred: ({ to }, { node, nameOf }) => sentence('leadershipTransferred', { node, to: nameOf(to) }),
  electionStarted: ({ term, preVote }, { node }) =>
    sentence(preVote ? 'electionStarted.preVote' : 'electionStarted.vote', { node, term }),
  voteGranted: ({ term, to, preVote }, { node, nameOf }) =>
    sentence(preVote ? 'voteGranted.preVote' : 'voteGranted.vote', { node, term, to: nameOf(to) }),
  leaderElected: ({ channel, term }, { node }) => sentence('leaderElected', { node, channel, term }),
  leaderFollowed: ({ term, leader }, { node, nameOf }) =>
    sentence('leaderFollowed', { node, term, leader: nameOf(leader) }),
  leaderLost: ({ term }, { node }) => sentence('leaderLost', { node, term }),
  envelopeAccepted: (_fact, { node }) => sentence('envelopeAccepted', { node }),
  envelopeRefused: ({ status, info }, { node }) => sentence('envelopeRefused', { node, status, info: shortened(info) }),
  envelopeForwarded: ({ leader }, { node, nameOf }) => sentence('envelopeForwarded', { node, leader: nameOf(leader) }),
  envelopeQueued: ({ pending }, { node }) => sentence('envelopeQueued', { node, pending }),
  batchTimerStarted: (_fact, { node }) => sentence('batchTimerStarted', { node }),
  blockCut: ({ number, reason, txids }, { node }) =>
    sentence(`blockCut.${reason}`, { node, number, transactions: txids.length }),
  entryReplicated: ({ index, on }) => sentence('entryReplicated', { index, on }),
  blockWritten: ({ number, txids, config }, { node }) =>
    config
      ? sentence('blockWritten.config', { node, number })
      : sentence('blockWritten.transactions', { node, number, transactions: txids.length }),
};
