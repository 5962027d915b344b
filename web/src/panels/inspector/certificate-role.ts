/** What a printed certificate makes of its holder: the role that stands in its organisational units, or a CA. Pure. */

export type CertificateRole = 'admin' | 'client' | 'orderer' | 'peer' | 'authority';

const UNIT = /\bOU\s?=\s?(admin|client|orderer|peer)\b/;

/** `text` is what `openssl x509 -text` prints; null for anything without a role in it. */
export function certificateRole(text: string): CertificateRole | null {
  if (/\bCA:TRUE\b/.test(text)) return 'authority';
  const subject = /^\s*Subject: (.*)$/m.exec(text)?.[1] ?? '';
  return (UNIT.exec(subject)?.[1] ?? null) as CertificateRole | null;
}
