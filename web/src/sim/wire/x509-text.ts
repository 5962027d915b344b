/**
 * A certificate as `openssl x509 -noout -text` (OpenSSL 3.0) prints it, line for line: what a learner sees in every
 * Fabric tutorial.
 *
 * @simplified Keys other than P-256 are printed as their algorithm only, and unknown extensions as text, because the lab
 *   issues neither.
 */
import { hex, utf8 } from './bytes.ts';
import { EXT_KEY_USAGE, EXTENSION_OID, KEY_USAGES, type KeyUsage, type SubjectAltName } from './x509-extensions.ts';
import { type DistinguishedName, NAME_OID } from './x509-name.ts';
import { calendarTime, clock } from './x509-time.ts';
import { type Certificate, type Extension, hasP256Key, OID } from './x509.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const KEY_BYTES_PER_LINE = 15;
const SIGNATURE_BYTES_PER_LINE = 18;
const LONG_LIMIT = 1n << 63n;

const ALGORITHMS: Readonly<Record<string, string>> = {
  [OID.ecdsaWithSha256]: 'ecdsa-with-SHA256',
  [OID.ecPublicKey]: 'id-ecPublicKey',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.113549.1.1.1': 'rsaEncryption',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
};

const NAME_LABELS: Readonly<Record<string, string>> = {
  [NAME_OID.commonName]: 'CN',
  [NAME_OID.serialNumber]: 'serialNumber',
  [NAME_OID.country]: 'C',
  [NAME_OID.locality]: 'L',
  [NAME_OID.province]: 'ST',
  [NAME_OID.streetAddress]: 'street',
  [NAME_OID.organization]: 'O',
  [NAME_OID.organizationalUnit]: 'OU',
  [NAME_OID.postalCode]: 'postalCode',
};

const EXTENSION_LABELS: Readonly<Record<string, string>> = {
  [EXTENSION_OID.keyUsage]: 'X509v3 Key Usage',
  [EXTENSION_OID.extKeyUsage]: 'X509v3 Extended Key Usage',
  [EXTENSION_OID.basicConstraints]: 'X509v3 Basic Constraints',
  [EXTENSION_OID.subjectKeyId]: 'X509v3 Subject Key Identifier',
  [EXTENSION_OID.authorityKeyId]: 'X509v3 Authority Key Identifier',
  [EXTENSION_OID.subjectAltName]: 'X509v3 Subject Alternative Name',
};

const KEY_USAGE_LABELS: Readonly<Record<KeyUsage, string>> = {
  digitalSignature: 'Digital Signature',
  contentCommitment: 'Non Repudiation',
  keyEncipherment: 'Key Encipherment',
  dataEncipherment: 'Data Encipherment',
  keyAgreement: 'Key Agreement',
  certSign: 'Certificate Sign',
  crlSign: 'CRL Sign',
  encipherOnly: 'Encipher Only',
  decipherOnly: 'Decipher Only',
};

const EXT_KEY_USAGE_LABELS: Readonly<Record<string, string>> = {
  [EXT_KEY_USAGE.any]: 'Any Extended Key Usage',
  [EXT_KEY_USAGE.serverAuth]: 'TLS Web Server Authentication',
  [EXT_KEY_USAGE.clientAuth]: 'TLS Web Client Authentication',
};

/** The text, ending in a newline. */
export function certificateText(certificate: Certificate): string {
  const signatureAlgorithm = algorithmLabel(certificate.signatureAlgorithm);
  const lines = [
    'Certificate:',
    '    Data:',
    `        Version: ${certificate.version} (0x${(certificate.version - 1).toString(16)})`,
    ...serialLines(certificate.serialNumber),
    `        Signature Algorithm: ${signatureAlgorithm}`,
    `        Issuer: ${nameText(certificate.issuer)}`,
    '        Validity',
    `            Not Before: ${timeText(certificate.notBefore)}`,
    `            Not After : ${timeText(certificate.notAfter)}`,
    `        Subject: ${nameText(certificate.subject)}`,
    '        Subject Public Key Info:',
    ...publicKeyLines(certificate),
    ...(certificate.extensions.length ? ['        X509v3 extensions:'] : []),
    ...certificate.extensions.flatMap((extension) => extensionLines(certificate, extension)),
    `    Signature Algorithm: ${signatureAlgorithm}`,
    '    Signature Value:',
    ...octetLines(certificate.signature, SIGNATURE_BYTES_PER_LINE, '        '),
  ];
  return `${lines.join('\n')}\n`;
}

const algorithmLabel = (oid: string): string => ALGORITHMS[oid] ?? oid;

function serialLines(serial: bigint): readonly string[] {
  if (serial >= 0n && serial < LONG_LIMIT) return [`        Serial Number: ${serial} (0x${serial.toString(16)})`];
  const digits = (serial < 0n ? -serial : serial).toString(16);
  const pairs = digits.padStart(digits.length + (digits.length % 2), '0').match(/../g) ?? [];
  return ['        Serial Number:', `            ${serial < 0n ? ' (Negative)' : ''}${pairs.join(':')}`];
}

/** `Nov 22 14:53:00 2026 GMT` */
function timeText(seconds: number): string {
  const time = calendarTime(seconds);
  return `${MONTHS[time.month - 1]} ${String(time.day).padStart(2)} ${clock(time)} ${time.year} GMT`;
}

/** `C = US, ST = California, …`: OpenSSL's one-line form of a name. */
export function nameText(name: DistinguishedName): string {
  return name
    .map((set) => set.map(({ type, value }) => `${NAME_LABELS[type] ?? type} = ${quoted(value)}`).join(' + '))
    .join(', ');
}

function quoted(value: string): string {
  let text = '';
  for (const byte of utf8(value)) {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) text += `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    else text += character === '"' || character === '\\' ? `\\${character}` : character;
  }
  return /[,+<>;]|^[ #]| $/.test(value) ? `"${text}"` : text;
}

function publicKeyLines(certificate: Certificate): readonly string[] {
  const algorithm = `            Public Key Algorithm: ${algorithmLabel(certificate.publicKeyAlgorithm)}`;
  if (!hasP256Key(certificate)) return [algorithm];
  return [
    algorithm,
    '                Public-Key: (256 bit)',
    '                pub:',
    ...octetLines(certificate.publicKey, KEY_BYTES_PER_LINE, '                    '),
    '                ASN1 OID: prime256v1',
    '                NIST CURVE: P-256',
  ];
}

/** Lower-case octets; every line but the last ends in a colon. */
function octetLines(bytes: Uint8Array, perLine: number, indent: string): readonly string[] {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += perLine) {
    const octets = Array.from(bytes.subarray(i, i + perLine), (byte) => hex(Uint8Array.of(byte)));
    lines.push(indent + octets.join(':') + (i + perLine < bytes.length ? ':' : ''));
  }
  return lines;
}

function extensionLines(certificate: Certificate, extension: Extension): readonly string[] {
  const label = EXTENSION_LABELS[extension.oid] ?? extension.oid;
  return [
    `            ${label}: ${extension.critical ? 'critical' : ''}`,
    `                ${extensionText(certificate, extension)}`,
  ];
}

function extensionText(certificate: Certificate, extension: Extension): string {
  switch (extension.oid) {
    case EXTENSION_OID.keyUsage:
      return KEY_USAGES.filter((usage) => certificate.keyUsages.includes(usage))
        .map((usage) => KEY_USAGE_LABELS[usage])
        .join(', ');
    case EXTENSION_OID.extKeyUsage:
      return certificate.extKeyUsages.map((usage) => EXT_KEY_USAGE_LABELS[usage] ?? usage).join(', ');
    case EXTENSION_OID.basicConstraints: {
      const { isCA, maxPathLength } = certificate;
      return `CA:${isCA ? 'TRUE' : 'FALSE'}${maxPathLength === undefined ? '' : `, pathlen:${maxPathLength}`}`;
    }
    case EXTENSION_OID.subjectKeyId:
      return upperOctets(certificate.subjectKeyId);
    case EXTENSION_OID.authorityKeyId:
      return upperOctets(certificate.authorityKeyId);
    case EXTENSION_OID.subjectAltName:
      return certificate.subjectAltNames.map(altNameText).join(', ');
    default:
      return Array.from(extension.value, (byte) =>
        byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '.',
      ).join('');
  }
}

const upperOctets = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => hex(Uint8Array.of(byte)).toUpperCase()).join(':');

function altNameText(name: SubjectAltName): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${name.value}`;
    case 'email':
      return `email:${name.value}`;
    case 'uri':
      return `URI:${name.value}`;
    case 'ip':
      return `IP Address:${addressText(name.address)}`;
  }
}

function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  const groups: string[] = [];
  for (let i = 0; i < address.length; i += 2)
    groups.push((((address[i] ?? 0) << 8) | (address[i + 1] ?? 0)).toString(16).toUpperCase());
  return groups.join(':');
}
