/**
 * What is wrong with a config update, and policies that are not met.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CONFIG_TEXTS = {
  configStale: {
    layer: 'config',
    texts: [
      'proposed update requires that key * be at version',
      'error validating ReadSet',
      'existing config does not contain element for',
      'attempt to set key * to version',
      'attempted to set key * to version',
    ],
  },
  configPolicy: { layer: 'config', texts: ['policy for * not satisfied', 'error validating DeltaSet'] },
  oneConsenter: { layer: 'config', texts: ['update of more than one consenter at a time is not supported'] },
  quorumLoss: { layer: 'config', texts: ['would result in quorum loss', 'will result in quorum loss'] },
  badConsensusMetadata: {
    layer: 'config',
    texts: [
      'consensus metadata update for channel config update is invalid',
      'consensus metadata update for channel creation is invalid',
    ],
    general: true,
  },
  configUnchanged: {
    layer: 'config',
    texts: [
      'no differences detected between original and updated config',
      'delta set was empty -- update would have no effect',
      'config update contains no changes',
    ],
  },
  wrongChannel: {
    layer: 'config',
    texts: ['mismatched channel ID', "ConfigUpdate for channel '*' but envelope for channel", 'request is for channel'],
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
      'initializing policymanager failed',
      'new bundle invalid',
      'error converting envelope to config update',
      'error authorizing update',
      'error mapping ReadSet',
      'error mapping WriteSet',
      'error converting config to map',
      'could not turn configMap back to channelGroup',
      'config does not validly parse',
      'config must contain a channel group',
      'channelconfig Config cannot be nil',
      'Disallowed channel group',
      'sub-group config',
      'does not allow sub-groups',
      'do not support sub-groups',
      'failed to deserialize values',
      'Unknown hashing algorithm type',
      'BlockDataHashStructure width only supported',
      'no channel group included for',
      'config does not contain orderer config',
      'error unmarshalling message for type CONFIG_UPDATE',
      'initializing configtx manager failed',
      'config update unmarshalling error',
      'config update for existing channel did not pass',
      'unmarshalling error:',
      'Invalid channel create transaction',
      'error validating channel creation transaction',
      'Failing initial channel config creation',
    ],
    general: true,
  },
  policyUnmet: {
    layer: 'policy',
    texts: ['implicit policy evaluation failed', 'signature set did not satisfy policy'],
    general: true,
  },
} as const satisfies TextEntries;
