/**
 * What stands in fabric-ca-server-config.yaml.
 *
 * @fabric cmd/fabric-ca-server/config.go, lib/caconfig.go (Fabric CA)
 * @simplified No LDAP, no Idemix and no parent server: the lab's CAs keep their own registry and issue X.509 only.
 */
import type { KeyUsage } from '../wire/x509-extensions.ts';
import { EXT_KEY_USAGE } from '../wire/x509-extensions.ts';
import { type DistinguishedName, NAME_OID } from '../wire/x509-name.ts';
import type { CaAttribute } from '../wire/ca-api.ts';

const HOUR = 3_600;

export interface SigningProfile {
  readonly keyUsages: readonly KeyUsage[];
  /** Object identifiers. */
  readonly extKeyUsages: readonly string[];
  readonly expirySeconds: number;
  /** Whether certificates of this profile are those of CAs. */
  readonly isCA: boolean;
  /** How many CAs may stand below; undefined: any number. */
  readonly maxPathLength: number | undefined;
}

export interface ConfiguredIdentity {
  readonly name: string;
  readonly pass: string;
  readonly type: string;
  readonly affiliation: string;
  readonly attributes: readonly CaAttribute[];
}

export interface CaConfig {
  readonly caName: string;
  /** Names before the common name in the CA's own certificate. */
  readonly csrNames: DistinguishedName;
  readonly csrCommonName: string;
  readonly caExpirySeconds: number;
  readonly caPathLength: number;
  readonly signing: SigningProfile;
  readonly profiles: Readonly<Record<string, SigningProfile>>;
  readonly crlExpirySeconds: number;
  /** −1: any number; 0: nobody may enroll. */
  readonly maxEnrollments: number;
  /** Wrong passwords in a row before an identity is locked; 0: any number. */
  readonly passwordAttempts: number;
  readonly allowIdentityRemoval: boolean;
  readonly allowAffiliationRemoval: boolean;
  /** Re-enrolment with an expired certificate. */
  readonly reenrollIgnoreCertExpiry: boolean;
  readonly identities: readonly ConfiguredIdentity[];
  /** Full names; parents need not be named. */
  readonly affiliations: readonly string[];
}

// The server reads its configuration with a library that turns `true` into "1".
const TRUE = '1';

const attribute = (name: string, value: string): CaAttribute => ({ name, value, ecert: false });

/** The identity given with `-b name:pass`: it may do everything. */
export function bootstrapAdmin(name: string, pass: string): ConfiguredIdentity {
  const attributes = [
    attribute('hf.Registrar.Roles', '*'),
    attribute('hf.Registrar.DelegateRoles', '*'),
    attribute('hf.Revoker', TRUE),
    attribute('hf.IntermediateCA', TRUE),
    attribute('hf.GenCRL', TRUE),
    attribute('hf.Registrar.Attributes', '*'),
    attribute('hf.AffiliationMgr', TRUE),
  ];
  return { name, pass, type: 'client', affiliation: '', attributes };
}

/** What `fabric-ca-server init -b admin:adminpw` writes. */
export function defaultCaConfig(caName: string, admin: ConfiguredIdentity): CaConfig {
  return {
    caName,
    csrNames: [
      [{ type: NAME_OID.country, value: 'US' }],
      [{ type: NAME_OID.province, value: 'North Carolina' }],
      [{ type: NAME_OID.organization, value: 'Hyperledger' }],
      [{ type: NAME_OID.organizationalUnit, value: 'Fabric' }],
    ],
    csrCommonName: 'fabric-ca-server',
    caExpirySeconds: 131_400 * HOUR,
    caPathLength: 1,
    signing: leafProfile(['digitalSignature'], []),
    profiles: {
      ca: {
        keyUsages: ['certSign', 'crlSign'],
        extKeyUsages: [],
        expirySeconds: 43_800 * HOUR,
        isCA: true,
        maxPathLength: 0,
      },
      tls: leafProfile(
        ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
        [EXT_KEY_USAGE.serverAuth, EXT_KEY_USAGE.clientAuth],
      ),
    },
    crlExpirySeconds: 24 * HOUR,
    maxEnrollments: -1,
    passwordAttempts: 10,
    allowIdentityRemoval: false,
    allowAffiliationRemoval: false,
    reenrollIgnoreCertExpiry: false,
    identities: [admin],
    affiliations: ['org1.department1', 'org1.department2', 'org2.department1'],
  };
}

function leafProfile(keyUsages: readonly KeyUsage[], extKeyUsages: readonly string[]): SigningProfile {
  return { keyUsages, extKeyUsages, expirySeconds: 8_760 * HOUR, isCA: false, maxPathLength: undefined };
}
