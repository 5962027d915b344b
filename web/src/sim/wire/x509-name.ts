/**
 * Distinguished names: the "who" of a certificate.
 *
 * @fabric Go's crypto/x509/pkix
 */
import { compareBytes, hex } from './bytes.ts';
import { DerError, TAG, type DerValue, oid, readItems, readOid, readText, sequence, setOf, textValue } from './der.ts';

export interface NameAttribute {
  /** Dotted object identifier; see {@link NAME_OID}. */
  readonly type: string;
  readonly value: string;
}

/** The relative names in order; each is a set (nearly always of one attribute; Fabric CA puts several OUs into one). */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

export const NAME_OID = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  province: '2.5.4.8',
  streetAddress: '2.5.4.9',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  postalCode: '2.5.4.17',
} as const;

/** What Go writes before the equals sign, in Fabric's log lines. */
const GO_SHORT_NAMES: Readonly<Record<string, string>> = {
  [NAME_OID.commonName]: 'CN',
  [NAME_OID.serialNumber]: 'SERIALNUMBER',
  [NAME_OID.country]: 'C',
  [NAME_OID.locality]: 'L',
  [NAME_OID.province]: 'ST',
  [NAME_OID.streetAddress]: 'STREET',
  [NAME_OID.organization]: 'O',
  [NAME_OID.organizationalUnit]: 'OU',
  [NAME_OID.postalCode]: 'POSTALCODE',
};

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

export function encodeName(name: DistinguishedName): Uint8Array {
  return sequence(...name.map((set) => setOf(set.map(encodeAttribute), compareBytes)));
}

// Go prefers PrintableString; the @ of Admin@org1.example.com is outside it and makes that name a UTF8String.
function encodeAttribute({ type, value }: NameAttribute): Uint8Array {
  return sequence(oid(type), textValue(PRINTABLE.test(value) ? TAG.printableString : TAG.utf8String, value));
}

/** @throws DerError */
export function readName(value: DerValue): DistinguishedName {
  return readItems(value, TAG.sequence).map((set) =>
    readItems(set, TAG.set).map((attribute) => {
      const [type, text] = readItems(attribute, TAG.sequence);
      if (!text) throw new DerError('malformed name');
      return { type: readOid(type), value: readText(text) };
    }),
  );
}

/** Every value of an attribute type, in order. */
export function nameValues(name: DistinguishedName, type: string): readonly string[] {
  return name.flatMap((set) => set.filter((attribute) => attribute.type === type).map((attribute) => attribute.value));
}

export const commonName = (name: DistinguishedName): string => nameValues(name, NAME_OID.commonName).at(-1) ?? '';

/** `CN=peer0.org1.example.com,OU=peer,L=San Francisco,…`: the last name first, as Go and therefore Fabric's logs print. */
export function goNameText(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((set) => set.map(goAttributeText).join('+'))
    .join(',');
}

function goAttributeText({ type, value }: NameAttribute): string {
  const short = GO_SHORT_NAMES[type];
  if (!short) return `${type}=#${hex(textValue(TAG.printableString, value))}`;
  const escaped = value
    .replace(/[,+"\\<>;]/g, (character) => `\\${character}`)
    .replace(/^([ #])/, '\\$1')
    .replace(/ $/, '\\ ');
  return `${short}=${escaped}`;
}
