/** Asking one policy over some signatures, and keeping all of the answer for a picture. */
import type { ChannelBundle } from '../channel/bundle.ts';
import type { Identity } from '../identity/identity.ts';
import { rolePrincipal } from '../identity/msp-principal.ts';
import type { Msp } from '../identity/msp.ts';
import { MspManager } from '../identity/msp-manager.ts';
import { printPrincipal } from '../policy/dsl.ts';
import type { Explanation } from '../policy/policy.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../policy/signature-policy.ts';
import type { SignedData } from '../policy/signed-data.ts';
import type { PolicyPicture } from '../protocol/policy-picture.ts';
import type { ApplicationPolicy, SignaturePolicyEnvelope } from '../wire/gen/common/policies_pb.ts';
import { signatureSet } from './policy-signatures.ts';
import { policyTree } from './policy-tree.ts';

/** What a picture says besides the evaluation. */
export type Question = Pick<PolicyPicture, 'purpose' | 'element' | 'asked'>;

function picture(
  name: string,
  question: Question,
  signedData: readonly SignedData[],
  msps: MspManager,
  evaluate: (identities: readonly Identity[]) => Explanation,
): PolicyPicture {
  const { pictures, identities, places } = signatureSet(signedData, msps);
  const explanation = evaluate(identities);
  return {
    ...question,
    name,
    satisfied: explanation.satisfied,
    signatures: pictures,
    tree: policyTree(explanation, places),
  };
}

/** The policy of the channel at an absolute path. */
export const pathPicture = (
  bundle: ChannelBundle,
  path: string,
  question: Question,
  signedData: readonly SignedData[],
): PolicyPicture =>
  picture(path, question, signedData, bundle.mspManager, (identities) =>
    bundle.policyManager.getPolicy(path).policy.evaluate(identities),
  );

/** The policy of a chaincode, a collection or a key, named after what has it; a reference is named by its path. */
export function applicationPolicyPicture(
  bundle: ChannelBundle,
  name: string,
  policy: ApplicationPolicy,
  question: Question,
  signedData: readonly SignedData[],
): PolicyPicture {
  if (policy.type.case !== 'signaturePolicy')
    return pathPicture(bundle, policy.type.case ? policy.type.value : '', question, signedData);
  const envelope = policy.type.value;
  return picture(name, question, signedData, bundle.mspManager, (identities) =>
    evaluateEnvelope(bundle, name, envelope, identities),
  );
}

function evaluateEnvelope(
  { mspManager }: ChannelBundle,
  name: string,
  envelope: SignaturePolicyEnvelope,
  identities: readonly Identity[],
): Explanation {
  const compiled = compileSignaturePolicy(envelope);
  if (!compiled.ok) return { kind: 'noSuchPolicy', satisfied: false, name };
  return evaluateSignaturePolicy(
    compiled.value,
    identities,
    (identity, principal) => mspManager.satisfiesPrincipal(identity, principal).ok,
  );
}

/** The peer's own rule for calls no channel guards: administrators, or members, of its organisation. */
export function localPicture(
  localMsp: Msp,
  policy: 'Admins' | 'Members',
  question: Question,
  signedData: readonly SignedData[],
): PolicyPicture {
  const principal = rolePrincipal(localMsp.mspId, policy === 'Admins' ? 'ADMIN' : 'MEMBER');
  return picture(printPrincipal(principal), question, signedData, MspManager.of([localMsp]), (identities) => {
    const by = identities.findIndex((identity) => localMsp.satisfiesPrincipal(identity, principal).ok);
    return { kind: 'signedBy', satisfied: by >= 0, principal, by: by < 0 ? undefined : by };
  });
}
