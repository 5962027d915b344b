/**
 * What `_lifecycle` refuses, and what goes wrong around packages.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const LIFECYCLE_TEXTS = {
  notApproved: {
    layer: 'lifecycle',
    texts: ['chaincode definition not agreed to by this org', 'Collections do not match', 'does not match passed'],
    seen: { scene: 'lifecycle', step: 'mismatch' },
  },
  sequenceSkips: {
    layer: 'lifecycle',
    texts: ['requested sequence * is larger than the next available sequence number'],
    seen: { scene: 'lifecycle', step: 'wrong-sequence' },
  },
  sequenceWrong: {
    layer: 'lifecycle',
    texts: [
      'requested sequence is *, but new definition must be sequence',
      'requested sequence is 0, but first definable sequence number is 1',
    ],
  },
  sequencePast: { layer: 'lifecycle', texts: ['currently defined sequence * is larger than requested sequence'] },
  redefineCommitted: {
    layer: 'lifecycle',
    texts: ['attempted to redefine the current committed sequence', 'with different parameters:'],
  },
  redefineUncommitted: { layer: 'lifecycle', texts: ['attempted to redefine uncommitted sequence'] },
  alreadyInstalled: { layer: 'lifecycle', texts: ['chaincode already successfully installed'] },
  notAPackage: {
    layer: 'lifecycle',
    texts: [
      'could not parse as a chaincode install package',
      'error reading as gzip stream',
      'error inspecting next tar header',
      'is not a regular file, type',
      'did not find a code package inside the package',
      'did not find any package metadata',
      'could not unmarshal metadata.json',
      'could not unmarshal * as json',
      'failure opening codepackage gzip stream',
      'illegal file detected in payload',
      'illegal file mode detected',
      'archive/tar: invalid tar header',
    ],
  },
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
      'Label must be non-empty, can only consist of',
      'lifecycle scc must be invoked with arguments',
    ],
  },
  badCollection: {
    layer: 'lifecycle',
    texts: [
      'collection-name: * --',
      'invalid collection configuration',
      'invalid collection name',
      'found duplicate in collection configuration',
      'cannot be less than the required peer count',
      'cannot be less than zero',
      'collection member policy is not set for collection',
      'collection member org policy is empty for collection',
      'invalid member org policy for collection',
      'is not part of the channel',
      'cannot unmarshal identity bytes into',
      'principal type * is not supported',
      'collection config contains unexpected payload type',
    ],
  },
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
    texts: [
      'invalid signature policy',
      'cannot specify both "--signature-policy" and "--channel-config-policy"',
      'invalid policy',
      'unrecognized token',
      'Unbalanced parenthesis',
      'Undefined function',
      'Cannot transition token types from',
      'Unexpected end of expression',
      'Unclosed parameter bracket',
      'Unclosed string literal',
      'Invalid token:',
      'Unable to parse hex value',
      'Unable to parse numeric value',
      'Hanging accessor on token',
      'Unable to access unexported field',
      'cannot be used with the',
      'policy is nested more than',
      'Unable to plan token kind',
      'expected at least two arguments to NOutOf',
      'unexpected type',
      'at least 3 arguments expected',
      'unrecognized type, expected',
      'invalid t-out-of-n predicate',
      'error parsing principal',
    ],
  },
  noApproval: { layer: 'lifecycle', texts: ['could not fetch approved chaincode definition'] },
  packagingFailed: {
    layer: 'lifecycle',
    texts: [
      'unknown chaincodeType',
      'failed to normalize chaincode path',
      'error getting chaincode bytes',
      'no package.json found at the root of the chaincode package',
      'no source files found in',
      'error writing package metadata to tar',
      'failed to get chaincode package bytes',
    ],
  },
} as const satisfies TextEntries;
