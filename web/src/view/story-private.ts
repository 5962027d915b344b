/** How what peers do with private data is told. */
import { sentence } from './sentence.ts';
import type { Stories } from './story-teller.ts';

const listed = (names: readonly string[]): string => names.join(', ');

export const PRIVATE_STORIES: Stories<
  | 'privateDataDisseminated'
  | 'privateDataReceived'
  | 'privateDataRequested'
  | 'privateDataMissing'
  | 'privateDataReconciled'
  | 'privateDataExpired'
  | 'privateDataPurged'
> = {
  privateDataDisseminated: ({ collections, peers }, { node, nameOf }) =>
    peers.length === 0
      ? sentence('privateDataDisseminated.nobody', { node, collections: listed(collections) })
      : sentence('privateDataDisseminated', {
          node,
          collections: listed(collections),
          peers: listed(peers.map(nameOf)),
        }),
  privateDataReceived: ({ collection, from, via }, { node, nameOf }) =>
    sentence(`privateDataReceived.${via}`, { node, collection, from: nameOf(from) }),
  privateDataRequested: ({ number, collections, peer }, { node, nameOf }) =>
    sentence('privateDataRequested', { node, number, collections: listed(collections), peer: nameOf(peer) }),
  privateDataMissing: ({ number, collections }, { node }) =>
    sentence('privateDataMissing', { node, number, collections: listed(collections) }),
  privateDataReconciled: ({ number, collections, from }, { node, nameOf }) =>
    sentence('privateDataReconciled', { node, number, collections: listed(collections), from: nameOf(from) }),
  privateDataExpired: ({ number, keys }, { node }) => sentence('privateDataExpired', { node, number, keys }),
  privateDataPurged: ({ number, keys }, { node }) => sentence('privateDataPurged', { node, number, keys }),
};
