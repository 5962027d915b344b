/**
 * Follows a certificate up to a root an MSP trusts, by the rules of Go's verifier.
 *
 * @fabric msp/mspimpl.go getUniqueValidationChain; Go's crypto/x509 Verify
 * @simplified Name constraints are not enforced: neither cryptogen nor Fabric CA issues them by default.
 */
import { type Result, ok } from '../kernel/result.ts';
import { equalBytes } from '../wire/bytes.ts';
import { EXT_KEY_USAGE } from '../wire/x509-extensions.ts';
import { NAME_OID, commonName, nameValues } from '../wire/x509-name.ts';
import { rfc3339 } from '../wire/x509-time.ts';
import { type Certificate, isSignedBy } from '../wire/x509.ts';

export interface TrustedCertificates {
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

/** Leaf first, root last. */
export type Chain = readonly Certificate[];

/** The moment at which Fabric asks whether a chain holds: not now, but one second after the certificate begins. */
const validationTime = (certificate: Certificate): number => certificate.notBefore + 1;

/** The one chain from `leaf` to a root that held one second after `leaf` began. The error is Fabric's text. */
export function uniqueValidationChain(leaf: Certificate, trusted: TrustedCertificates): Result<Chain, string> {
  const search = new ChainSearch(trusted, validationTime(leaf));
  const chains = search.chainsOf(leaf);
  if (!chains.ok) return { ok: false, error: `the supplied identity is not valid: ${chains.error}` };
  const [only] = chains.value;
  if (chains.value.length !== 1 || !only)
    return { ok: false, error: `this MSP only supports a single validation chain, got ${chains.value.length}` };
  return ok(only);
}

interface Hint {
  readonly reason: string;
  readonly candidate: Certificate;
}

class ChainSearch {
  private readonly trusted: TrustedCertificates;
  private readonly at: number;

  constructor(trusted: TrustedCertificates, at: number) {
    this.trusted = trusted;
    this.at = at;
  }

  chainsOf(leaf: Certificate): Result<readonly Chain[], string> {
    const flaw = timeFlaw(leaf, this.at);
    if (flaw) return { ok: false, error: flaw };
    const trustedItself = this.trusted.roots.some((root) => equalBytes(root.raw, leaf.raw));
    const found = trustedItself ? ok([[leaf]]) : this.build([leaf]);
    if (!found.ok) return found;
    const usable = found.value.filter(allowsServerAuth);
    return usable.length ? ok(usable) : { ok: false, error: 'x509: certificate specifies an incompatible key usage' };
  }

  private build(chain: Chain): Result<readonly Chain[], string> {
    const child = chain.at(-1);
    const chains: Chain[] = [];
    let hint: Hint | undefined;
    let deeper: string | undefined;
    for (const [isRoot, candidate] of child ? this.candidates(child) : []) {
      if (!child || chain.some((link) => sameEntity(link, candidate))) continue;
      const forged = signatureFlaw(child, candidate);
      const unfit = forged === undefined ? parentFlaw(candidate, chain.length, this.at) : undefined;
      const reason = forged ?? unfit;
      if (reason !== undefined) {
        hint ??= { reason, candidate };
        // An unfit parent is reported as such; a wrong signature only says that this was not the parent.
        deeper = unfit ?? deeper;
        continue;
      }
      const extended = [...chain, candidate];
      const above = isRoot ? ok([extended]) : this.build(extended);
      if (above.ok) chains.push(...above.value);
      else deeper = above.error;
    }
    if (chains.length) return ok(chains);
    return { ok: false, error: deeper ?? unknownAuthority(hint) };
  }

  private candidates(child: Certificate): readonly (readonly [isRoot: boolean, candidate: Certificate])[] {
    const issued = (candidate: Certificate): boolean => equalBytes(candidate.subjectRaw, child.issuerRaw);
    return [
      ...this.trusted.roots.filter(issued).map((root) => [true, root] as const),
      ...this.trusted.intermediates.filter(issued).map((intermediate) => [false, intermediate] as const),
    ];
  }
}

const sameEntity = (a: Certificate, b: Certificate): boolean =>
  equalBytes(a.subjectRaw, b.subjectRaw) && equalBytes(a.publicKey, b.publicKey);

function timeFlaw(certificate: Certificate, at: number): string | undefined {
  const prefix = `x509: certificate has expired or is not yet valid: current time ${rfc3339(at)} is`;
  if (at < certificate.notBefore) return `${prefix} before ${rfc3339(certificate.notBefore)}`;
  if (at > certificate.notAfter) return `${prefix} after ${rfc3339(certificate.notAfter)}`;
  return undefined;
}

function signatureFlaw(child: Certificate, parent: Certificate): string | undefined {
  const mayNotSign = parent.version === 3 ? !parent.isCA : parent.hasBasicConstraints && !parent.isCA;
  if (mayNotSign || (parent.keyUsages.length && !parent.keyUsages.includes('certSign')))
    return 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
  return isSignedBy(child, parent) ? undefined : 'x509: ECDSA verification failure';
}

/** `below` counts the certificates under `parent`, the leaf included. */
function parentFlaw(parent: Certificate, below: number, at: number): string | undefined {
  const flaw = timeFlaw(parent, at);
  if (flaw) return flaw;
  const tooMany = parent.maxPathLength !== undefined && below - 1 > parent.maxPathLength;
  return tooMany ? 'x509: too many intermediates for path length constraint' : undefined;
}

// Fabric leaves the wanted key usages empty, and to Go that means "TLS server"; certificates without the extension pass.
function allowsServerAuth(chain: Chain): boolean {
  return chain.every(
    ({ extKeyUsages }) =>
      !extKeyUsages.length ||
      extKeyUsages.includes(EXT_KEY_USAGE.any) ||
      extKeyUsages.includes(EXT_KEY_USAGE.serverAuth),
  );
}

function unknownAuthority(hint: Hint | undefined): string {
  const text = 'x509: certificate signed by unknown authority';
  if (!hint) return text;
  const { subject, serialNumber } = hint.candidate;
  const name = commonName(subject) || nameValues(subject, NAME_OID.organization)[0] || `serial:${serialNumber}`;
  return `${text} (possibly because of ${JSON.stringify(hint.reason)} while trying to verify candidate authority certificate ${JSON.stringify(name)})`;
}
