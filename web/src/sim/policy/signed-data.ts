/**
 * From signatures to the identities a policy is evaluated over.
 *
 * @fabric common/policies/policy.go (SignatureSetToValidIdentities)
 */
export interface SignedData {
  readonly data: Uint8Array;
  /** A serialized `msp.SerializedIdentity`. */
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}

/** What is asked of the MSPs of a channel. */
export interface IdentityVerifier<Identity> {
  /** The identity, or undefined when no MSP of the channel knows it. */
  deserialize(identity: Uint8Array): Identity | undefined;
  /** The same for two serializations of one identity. */
  key(identity: Identity): string;
  verify(identity: Identity, data: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * The identities whose signatures are valid, in order. A second signature of one identity is dropped before it is
 * verified: signing twice counts once.
 */
export function validIdentities<Identity>(
  signedData: readonly SignedData[],
  verifier: IdentityVerifier<Identity>,
): readonly Identity[] {
  const seen = new Set<string>();
  const identities: Identity[] = [];
  for (const signed of signedData) {
    const identity = verifier.deserialize(signed.identity);
    if (identity === undefined || seen.has(verifier.key(identity))) continue;
    if (!verifier.verify(identity, signed.data, signed.signature)) continue;
    seen.add(verifier.key(identity));
    identities.push(identity);
  }
  return identities;
}
