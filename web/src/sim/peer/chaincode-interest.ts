/**
 * What an endorser tells the client about a simulation besides its result: chaincodes and collections it touched and the
 * policies of the keys it wrote. From that a gateway works out who else must endorse.
 *
 * @fabric core/endorser/endorser.go (buildChaincodeInterest, parseWritesetMetadata)
 * @simplified Entries come in the order in which things are sorted in the write set; in Fabric the order is by chance.
 */
import { create } from '@bufbuild/protobuf';
import type { SimulationResults } from '../ledger/tx-simulator.ts';
import { decode } from '../wire/decode.ts';
import { type SignaturePolicyEnvelope, SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import {
  type ChaincodeCall,
  ChaincodeCallSchema,
  type ChaincodeInterest,
  ChaincodeInterestSchema,
} from '../wire/gen/peer/proposal_pb.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';

const SYSTEM_NAMESPACES: readonly string[] = ['_lifecycle', 'cscc', 'qscc', 'lscc'];
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';
/** Stands for the public keys of a namespace where collections are named. */
const PUBLIC = '';

interface Touched {
  /** By collection: whether its own policy is needed for it. */
  readonly required: Map<string, boolean>;
  readonly keyPolicies: SignaturePolicyEnvelope[];
}

/** The interest that belongs to what a simulation read and wrote. */
export function chaincodeInterest(results: SimulationResults): ChaincodeInterest {
  const touched = writtenPolicies(results);
  const decoded = decodeReadWriteSet(results.publicBytes);
  for (const { namespace } of decoded.ok ? decoded.value : [])
    if (!touched.has(namespace)) touched.set(namespace, { required: new Map([[PUBLIC, true]]), keyPolicies: [] });
  for (const { namespace, collection } of results.privateReads) touched.get(namespace)?.required.set(collection, true);
  const chaincodes = [...touched]
    .filter(([namespace]) => !SYSTEM_NAMESPACES.includes(namespace))
    .flatMap(([namespace, entry]) => callsOf(namespace, entry, results));
  return create(ChaincodeInterestSchema, { chaincodes });
}

function writtenPolicies({ writtenKeyMetadata }: SimulationResults): Map<string, Touched> {
  const touched = new Map<string, Touched>();
  for (const { namespace, collection, metadata } of writtenKeyMetadata) {
    const entry = touched.get(namespace) ?? { required: new Map([[PUBLIC, false]]), keyPolicies: [] };
    touched.set(namespace, entry);
    const own = metadata.find(({ name }) => name === VALIDATION_PARAMETER);
    const policy = own && decode(SignaturePolicyEnvelopeSchema, own.value);
    if (policy?.ok) entry.keyPolicies.push(policy.value);
    else entry.required.set(collection, true);
  }
  return touched;
}

function callsOf(
  name: string,
  { required, keyPolicies }: Touched,
  { privateReads }: SimulationResults,
): readonly ChaincodeCall[] {
  return [...required.keys()].flatMap((collection) => {
    if (collection !== PUBLIC) {
      const read = privateReads.some((one) => one.namespace === name && one.collection === collection);
      return [create(ChaincodeCallSchema, { name, collectionNames: [collection], noPrivateReads: !read })];
    }
    const needsOwn = required.get(PUBLIC) ?? false;
    if (keyPolicies.length === 0 && !needsOwn) return [];
    const disregardNamespacePolicy = keyPolicies.length > 0 && !needsOwn;
    return [create(ChaincodeCallSchema, { name, keyPolicies, disregardNamespacePolicy })];
  });
}
