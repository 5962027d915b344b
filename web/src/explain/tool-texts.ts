/**
 * What the command-line tools say about what they were given.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const TOOL_TEXTS = {
  missingFlag: {
    layer: 'tool',
    texts: [
      "The required parameter '*' is empty",
      'must supply value for chaincode name parameter',
      'channel name must be specified',
      'package label must be specified',
      'Must supply genesis block path',
      'invalid number of args',
      'Missing channelID, please specify it',
    ],
  },
  unknownFlag: {
    layer: 'tool',
    texts: ['unknown flag:', 'unknown shorthand flag', 'unknown command "', 'are not compatible'],
  },
  noFile: { layer: 'tool', texts: ['no such file or directory'], general: true },
  mspPath: { layer: 'tool', texts: ['Cannot run peer because cannot init crypto'] },
  mspId: { layer: 'tool', texts: ['the local MSP must have an ID'] },
  noCoreYaml: { layer: 'tool', texts: ['Config File "core" Not Found'] },
  noProfile: { layer: 'tool', texts: ['Could not find profile'] },
  noConfigtx: { layer: 'tool', texts: ['Error reading configuration', 'Unable to open the config file'] },
  noConsenterCertificate: { layer: 'tool', texts: ['cannot load client cert for consenter'] },
  badYaml: { layer: 'tool', texts: ['Error Unmarshalling YAML', 'did not find expected node content'] },
  notProtobuf: {
    layer: 'tool',
    texts: ['cannot parse invalid wire-format data', 'error encode input: proto: not found'],
  },
  channelTransactionFile: { layer: 'tool', texts: ['channel create configuration tx file not found'] },
  adminClientCertificate: { layer: 'tool', texts: ['loading client cert/key pair'] },
} as const satisfies TextEntries;
