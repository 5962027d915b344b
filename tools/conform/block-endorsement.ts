/**
 * Follows the chaincode definitions that recorded blocks commit, and compares endorsement policies with the recorded
 * codes: what got past the policy must satisfy it, what failed it must not.
 *
 * Only policies that apply to a whole chaincode are followed. A transaction that touches a key with its own policy, or
 * a collection, may be judged by that instead; it is left alone.
 */
import { type ChannelBundle, evaluatePolicy, identityVerifier } from '../../web/src/sim/channel/bundle.ts';
import { POLICY } from '../../web/src/sim/channel/config-tree.ts';
import type { Identity } from '../../web/src/sim/identity/identity.ts';
import { compileSignaturePolicy, signaturePolicy } from '../../web/src/sim/policy/signature-policy.ts';
import { validIdentities } from '../../web/src/sim/policy/signed-data.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { type ApplicationPolicy, ApplicationPolicySchema } from '../../web/src/sim/wire/gen/common/policies_pb.ts';
import {
  ChaincodeValidationInfoSchema,
  StateDataSchema,
} from '../../web/src/sim/wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import {
  type DecodedTransaction,
  endorsementSignedData,
  type NamespaceReadWriteSet,
} from '../../web/src/sim/wire/transaction.ts';
import type { Tally } from './tally.ts';

const VALIDATION_INFO = /^namespaces\/fields\/([^/]+)\/ValidationInfo$/;

/** Mutable, because it lives for one walk over one folder. */
export class EndorsementPolicies {
  private readonly byChaincode = new Map<string, ApplicationPolicy>();
  /** `namespace NUL key` of keys that have, or once had, a policy of their own. */
  private readonly keysWithPolicy = new Set<string>();

  /** Takes in what a block changed; call it after the block's transactions were compared. */
  commit(transactions: readonly DecodedTransaction[]): void {
    for (const { namespace, kv } of transactions.flatMap(namespacesOf)) {
      for (const { key } of kv.metadataWrites) this.keysWithPolicy.add(`${namespace}\0${key}`);
      if (namespace !== '_lifecycle') continue;
      for (const { key, value } of kv.writes) {
        const name = VALIDATION_INFO.exec(key)?.[1];
        const policy = name === undefined ? undefined : readPolicy(value);
        if (name !== undefined && policy) this.byChaincode.set(name, policy);
      }
    }
  }

  /** Judges one transaction, if its code says that the policy was looked at. */
  compare(tally: Tally, where: string, transaction: DecodedTransaction, code: number, bundle: ChannelBundle): void {
    const failed = code === TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
    const passed =
      code === TxValidationCode.VALID ||
      code === TxValidationCode.MVCC_READ_CONFLICT ||
      code === TxValidationCode.PHANTOM_READ_CONFLICT;
    if ((!failed && !passed) || !transaction.action?.ok) return;
    const written = namespacesOf(transaction).filter(writes);
    if (written.some((set) => this.hasOtherRules(set))) return;
    const called = transaction.action.value.chaincodeCalled;
    const names = new Set([...written.map(({ namespace }) => namespace), ...(called ? [called] : [])]);
    const signedData = endorsementSignedData(transaction.action.value);
    const verdicts = [...names].map((name) => this.isSatisfied(bundle, name, signedData));
    if (verdicts.includes(undefined)) return;
    const satisfied = !verdicts.includes(false);
    tally.equal(where, 'endorsement policy satisfied', satisfied, passed);
  }

  private hasOtherRules({ namespace, kv, collections }: NamespaceReadWriteSet): boolean {
    if (collections.length > 0) return true;
    return [...kv.writes, ...kv.metadataWrites].some(({ key }) => this.keysWithPolicy.has(`${namespace}\0${key}`));
  }

  /** Undefined when the definition was committed before the first block we have. */
  private isSatisfied(
    bundle: ChannelBundle,
    chaincode: string,
    signedData: ReturnType<typeof endorsementSignedData>,
  ): boolean | undefined {
    if (chaincode === '_lifecycle') return evaluatePolicy(bundle, POLICY.lifecycleEndorsement, signedData).satisfied;
    const policy = this.byChaincode.get(chaincode);
    if (policy?.type.case === 'channelConfigPolicyReference')
      return evaluatePolicy(bundle, policy.type.value, signedData).satisfied;
    if (policy?.type.case !== 'signaturePolicy') return undefined;
    const compiled = compileSignaturePolicy(policy.type.value);
    if (!compiled.ok) return false;
    const satisfiesPrincipal = (
      identity: Identity,
      principal: Parameters<typeof bundle.mspManager.satisfiesPrincipal>[1],
    ) => bundle.mspManager.satisfiesPrincipal(identity, principal).ok;
    const identities = validIdentities(signedData, identityVerifier(bundle));
    return signaturePolicy(compiled.value, satisfiesPrincipal).evaluate(identities).satisfied;
  }
}

const namespacesOf = ({ action }: DecodedTransaction): readonly NamespaceReadWriteSet[] =>
  action?.ok && action.value.outcome.ok ? action.value.outcome.value.namespaces : [];

const writes = ({ kv, collections }: NamespaceReadWriteSet): boolean =>
  kv.writes.length > 0 ||
  kv.metadataWrites.length > 0 ||
  collections.some(({ hashed }) => hashed.hashedWrites.length > 0 || hashed.metadataWrites.length > 0);

/** The policy inside the value a lifecycle commit writes. */
function readPolicy(value: Uint8Array): ApplicationPolicy | undefined {
  const data = decode(StateDataSchema, value);
  if (!data.ok || data.value.Type.case !== 'Bytes') return undefined;
  const info = decode(ChaincodeValidationInfoSchema, data.value.Type.value);
  const policy = info.ok ? decode(ApplicationPolicySchema, info.value.validationParameter) : info;
  return policy.ok ? policy.value : undefined;
}
