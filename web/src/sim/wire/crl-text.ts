/**
 * A revocation list as `openssl crl -noout -text` (OpenSSL 3.0) prints it, line for line.
 */
import { hex } from './bytes.ts';
import type { RevocationList } from './crl.ts';
import { nameText } from './x509-text.ts';
import { calendarTime, clock } from './x509-time.ts';
import { OID } from './x509.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const SIGNATURE_BYTES_PER_LINE = 18;

/** The text, ending in a newline. */
export function revocationListText(list: RevocationList): string {
  const algorithm = list.signatureAlgorithm === OID.ecdsaWithSha256 ? 'ecdsa-with-SHA256' : list.signatureAlgorithm;
  const lines = [
    'Certificate Revocation List (CRL):',
    `        Version ${list.version} (0x${(list.version - 1).toString(16)})`,
    `        Signature Algorithm: ${algorithm}`,
    `        Issuer: ${nameText(list.issuer)}`,
    `        Last Update: ${timeText(list.thisUpdate)}`,
    `        Next Update: ${list.nextUpdate === undefined ? 'NONE' : timeText(list.nextUpdate)}`,
    ...keyIdLines(list.authorityKeyId),
    ...entryLines(list),
    `    Signature Algorithm: ${algorithm}`,
    '    Signature Value:',
    ...signatureLines(list.signature),
  ];
  return `${lines.join('\n')}\n`;
}

function keyIdLines(keyId: Uint8Array): readonly string[] {
  if (!keyId.length) return [];
  return [
    '        CRL extensions:',
    '            X509v3 Authority Key Identifier: ',
    `                ${octets(keyId).join(':').toUpperCase()}`,
  ];
}

function entryLines({ revoked }: RevocationList): readonly string[] {
  if (!revoked.length) return ['No Revoked Certificates.'];
  return [
    'Revoked Certificates:',
    ...revoked.flatMap(({ serialNumber, revokedAt }) => [
      `    Serial Number: ${serialText(serialNumber)}`,
      `        Revocation Date: ${timeText(revokedAt)}`,
    ]),
  ];
}

/** Whole octets in upper case. */
function serialText(serial: bigint): string {
  const digits = (serial < 0n ? -serial : serial).toString(16).toUpperCase();
  return `${serial < 0n ? '-' : ''}${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}

/** `Nov 22 14:53:00 2026 GMT` */
function timeText(seconds: number): string {
  const time = calendarTime(seconds);
  return `${MONTHS[time.month - 1]} ${String(time.day).padStart(2)} ${clock(time)} ${time.year} GMT`;
}

function signatureLines(signature: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let i = 0; i < signature.length; i += SIGNATURE_BYTES_PER_LINE) {
    const end = i + SIGNATURE_BYTES_PER_LINE;
    lines.push(`        ${octets(signature.subarray(i, end)).join(':')}${end < signature.length ? ':' : ''}`);
  }
  return lines;
}

const octets = (bytes: Uint8Array): readonly string[] => Array.from(bytes, (byte) => hex(Uint8Array.of(byte)));
