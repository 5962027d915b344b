/**
 * The signatures a policy is evaluated over, each with who made it and whether it counts.
 *
 * @fabric common/policies/policy.go (SignatureSetToValidIdentities)
 */
import type { Identity } from '../identity/identity.ts';
import { verifySignature } from '../identity/identity.ts';
import { readSerializedIdentity } from '../identity/msp.ts';
import type { MspManager } from '../identity/msp-manager.ts';
import { rolePrincipal } from '../identity/msp-principal.ts';
import type { SignedData } from '../policy/signed-data.ts';
import type { IdentityRole, SignatureFlaw, SignaturePicture } from '../protocol/policy-picture.ts';
import { decodePem } from '../wire/pem.ts';
import { type DistinguishedName, NAME_OID, nameValues } from '../wire/x509-name.ts';
import { parseCertificate } from '../wire/x509.ts';

export interface SignatureSet {
  readonly pictures: readonly SignaturePicture[];
  /** Those a policy counts, as `validIdentities` gives them. */
  readonly identities: readonly Identity[];
  /** For each of `identities` its place in `pictures`. */
  readonly places: readonly number[];
}

/**
 * A revoked identity is in `identities`, as in Fabric: its signature verifies, and only the question whether it is a
 * member finds it out. Its picture is not valid all the same.
 */
export function signatureSet(signedData: readonly SignedData[], msps: MspManager): SignatureSet {
  const seen = new Set<string>();
  const pictures: SignaturePicture[] = [];
  const identities: Identity[] = [];
  const places: number[] = [];
  for (const { data, identity: serialized, signature } of signedData) {
    const identity = msps.deserializeIdentity(serialized);
    if (!identity.ok) {
      pictures.push(pictureOfUnknown(serialized, identity.error));
      continue;
    }
    const { value } = identity;
    const key = value.mspId + value.id;
    const verified = seen.has(key) ? undefined : verifySignature(value, data, signature);
    if (verified?.ok) {
      seen.add(key);
      places.push(pictures.length);
      identities.push(value);
    }
    const flaw = !verified
      ? { code: 'duplicate' as const, text: '' }
      : verified.ok
        ? identityFlaw(value, msps)
        : { code: 'badSignature' as const, text: verified.error };
    pictures.push(pictureOf(value, msps, flaw));
  }
  return { pictures, identities, places };
}

function identityFlaw(identity: Identity, msps: MspManager): SignatureFlaw | null {
  const valid = msps.validate(identity);
  if (valid.ok) return null;
  const revoked = valid.error.endsWith('The certificate has been revoked');
  return { code: revoked ? 'revoked' : 'invalidIdentity', text: valid.error };
}

const pictureOf = (identity: Identity, msps: MspManager, why: SignatureFlaw | null): SignaturePicture => ({
  mspId: identity.mspId,
  subject: nameOf(identity.certificate.subject),
  role: roleOf(identity, msps),
  valid: why === null,
  why,
});

const ROLES: Readonly<Record<string, IdentityRole>> = {
  admin: 'admin',
  client: 'client',
  orderer: 'orderer',
  peer: 'peer',
};

/** By the node OUs; where they are off, an admin is one that the MSP names. */
function roleOf(identity: Identity, msps: MspManager): IdentityRole | null {
  const byUnit = msps.msps.get(identity.mspId)?.nodeRole(identity)?.toLowerCase() ?? '';
  const role = ROLES[byUnit];
  if (role) return role;
  return msps.satisfiesPrincipal(identity, rolePrincipal(identity.mspId, 'ADMIN')).ok ? 'admin' : null;
}

/** Somebody no MSP of the channel knows: what the certificate says of itself. */
function pictureOfUnknown(serialized: Uint8Array, text: string): SignaturePicture {
  const read = readSerializedIdentity(serialized);
  const pem = read.ok ? decodePem(read.value.idBytes) : undefined;
  const certificate = pem && parseCertificate(pem.bytes);
  return {
    mspId: read.ok ? read.value.mspid : '',
    subject: certificate?.ok ? nameOf(certificate.value.subject) : '',
    role: certificate?.ok ? claimedRole(certificate.value.subject) : null,
    valid: false,
    why: { code: 'unknownIdentity', text },
  };
}

const nameOf = (subject: DistinguishedName): string => nameValues(subject, NAME_OID.commonName)[0] ?? '';

function claimedRole(subject: DistinguishedName): IdentityRole | null {
  for (const unit of nameValues(subject, NAME_OID.organizationalUnit)) {
    const role = ROLES[unit];
    if (role) return role;
  }
  return null;
}
