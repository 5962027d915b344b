/**
 * Who acts in a recording: `MSP id:name`. Users, administrators and peers have what cryptogen gave them; others are made
 * here from the organisation's CA key, some with a flaw that is the point of the recording.
 */
import { keyPairFrom } from '../../web/src/sim/crypto/p256.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import type { CryptoMaterial, OrganizationMaterial } from '../../web/src/sim/identity/crypto-material.ts';
import { type SigningIdentity, signingIdentityOf } from '../../web/src/sim/identity/signing-identity.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { buildCertificate } from '../../web/src/sim/wire/x509-build.ts';
import { type DistinguishedName, NAME_OID } from '../../web/src/sim/wire/x509-name.ts';
import type { Certificate } from '../../web/src/sim/wire/x509.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

interface Issued {
  /** Organisational unit of the subject, none when empty. */
  readonly unit?: string;
  /** Unix seconds. */
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** What certificates that were made for a recording are like; `now` and `issuer` in Unix seconds. */
const ISSUED: Readonly<Record<string, (now: number, issuer: { readonly notBefore: number }) => Issued>> = {
  'fresh client': () => ({}),
  noou: () => ({ unit: '' }),
  'weird OU': () => ({ unit: 'weird' }),
  expired: (now) => ({ notAfter: now - 10 }),
  future: (now) => ({ notBefore: now + DAY, notAfter: now + 2 * DAY }),
  // Ends soon, but also begins before its CA does, and that is what peers find first.
  soon: (now, issuer) => ({ notBefore: issuer.notBefore - HOUR, notAfter: now + 8 }),
  soon2: (now) => ({ notAfter: now + 6 }),
  soon3: (now) => ({ notAfter: now + 5 }),
  old: (_now, issuer) => ({ notBefore: issuer.notBefore - HOUR }),
};

export class ConflictsIdentities {
  private readonly organizations: readonly OrganizationMaterial[];
  private readonly made = new Map<string, SigningIdentity>();

  constructor(crypto: CryptoMaterial) {
    this.organizations = [...crypto.ordererOrganizations, ...crypto.peerOrganizations];
  }

  /** Undefined for a name nobody here can have. `nowUnixSeconds` counts for certificates that are made. */
  find(name: string, nowUnixSeconds: number): SigningIdentity | undefined {
    const known = this.made.get(name) ?? this.make(name, nowUnixSeconds);
    if (known) this.made.set(name, known);
    return known;
  }

  organization(mspId: string): OrganizationMaterial | undefined {
    return this.organizations.find((org) => org.mspId === mspId);
  }

  private make(name: string, now: number): SigningIdentity | undefined {
    const colon = name.indexOf(':');
    const [mspId, who] = [name.slice(0, colon), name.slice(colon + 1)];
    const org = this.organization(mspId);
    const borrowed = /^\(cert of (\S+)\)$/.exec(who)?.[1];
    if (borrowed !== undefined) {
      const lender = this.organization(borrowed)?.users[0]?.identity;
      return lender && signingIdentityOf(mspId, lender.certificate, lender.privateKey);
    }
    if (!org || who === '(cert of a foreign CA)') return foreigner(name, mspId, now);
    const issued = ISSUED[who];
    if (issued) {
      const { certificate: issuer, privateKey } = org.ca;
      return issue(name, mspId, { certificate: issuer, privateKey }, issued(now, issuer));
    }
    if (who === 'Admin') return org.admin.identity;
    const member = [...org.users, ...org.nodes].find((one) => isCalled(one.name, who));
    return member?.identity;
  }
}

const isCalled = (member: string, who: string): boolean =>
  member.split(/[@.]/)[0] === who.replace(' (peer certificate)', '');

const subjectOf = (commonName: string, unit: string): DistinguishedName => [
  [{ type: NAME_OID.country, value: 'US' }],
  ...(unit === '' ? [] : [[{ type: NAME_OID.organizationalUnit, value: unit }]]),
  [{ type: NAME_OID.commonName, value: commonName }],
];

interface Issuer {
  readonly certificate: Certificate;
  readonly privateKey: Uint8Array;
}

function issue(name: string, mspId: string, { certificate: issuer, privateKey }: Issuer, issued: Issued) {
  const { unit = 'client', notBefore = issuer.notBefore + 1, notAfter = issuer.notAfter } = issued;
  const key = keyPairFrom(sha256(utf8(`key of ${name}`)));
  const certificate = buildCertificate(
    {
      serialNumber: BigInt(`0x${name.length}77`),
      issuer: issuer.subject,
      subject: subjectOf(name.replace(/\W+/g, '-'), unit),
      notBefore,
      notAfter,
      publicKey: key.publicKey,
      keyUsages: ['digitalSignature'],
      basicConstraints: { isCA: false },
      authorityKeyId: issuer.subjectKeyId,
    },
    privateKey,
  );
  return signingIdentityOf(mspId, certificate, key.privateKey);
}

/** A user of an organisation nobody on the channel has heard of. */
function foreigner(name: string, mspId: string, now: number): SigningIdentity {
  const key = keyPairFrom(sha256(utf8('key of a foreign CA')));
  const subject = subjectOf('ca.foreign.example.com', '');
  const certificate = buildCertificate(
    {
      serialNumber: 1n,
      issuer: subject,
      subject,
      notBefore: now - DAY,
      notAfter: now + 365 * DAY,
      publicKey: key.publicKey,
      keyUsages: ['certSign', 'crlSign'],
      basicConstraints: { isCA: true },
      subjectKeyId: sha256(key.publicKey),
    },
    key.privateKey,
  );
  return issue(name, mspId, { certificate, privateKey: key.privateKey }, {});
}
