/** How snapshots, and what happens to a peer's files while it is off, are told. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

const shortHash = (hash: string): string => hash.slice(0, 8);

export const LEDGER_FILE_STORIES: Stories<
  | 'snapshotRequested'
  | 'snapshotCancelled'
  | 'snapshotGenerated'
  | 'snapshotCopied'
  | 'snapshotJoinFailed'
  | 'blockTampered'
  | 'stateTampered'
  | 'ledgerVerified'
  | 'databasesDropped'
  | 'ledgerCut'
  | 'databasesRebuilt'
  | 'ledgerRegained'
> = {
  snapshotRequested: ({ number }, { node }) => sentence('snapshotRequested', { node, number }),
  snapshotCancelled: ({ number }, { node }) => sentence('snapshotCancelled', { node, number }),
  snapshotGenerated: ({ number, hash }, { node }) =>
    sentence('snapshotGenerated', { node, number, hash: shortHash(hash) }),
  snapshotCopied: ({ number, from }, { node, nameOf }) =>
    sentence('snapshotCopied', { node, number, from: nameOf(from) }),
  snapshotJoinFailed: ({ text }, { node }) => sentence('snapshotJoinFailed', { node, text: shortened(text) }),
  blockTampered: ({ number, find, replace, header }, { node }) =>
    sentence(header ? 'blockTampered.rehashed' : 'blockTampered', { node, number, find, replace }),
  stateTampered: ({ key, before, value }, { node }) =>
    sentence('stateTampered', { node, key, before: shortened(before ?? ''), value: shortened(value) }),
  ledgerVerified: ({ channel, blocks, errors }, { node }) =>
    errors.length === 0
      ? sentence('ledgerVerified', { node, channel, blocks })
      : sentence('ledgerVerified.errors', {
          node,
          channel,
          errors: errors.map(({ number, texts }) => `${number} (${texts.join(', ')})`).join(', '),
        }),
  databasesDropped: (_fact, { node }) => sentence('databasesDropped', { node }),
  ledgerCut: ({ channel, height, before }, { node }) => sentence('ledgerCut', { node, channel, height, before }),
  databasesRebuilt: ({ channel, blocks }, { node }) => sentence('databasesRebuilt', { node, channel, blocks }),
  ledgerRegained: ({ channel, height }, { node }) => sentence('ledgerRegained', { node, channel, height }),
};
