/**
 * Names of places that are more than one thing: a certificate is named by its holder and its fingerprint, a policy that
 * decided about a transaction by its path and that transaction. Readable in an address, and read back.
 */

const DIGITS = 16;

/** `peer0.org1.example.com:1f2e3d4c5b6a7988`. */
export const certificateName = (holder: string, fingerprint: string): string =>
  `${holder}:${fingerprint.slice(0, DIGITS)}`;

/** A name without a holder is a fingerprint alone. */
export function readCertificateName(name: string): { readonly holder: string; readonly fingerprint: string } {
  const at = name.lastIndexOf(':');
  return { holder: name.slice(0, Math.max(0, at)), fingerprint: name.slice(at + 1) };
}

/** `/Channel/Application/Writers`, or followed by `@` and the transaction it decided about. */
export const policyName = (path: string, txid: string | null): string => (txid === null ? path : `${path}@${txid}`);

export function readPolicyName(name: string): { readonly path: string; readonly txid: string | null } {
  const found = /^(.*)@([0-9a-f]{64})$/.exec(name);
  return { path: found?.[1] ?? name, txid: found?.[2] ?? null };
}
