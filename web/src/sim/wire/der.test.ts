import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, fromHex, hex } from './bytes.ts';
import {
  DerError,
  integer,
  octetString,
  oid,
  readDer,
  readInteger,
  readItems,
  readOid,
  sequence,
  setOf,
  TAG,
} from './der.ts';

describe('values', () => {
  it.each([
    [0n, '020100', 'zero has one octet'],
    [127n, '02017f', 'the last that fits without a leading zero'],
    [128n, '02020080', 'a leading zero keeps it positive'],
    [-1n, '0201ff', 'two’s complement'],
    [-129n, '0202ff7f', 'two octets of it'],
  ])('integer %s is %s: %s', (value, expected) => expect(hex(integer(value))).toBe(expected));

  it('integers survive', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 140n), max: 1n << 140n }), (n) => {
        expect(readInteger(readDer(integer(n)))).toBe(n);
      }),
    );
  });

  it.each([
    ['2.5.29.15', '0603551d0f'],
    ['1.2.840.10045.3.1.7', '06082a8648ce3d030107'],
    ['2.999.3', '0603883703'],
    ['0.9.2342.19200300.100.1.25', '060a0992268993f22c640119'],
  ])('object identifier %s', (dotted, encoded) => {
    expect(hex(oid(dotted))).toBe(encoded);
    expect(readOid(readDer(fromHex(encoded)))).toBe(dotted);
  });

  it('any length is written minimally and read back', () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      const encoded = octetString(new Uint8Array(length));
      expect(readDer(encoded).content.length).toBe(length);
      const header = 1 + (length < 128 ? 1 : length < 256 ? 2 : length < 65_536 ? 3 : 4);
      expect(encoded.length).toBe(header + length);
    }
  });

  it('a set is ordered by the bytes of its items', () => {
    expect(hex(setOf([integer(9), integer(1)], compareBytes))).toBe('3106020101020109');
  });

  it('a sequence gives its items back', () => {
    expect(
      readItems(readDer(sequence(integer(1), octetString(Uint8Array.of(2)))), TAG.sequence).map((item) => item.tag),
    ).toEqual([TAG.integer, TAG.octetString]);
  });
});

describe('malformed input is refused', () => {
  it.each([
    ['', 'nothing'],
    ['02', 'no length'],
    ['020201', 'content cut off'],
    ['02018001', 'bytes after the value'],
    ['0480', 'indefinite length'],
    ['04810100', 'long form of a short length'],
    ['0482008000', 'leading zero in the length'],
    ['1f0100', 'multi-byte tag'],
  ])('%s: %s', (encoded) => expect(() => readDer(fromHex(encoded))).toThrow(DerError));

  it.each([
    ['0200', 'empty'],
    ['02020001', 'padded zero'],
    ['0202ffff', 'padded ones'],
    ['040101', 'not an integer'],
  ])('integer %s: %s', (encoded) => expect(() => readInteger(readDer(fromHex(encoded)))).toThrow(DerError));
});
