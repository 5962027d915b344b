/**
 * The membership service provider: decides for one organisation whose certificates count, and as what.
 *
 * An MSP judges by the channel configuration alone; it does not look at the clock. Whether a certificate has expired is
 * asked elsewhere, when a message arrives (see `isExpired`), which is why a transaction whose creator expires while it
 * waits in a batch is still valid, and why a certificate that is not valid yet is accepted.
 *
 * @fabric msp/mspimpl.go, msp/mspimplvalidate.go, msp/cache
 * @simplified Principals of the kinds ANONYMITY and COMBINED are refused: only Idemix networks use them.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { BoundedMemo, remembered } from '../crypto/bounded-memo.ts';
import { ContentMemo, rememberedByContent } from '../crypto/content-memo.ts';
import { type Result, ok } from '../kernel/result.ts';
import { equalBytes, hex } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { type FabricMSPConfig, FabricMSPConfigSchema, type MSPConfig } from '../wire/gen/msp/msp_config_pb.ts';
import { type MSPPrincipal, MSPPrincipal_Classification } from '../wire/gen/msp/msp_principal_pb.ts';
import { decodePem } from '../wire/pem.ts';
import { NAME_OID, nameValues } from '../wire/x509-name.ts';
import { type Certificate, hasP256Key, parseCertificate } from '../wire/x509.ts';
import { type Chain, uniqueValidationChain } from './certificate-chain.ts';
import { type Identity, identityOf } from './identity.ts';
import { readOrganizationUnit, readRole, roleName } from './msp-principal.ts';
import {
  type MspMaterial,
  type NodeRole,
  type OuIdentifier,
  chainIdentifier,
  sanitize,
  setupMsp,
} from './msp-setup.ts';
import { revocationFlaw } from './revocation.ts';

/** Whether `issuer` has revoked the certificate with this serial number. */
export type RevocationCheck = (issuer: Certificate, serialNumber: bigint) => boolean;

/** Every error below is the text Fabric's msp package gives. */
type Verdict = Result<void, string>;

const GOOD: Verdict = ok(undefined);
const no = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
const because = (text: string, cause: { readonly error: string }) => no(`${text}: ${cause.error}`);

export class Msp {
  readonly mspId: string;
  readonly material: MspMaterial;
  private readonly isRevoked: RevocationCheck | undefined;
  private readonly deserialized = new ContentMemo<Result<Identity, string>>(250);
  private readonly validated = new BoundedMemo<Verdict>(500);

  private constructor(mspId: string, material: MspMaterial, isRevoked: RevocationCheck | undefined) {
    this.mspId = mspId;
    this.material = material;
    this.isRevoked = isRevoked;
  }

  /**
   * The MSP of a definition, or why Fabric refuses the definition. Revocation is judged by the lists of the definition,
   * unless `isRevoked` takes their place.
   */
  static fromConfig(config: FabricMSPConfig, isRevoked?: RevocationCheck): Result<Msp, string> {
    const material = setupMsp(config);
    if (!material.ok) return material;
    const msp = new Msp(config.name, material.value, isRevoked);
    for (const [index, admin] of material.value.admins.entries()) {
      const flaw = msp.adminFlaw(identityOf(config.name, admin), index);
      if (flaw) return no(flaw);
    }
    return ok(msp);
  }

  /** As {@link Msp.fromConfig}, from the envelope in which the configuration carries it. */
  static fromEnvelope(config: MSPConfig, isRevoked?: RevocationCheck): Result<Msp, string> {
    try {
      return Msp.fromConfig(fromBinary(FabricMSPConfigSchema, config.config), isRevoked);
    } catch {
      return no('failed unmarshalling fabric msp config: proto: cannot parse invalid wire-format data');
    }
  }

  /** Reads bytes of msp.SerializedIdentity. Refuses a certificate that does not lead to a root of this MSP. */
  deserializeIdentity(serialized: Uint8Array): Result<Identity, string> {
    const read = readSerializedIdentity(serialized);
    if (!read.ok) return read;
    if (read.value.mspid !== this.mspId) return no(`expected MSP ID ${this.mspId}, received ${read.value.mspid}`);
    return this.identityFromPem(read.value.idBytes);
  }

  /** @fabric msp/mspimpl.go deserializeIdentityInternal */
  identityFromPem(pem: Uint8Array): Result<Identity, string> {
    const known = this.deserialized.get(pem);
    if (known) return known;
    const identity = this.readIdentity(pem);
    this.deserialized.set(pem, identity);
    return identity;
  }

  private readIdentity(pem: Uint8Array): Result<Identity, string> {
    const block = decodePem(pem);
    if (!block) return no('could not decode the PEM structure');
    const certificate = parseCertificate(block.bytes);
    if (!certificate.ok) return because('parseCertificate failed', certificate);
    if (!hasP256Key(certificate.value))
      return no(
        "failed to import certificate's public key: Certificate's public key type not recognized. Supported keys: [ECDSA, RSA]",
      );
    const sanitized = sanitize(certificate.value, this.material);
    return sanitized.ok ? ok(identityOf(this.mspId, sanitized.value)) : sanitized;
  }

  /** Chain, revocation and organisational units; not the clock. */
  validate(identity: Identity): Verdict {
    const known = this.validated.get(identity.id);
    if (known) return known;
    const verdict = this.validateAfresh(identity);
    this.validated.set(identity.id, verdict);
    return verdict;
  }

  private validateAfresh(identity: Identity): Verdict {
    const chain = this.certificationChain(identity);
    if (!chain.ok) return because('could not obtain certification chain', chain);
    const [leaf, issuer] = chain.value;
    const revoked = leaf && issuer && this.revocationFlaw(issuer, leaf.serialNumber);
    if (revoked) return no(`could not validate identity against certification chain: ${revoked}`);
    const units = this.validateUnits(this.organizationalUnits(identity));
    return units.ok ? GOOD : because("could not validate identity's OUs", units);
  }

  private revocationFlaw(issuer: Certificate, serialNumber: bigint): string | undefined {
    if (!this.isRevoked) return revocationFlaw(this.material.revocationLists, issuer, serialNumber);
    return this.isRevoked(issuer, serialNumber) ? 'The certificate has been revoked' : undefined;
  }

  private certificationChain({ certificate }: Identity): Result<Chain, string> {
    if (certificate.isCA)
      return no(
        'An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity',
      );
    const chain = uniqueValidationChain(certificate, this.material);
    if (!chain.ok) return because('failed getting validation chain', chain);
    const [, issuer] = chain.value;
    if (!issuer) return no(`expected a chain of length at least 2, got ${chain.value.length}`);
    if (this.material.internalNodes.some((node) => equalBytes(node.raw, issuer.raw)))
      return no(
        `invalid validation chain. Parent certificate should be a leaf of the certification tree [[${certificate.raw.join(' ')}]]`,
      );
    return chain;
  }

  /** The OUs of the certificate, each with the hash of the chain that vouches for it. */
  readonly organizationalUnits = remembered(500, (identity: Identity) => this.readUnits(identity));

  private readUnits(identity: Identity): readonly OuIdentifier[] {
    const chain = this.certificationChain(identity);
    if (!chain.ok) return [];
    const certifiers = chainIdentifier(chain.value.slice(1));
    return nameValues(identity.certificate.subject, NAME_OID.organizationalUnit).map((unit) => ({ unit, certifiers }));
  }

  private validateUnits(units: readonly OuIdentifier[]): Verdict {
    const { ouIdentifiers, ouEnforcement, nodeOus } = this.material;
    if (ouIdentifiers.length && !units.some((unit) => ouIdentifiers.some((accepted) => sameOu(accepted, unit))))
      return units.length
        ? no(`none of the identity's organizational units ${printUnits(units)} are in MSP ${this.mspId}`)
        : no('the identity certificate does not contain an Organizational Unit (OU)');
    if (!ouEnforcement) return GOOD;
    const where = `${printUnits(units)}, MSP: [${this.mspId}]`;
    let roles = 0;
    for (const unit of units) {
      const nodeOu = Object.values(nodeOus).find((candidate) => candidate.unit === unit.unit);
      if (!nodeOu) continue;
      if (nodeOu.certifiers.length && !equalBytes(nodeOu.certifiers, unit.certifiers))
        return no(`certifiersIdentifier does not match: ${where}`);
      roles++;
    }
    if (roles === 1) return GOOD;
    return no(
      roles === 0
        ? `the identity does not have an OU that resolves to client, peer, orderer, or admin role. OUs: ${where}`
        : `the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them. OUs: ${where}`,
    );
  }

  /** The role the NodeOUs give to a (valid) identity; undefined without enforcement or without such an OU. */
  nodeRole(identity: Identity): NodeRole | undefined {
    const roles: readonly NodeRole[] = ['CLIENT', 'PEER', 'ADMIN', 'ORDERER'];
    return roles.find((role) => this.hasOuRole(identity, role).ok);
  }

  private hasOuRole(identity: Identity, role: NodeRole): Verdict {
    if (!this.material.ouEnforcement) return no('NodeOUs not activated. Cannot tell apart identities.');
    const nodeOu = this.material.nodeOus[role];
    if (!nodeOu)
      return no(`cannot test for classification, node ou for type [${role}], not defined, msp: [${this.mspId}]`);
    if (this.organizationalUnits(identity).some((unit) => unit.unit === nodeOu.unit)) return GOOD;
    return no(`The identity does not contain OU [${role}], MSP: [${this.mspId}]`);
  }

  private isNamedAdmin({ certificate }: Identity): boolean {
    return this.material.admins.some((admin) => equalBytes(admin.raw, certificate.raw));
  }

  private adminFlaw(admin: Identity, index: number): string | undefined {
    if (!this.material.ouEnforcement) {
      const verdict = this.validate(admin);
      return verdict.ok ? undefined : `admin ${index} is invalid: ${verdict.error}`;
    }
    const client = this.hasOuRole(admin, 'CLIENT');
    const dedicated = this.hasOuRole(admin, 'ADMIN');
    return client.ok || dedicated.ok ? undefined : `admin ${index} is invalid [${client.error},${dedicated.error}]`;
  }

  /** Whether `identity` (of this MSP) is what `principal` asks for; the error says why not. */
  satisfiesPrincipal(identity: Identity, principal: MSPPrincipal): Verdict {
    switch (principal.principalClassification) {
      case MSPPrincipal_Classification.ROLE:
        return this.satisfiesRole(identity, principal);
      case MSPPrincipal_Classification.IDENTITY:
        return this.isIdentity(identity, principal.principal);
      case MSPPrincipal_Classification.ORGANIZATION_UNIT:
        return this.satisfiesUnit(identity, principal);
      default:
        return no(`invalid principal type ${principal.principalClassification}`);
    }
  }

  private satisfiesRole(identity: Identity, principal: MSPPrincipal): Verdict {
    const read = readRole(principal);
    if (!read.ok) return read;
    const { mspIdentifier, role } = read.value;
    if (mspIdentifier !== this.mspId) return this.otherMsp(mspIdentifier, identity);
    const name = roleName(role);
    if (name === undefined) return no(`invalid MSP role type ${role}`);
    if (name === 'MEMBER') return this.validate(identity);
    if (name === 'ADMIN' && this.isNamedAdmin(identity)) return GOOD;
    if (!this.material.ouEnforcement) {
      if (name === 'ADMIN') return no('This identity is not an admin');
      if (name === 'ORDERER') return no(`invalid MSP role type ${role}`);
    }
    const verdict = this.validate(identity);
    if (!verdict.ok) return because(`The identity is not valid under this MSP [${this.mspId}]`, verdict);
    const classified = this.hasOuRole(identity, name);
    if (classified.ok) return GOOD;
    const what = name === 'ADMIN' ? 'an admin' : `a [${name}]`;
    return because(`The identity is not ${what} under this MSP [${this.mspId}]`, classified);
  }

  private isIdentity(identity: Identity, serialized: Uint8Array): Verdict {
    const wanted = this.deserializeIdentity(serialized);
    if (!wanted.ok) return because('invalid identity principal, not a certificate', wanted);
    if (equalBytes(wanted.value.certificate.raw, identity.certificate.raw)) return this.validate(wanted.value);
    return no('The identities do not match');
  }

  private satisfiesUnit(identity: Identity, principal: MSPPrincipal): Verdict {
    const read = readOrganizationUnit(principal);
    if (!read.ok) return read;
    const { mspIdentifier, organizationalUnitIdentifier, certifiersIdentifier } = read.value;
    if (mspIdentifier !== this.mspId) return this.otherMsp(mspIdentifier, identity);
    const verdict = this.validate(identity);
    if (!verdict.ok) return verdict;
    const wanted = { unit: organizationalUnitIdentifier, certifiers: certifiersIdentifier };
    if (this.organizationalUnits(identity).some((unit) => sameOu(unit, wanted))) return GOOD;
    return no('The identities do not match');
  }

  private otherMsp(expected: string, identity: Identity): Verdict {
    return no(`the identity is a member of a different MSP (expected ${expected}, got ${identity.mspId})`);
  }
}

const sameOu = (a: OuIdentifier, b: OuIdentifier): boolean =>
  a.unit === b.unit && equalBytes(a.certifiers, b.certifiers);

/** `[client(0123456789ABCDEF) …]`, with the first eight bytes of the issuing chain's hash. */
function printUnits(units: readonly OuIdentifier[]): string {
  const each = units.map(({ unit, certifiers }) => `${unit}(${hex(certifiers.subarray(0, 8)).toUpperCase()})`);
  return `[${each.join(' ')}]`;
}

/** The MSP id and certificate inside `serialized`, unjudged. */
export const readSerializedIdentity = rememberedByContent(
  1_000,
  (serialized): Result<{ readonly mspid: string; readonly idBytes: Uint8Array }, string> => {
    try {
      return ok(fromBinary(SerializedIdentitySchema, serialized));
    } catch {
      return no('could not deserialize a SerializedIdentity: proto: cannot parse invalid wire-format data');
    }
  },
);
