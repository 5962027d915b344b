/** How the facts of BFT orderers are told. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

export const BFT_STORIES: Stories<
  | 'blockProposed'
  | 'blockPrepared'
  | 'blockDecided'
  | 'blockProposalRefused'
  | 'leaderSuspected'
  | 'viewChangeStarted'
  | 'viewStarted'
  | 'ordererSynchronizing'
  | 'lieTold'
  | 'ordererPanicked'
  | 'ordererCorrupted'
> = {
  blockProposed: ({ number, view }, { node }) => sentence('blockProposed', { node, number, view }),
  blockPrepared: ({ number }, { node }) => sentence('blockPrepared', { node, number }),
  blockDecided: ({ number, by }, { node }) => sentence('blockDecided', { node, number, signers: by.length }),
  blockProposalRefused: ({ leader, why }, { node, nameOf }) =>
    sentence('blockProposalRefused', { node, leader: nameOf(leader), why: shortened(why) }),
  leaderSuspected: ({ leader, why }, { node, nameOf }) =>
    sentence(`leaderSuspected.${why}`, { node, leader: nameOf(leader) }),
  viewChangeStarted: ({ view }, { node }) => sentence('viewChangeStarted', { node, view }),
  viewStarted: ({ view, leader }, { node, nameOf }) => sentence('viewStarted', { node, view, leader: nameOf(leader) }),
  ordererSynchronizing: ({ height }, { node }) => sentence('ordererSynchronizing', { node, height }),
  lieTold: ({ lie, to }, { node, nameOf }) =>
    to === null ? sentence('lieTold.all', { node, lie }) : sentence('lieTold', { node, lie, to: nameOf(to) }),
  ordererPanicked: ({ number, text }, { node }) => sentence('ordererPanicked', { node, number, text: shortened(text) }),
  ordererCorrupted: ({ lie }, { node }) =>
    lie === 'none' ? sentence('ordererCorrupted.honest', { node }) : sentence('ordererCorrupted.lie', { node, lie }),
};
