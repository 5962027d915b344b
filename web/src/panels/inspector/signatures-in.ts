/** The signatures inside an inspected thing, wherever its messages nest them. */

export interface FoundSignature {
  /** Field names from the outside in, joined with dots. */
  readonly path: string;
  /** As the JSON has it: base64. */
  readonly value: string;
}

/** A block of hundreds of transactions holds more than anyone reads. */
const AT_MOST = 40;

function search(value: unknown, path: string, found: FoundSignature[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (found.length >= AT_MOST) return;
    const here = path === '' ? name : `${path}.${name}`;
    if (name === 'signature' && typeof field === 'string' && field !== '') found.push({ path: here, value: field });
    else search(field, here, found);
  }
}

export function signaturesIn(json: unknown): readonly FoundSignature[] {
  const found: FoundSignature[] = [];
  search(json, '', found);
  return found;
}
