/** The table of who has approved which chaincode definition. */
import type { approvals as ko } from '../ko/approvals.ts';

export const approvals = {
  empty: 'No chaincode definition has been approved yet.',
  channel: 'Channel {channel}',
  chaincode: 'Chaincode and sequence',
  definition: 'Definition of the channel',
  row: '{name}, sequence {sequence}',
  approved: '✓ approved',
  different: '≠ approved otherwise',
  missing: '– not yet',
  committed: '✓ committed',
  open: '– not committed',
  superseded: 'replaced by the next sequence',
  version: 'version',
  policy: 'endorsement policy',
  initRequired: 'init required',
  collections: 'collections',
} satisfies Record<keyof typeof ko, string>;
