import { toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { StateDb } from '../ledger/state-db.ts';
import { TxSimulator } from '../ledger/tx-simulator.ts';
import { parseSignaturePolicy, printSignaturePolicy } from '../policy/dsl.ts';
import { utf8 } from '../wire/bytes.ts';
import { SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { chaincodeInterest } from './chaincode-interest.ts';

const parsed = parseSignaturePolicy("OR('Org1MSP.peer')");
invariant(parsed.ok, 'a policy');
const OWN_POLICY = {
  name: 'VALIDATION_PARAMETER',
  value: toBinary(SignaturePolicyEnvelopeSchema, parsed.value),
};
const version = { blockNum: 1, txNum: 0 };
const STATE = StateDb.EMPTY.put('cc', 'plain', { value: utf8('1'), version }).put('cc', 'guarded', {
  value: utf8('1'),
  version,
  metadata: [OWN_POLICY],
});

type Step = (simulator: TxSimulator) => { readonly simulator: TxSimulator };

/** The interest after `steps`, one short text a call. */
function interestOf(steps: readonly Step[]): readonly string[] {
  const begun = TxSimulator.begin(STATE, 'tx', (simulator) => ({ simulator, collections: ['secret', 'other'] }));
  const simulator = steps.reduce((at, step) => step(at).simulator, begun);
  return chaincodeInterest(simulator.results()).chaincodes.map((call) =>
    [
      call.name,
      ...call.collectionNames,
      ...(call.noPrivateReads ? ['noPrivateReads'] : []),
      ...call.keyPolicies.map(printSignaturePolicy),
      ...(call.disregardNamespacePolicy ? ['disregardNamespacePolicy'] : []),
    ].join(' '),
  );
}

const get =
  (key: string, namespace = 'cc'): Step =>
  (at) =>
    at.getState(namespace, key);
const put =
  (key: string): Step =>
  (at) =>
    at.setState('cc', key, utf8('2'));
const putPrivate =
  (collection: string): Step =>
  (at) =>
    at.setPrivateData('cc', collection, 'k', utf8('2'));
const getPrivate =
  (collection: string): Step =>
  (at) =>
    at.getPrivateData('cc', collection, 'k');

describe('what a simulation asks of the other endorsers', () => {
  it.each([
    { reason: 'a read needs the policy of the chaincode', steps: [get('plain')], interest: ['cc'] },
    { reason: 'so does a write', steps: [put('plain')], interest: ['cc'] },
    {
      reason: 'looking up a definition asks for nothing',
      steps: [get('x', '_lifecycle'), get('x', 'lscc')],
      interest: [],
    },
    {
      reason: 'a key with a policy of its own needs only that',
      steps: [get('guarded'), put('guarded')],
      interest: ["cc OR('Org1MSP.peer') disregardNamespacePolicy"],
    },
    {
      reason: 'but both when other keys are written too',
      steps: [put('guarded'), put('new')],
      interest: ["cc OR('Org1MSP.peer')"],
    },
    {
      reason: 'a private write can be endorsed by anyone',
      steps: [putPrivate('secret')],
      interest: ['cc secret noPrivateReads'],
    },
    { reason: 'a private read by members only', steps: [getPrivate('secret')], interest: ['cc', 'cc secret'] },
    {
      reason: 'each collection for itself',
      steps: [getPrivate('secret'), putPrivate('secret'), putPrivate('other')],
      interest: ['cc other noPrivateReads', 'cc secret'],
    },
    { reason: 'every chaincode that was touched', steps: [put('plain'), get('x', 'other')], interest: ['cc', 'other'] },
  ])('$reason', ({ steps, interest }) => {
    expect(interestOf(steps)).toEqual(interest);
  });
});
