/**
 * What is wrong with a config update, and policies that are not met.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CONFIG_TEXTS = {
  configStale: {
    layer: 'config',
    texts: ['proposed update requires that key * be at version', 'error validating ReadSet'],
  },
  configPolicy: { layer: 'config', texts: ['policy for * not satisfied', 'error validating DeltaSet'] },
  oneConsenter: { layer: 'config', texts: ['update of more than one consenter at a time is not supported'] },
  quorumLoss: { layer: 'config', texts: ['would result in quorum loss', 'will result in quorum loss'] },
  badConsensusMetadata: {
    layer: 'config',
    texts: ['consensus metadata update for channel config update is invalid'],
    general: true,
  },
  configUnchanged: { layer: 'config', texts: ['no differences detected between original and updated config'] },
  wrongChannel: {
    layer: 'config',
    texts: ['mismatched channel ID', "ConfigUpdate for channel '*' but envelope for channel"],
  },
  notInConsortium: {
    layer: 'config',
    texts: [
      'which is not in the consortium',
      'Unknown consortium name',
      'no application group members, but consortium contains members',
    ],
  },
  configInvalid: {
    layer: 'config',
    texts: [
      'error applying config update to existing channel',
      'initializing channelconfig failed',
      'config update is not compatible',
    ],
    general: true,
  },
  policyUnmet: {
    layer: 'policy',
    texts: ['implicit policy evaluation failed', 'signature set did not satisfy policy'],
    general: true,
  },
} as const satisfies TextEntries;
