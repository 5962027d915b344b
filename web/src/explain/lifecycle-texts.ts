/**
 * What `_lifecycle` refuses, and what goes wrong around packages.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const LIFECYCLE_TEXTS = {
  notApproved: {
    layer: 'lifecycle',
    texts: ['chaincode definition not agreed to by this org'],
    seen: { scene: 'lifecycle', step: 'mismatch' },
  },
  sequenceSkips: {
    layer: 'lifecycle',
    texts: ['requested sequence * is larger than the next available sequence number'],
    seen: { scene: 'lifecycle', step: 'wrong-sequence' },
  },
  sequenceWrong: { layer: 'lifecycle', texts: ['requested sequence is *, but new definition must be sequence'] },
  sequencePast: { layer: 'lifecycle', texts: ['currently defined sequence * is larger than requested sequence'] },
  redefineCommitted: { layer: 'lifecycle', texts: ['attempted to redefine the current committed sequence'] },
  redefineUncommitted: { layer: 'lifecycle', texts: ['attempted to redefine uncommitted sequence'] },
  alreadyInstalled: { layer: 'lifecycle', texts: ['chaincode already successfully installed'] },
  notAPackage: { layer: 'lifecycle', texts: ['could not parse as a chaincode install package'] },
  buildFailed: { layer: 'lifecycle', texts: ['could not build chaincode', 'external builder failed'] },
  packageNotFound: {
    layer: 'lifecycle',
    texts: ['could not load cc install package', 'could not find chaincode with package id'],
  },
  badChaincodeName: {
    layer: 'lifecycle',
    texts: [
      'invalid chaincode name',
      'invalid chaincode version',
      'invalid label',
      'is the name of a system chaincode',
    ],
  },
  badCollection: { layer: 'lifecycle', texts: ['collection-name: * --', 'invalid collection configuration'] },
  collectionDropped: {
    layer: 'lifecycle',
    texts: [
      'the proposed collection config does not contain previously defined collections',
      'missing in the proposed collection configuration',
      'in an existing collection [*] modified',
    ],
  },
  badPolicy: {
    layer: 'lifecycle',
    texts: ['invalid signature policy', 'cannot specify both "--signature-policy" and "--channel-config-policy"'],
  },
  noApproval: { layer: 'lifecycle', texts: ['could not fetch approved chaincode definition'] },
  packagingFailed: {
    layer: 'lifecycle',
    texts: ['unknown chaincodeType', 'failed to normalize chaincode path', 'error getting chaincode bytes'],
  },
} as const satisfies TextEntries;
