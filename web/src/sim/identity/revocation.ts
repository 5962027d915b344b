/**
 * Whether a CA has taken a certificate back, by the revocation lists in an organisation's MSP definition.
 *
 * Revoking at the CA alone changes nothing on a channel: the list has to get into the channel configuration first. The
 * dates in a list do not matter; what it names is revoked from the moment the configuration holds.
 *
 * @fabric msp/mspimplvalidate.go validateCertAgainstChain, msp/mspimplsetup.go setupCRLs
 */
import { type Result, ok } from '../kernel/result.ts';
import { equalBytes } from '../wire/bytes.ts';
import { type RevocationList, isRevocationListSignedBy, parseRevocationList } from '../wire/crl.ts';
import type { Certificate } from '../wire/x509.ts';

/** The lists of a definition (each PEM or DER). The error is Fabric's text. */
export function readRevocationLists(lists: readonly Uint8Array[]): Result<readonly RevocationList[], string> {
  const read: RevocationList[] = [];
  for (const bytes of lists) {
    const list = parseRevocationList(bytes);
    if (!list.ok) return { ok: false, error: `could not parse RevocationList: ${list.error}` };
    read.push(list.value);
  }
  return ok(read);
}

/** Why `lists` speak against a certificate with this serial number, issued by `issuer`; Fabric's text. */
export function revocationFlaw(
  lists: readonly RevocationList[],
  issuer: Certificate,
  serialNumber: bigint,
): string | undefined {
  for (const list of lists) {
    if (!list.authorityKeyId.length)
      return 'could not obtain Authority Key Identifier for crl: authorityKeyIdentifier not found in certificate';
    if (!equalBytes(list.authorityKeyId, issuer.subjectKeyId)) continue;
    if (!list.revoked.some((entry) => entry.serialNumber === serialNumber)) continue;
    // A list in the issuer's name that the issuer did not sign is passed over, not complained about.
    if (isRevocationListSignedBy(list, issuer)) return 'The certificate has been revoked';
  }
  return undefined;
}
