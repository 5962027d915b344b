/**
 * Every text the simulation can print as an error has an entry. A new text without one fails here until it has one, or a
 * reason below why it is none.
 */
import { describe, expect, it } from 'vitest';
import { explainError } from '../../web/src/explain/find-explanations.ts';
import { textsInSource } from './texts-in-source.ts';

/** What is no error text: `file: text`, and what it is. */
const NO_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/: [a-zA-Z]+(?: \*)+$/, 'one word and values: the name of a timer, a stream of chance or a call'],
  [/: (?:GET|POST|PUT|DELETE) [a-z]+\/?$/, 'a route of the CA'],
  [/: [A-Z_]+(?: [A-Z][a-z]+| [A-Z]+)+$/, 'a rule of ImplicitMeta, or what stands in the frame of a PEM file'],
  [/: (?:-----| {4})/, 'a line of a printed file'],
  [/^wire\/(?:x509-text|crl-text)\.ts: /, 'as openssl prints certificates'],
  [/^wire\/(?:der|x509[a-z-]*)\.ts: /, 'what the encoding says stands inside of "asn1: structure error" and the like'],
  [/^client\/peer-query\.ts: /, 'what peer prints when all is well'],
  [/^client\/snapshot-call\.ts: S/, 'what peer prints when all is well'],
  [/: (?:OutOf|OR)\(/, 'a policy written out'],
  [/: \* \(TLS\)$/, 'the name of a certificate'],
  [/: Error: \*$/, 'what every tool puts in front of an error'],
  [/: enrollment key \*$/, 'the name of a stream of chance'],
  [/: 2 apples$/, 'an example in a comment of the code'],
  [/: (?:North Carolina|San Francisco)$/, 'a place in a certificate'],
  [/^worker\/(?:inside|inspect)-[a-z]+\.ts: /, 'what the inspector prints'],
  [/^worker\/config-lines\.ts: /, 'a line of the terminal'],
  [/^topology\//, 'what the lab says of an imported file'],
  [
    /^channel\/(?:yaml-reader|yaml-flaws|read-[a-z-]+)\.ts: /,
    'what the lab says of an imported file, or the name of a field',
  ],
  [/^chaincode\/(?:node-source|quickjs-sandbox)\.ts: .*[(]/, 'code'],
  [/^policy\/expression\.ts: \[]interface/, 'a type of Go, which stands inside of "Cannot transition"'],
  [
    /^ca\/enrollment\.ts: [a-z ]+ name$|: serial number$/,
    'a field, which stands in "exceeds the maximum character limit"',
  ],
  [/^channel\/config-values\.ts: [a-z ]+$/, 'a setting, which stands in "Attempted to set the batch size"'],
  [/^wire\/(?:crl|csr|ca-api|bytes)\.ts: |^ledger\/version\.ts: /, 'a name, a version or the frame of a file'],
];

/** Parts of longer texts, which are found by what stands around them. */
const PARTS: readonly (readonly [string, string])[] = [
  ['Certificate with serial * and AKI *', '… was already revoked'],
  ['chaincodeName:* collectionName: *', 'tx creator does not have read access permission on privatedata in …'],
  ['tx creator does not have * access permission on privatedata in *', 'read or write'],
  ['&{Code:* Message:*}', 'Code:20 Message:Authentication failure'],
  ['*Response from server: Error Code: * - *', 'Error Code: 20'],
  ['dial tcp *: connect: *', 'connection refused'],
  ['failed connecting', 'context deadline exceeded while …'],
  ['endorse requests are blocked', 'compared with, not printed'],
  ['* before *', 'certificate has expired: current time … is before …'],
  ['* after *', 'certificate has expired: current time … is after …'],
  ['* (possibly because of * while trying to verify candidate authority certificate *)', 'unknown authority'],
  ['*, MSP: [*]', 'the identity certificate does not contain an Organizational Unit (OU)'],
  ['an admin', 'The identity is not an admin under this MSP'],
  ['does not contain a valid index', 'was not used because it …'],
  ['is not a valid index', 'was not used because it …'],
  ['Public hash version = *, Private data version = *', 'private data matching public hash version is not available'],
  ['block number is *', 'block number is 7 but expected 8'],
  ['a chain has a block', 'never printed'],
  ['a message without content', 'never sent'],
  ['raft message of type * is not understood', 'never sent'],
  ['no chaincode definition refers to it', 'why a container was stopped: no error'],
  ["for '*' at sequence * on channel '*'", 'has not yet been approved by this org'],
  ["chaincode '*' *", 'must call as init first'],
  ["requires * of the '*' sub-policies to be satisfied", 'implicit policy evaluation failed'],
  ['unexpected Previous block hash. *', 'unexpected Previous block hash. Expected PreviousHash = […'],
  ['* for block *', 'failed unmarshalling signature header'],
];

const TEXTS = textsInSource();
const isPart = (text: string): boolean => PARTS.some(([part]) => part === text);
const errors = TEXTS.filter(
  ({ file, text }) => !isPart(text) && !NO_ERRORS.some(([pattern]) => pattern.test(`${file}: ${text}`)),
);
/** As it looks on a screen: values in place of the gaps. */
const printed = (text: string): string => text.replaceAll('*', 'mychannel');

describe('the texts of the simulation', () => {
  it('are read out of its source', () => {
    expect(errors.length).toBeGreaterThan(700);
    expect(errors.map(({ text }) => text)).toContain('chaincode definition not agreed to by this org (*)');
  });

  it('have an entry each', () => {
    const without = errors.filter(({ text }) => explainError(printed(text)) === null);
    expect(without).toEqual([]);
  });

  it('are left out for reasons that still hold', () => {
    const names = TEXTS.map(({ file, text }) => `${file}: ${text}`);
    expect(NO_ERRORS.filter(([pattern]) => !names.some((name) => pattern.test(name)))).toEqual([]);
    expect(PARTS.filter(([part]) => !TEXTS.some(({ text }) => text === part))).toEqual([]);
  });
});
