import { p256 } from '@noble/curves/nist.js';
import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, hex, utf8 } from '../wire/bytes.ts';
import { inverse, xOfMultiple } from './base-point.ts';
import { BoundedMemo } from './bounded-memo.ts';
import { encodeEcdsaSignature, parseEcdsaSignature } from './ecdsa-signature.ts';
import { HALF_CURVE_ORDER, isLowS, keyPairFrom, publicKeyOf, sign, toLowS, verify, verifyEitherS } from './p256.ts';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const alice = keyPairFrom(utf8('alice'));
const bob = keyPairFrom(utf8('bob'));
const message = utf8('a block');
const signature = sign(alice.privateKey, message);
const few = { numRuns: 25 };

function nodeKeys(pair: typeof alice): { privateKey: KeyObject; publicKey: KeyObject } {
  const part = (from: number) => Buffer.from(pair.publicKey.subarray(from, from + 32)).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) };
  const d = Buffer.from(pair.privateKey).toString('base64url');
  return {
    privateKey: createPrivateKey({ key: { ...jwk, d }, format: 'jwk' }),
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
  };
}

/** The twin of a signature: n − s in place of s. */
function twin(der: Uint8Array): Uint8Array {
  const parsed = parseEcdsaSignature(der);
  if (!parsed) throw new Error('malformed');
  return encodeEcdsaSignature({ r: parsed.r, s: ORDER - parsed.s });
}

describe('keys', () => {
  it('come from their seed and from nothing else', () => {
    expect(hex(keyPairFrom(utf8('alice')).privateKey)).toBe(hex(alice.privateKey));
    expect(hex(bob.privateKey)).not.toBe(hex(alice.privateKey));
  });

  it('have the public point OpenSSL computes', () => {
    const jwk = createPublicKey(nodeKeys(alice).privateKey).export({ format: 'jwk' });
    expect(Buffer.from(publicKeyOf(alice.privateKey).subarray(1, 33)).toString('base64url')).toBe(jwk.x);
    expect(publicKeyOf(alice.privateKey)[0]).toBe(4);
  });
});

describe('sign', () => {
  it('gives the signature of RFC 6979, A.2.5, with s in the lower half', () => {
    const key = fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721');
    const r = 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n;
    const s = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n;
    expect(parseEcdsaSignature(sign(key, utf8('sample')))).toEqual({ r, s: ORDER - s });
  });

  it('is the one the library makes in its slower way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.uint8Array({ maxLength: 300 }), (seed, text) => {
        const { privateKey } = keyPairFrom(seed);
        const slowly = p256.sign(text, privateKey, { lowS: true, format: 'der' });
        expect(hex(sign(privateKey, text))).toBe(hex(slowly));
      }),
      few,
    );
  });

  const scalars: readonly (readonly [bigint, string])[] = [
    [1n, 'the base point itself'],
    [63n, 'the last entry of the first row'],
    [64n, 'a digit of nothing, then the first entry of the second row'],
    [1n << 252n, 'the last row alone'],
    [ORDER - 1n, 'the opposite of the base point'],
    [(1n << 255n) - 1n, 'no digit is nothing'],
  ];
  it.each(scalars)('multiplies the base point by %d: %s', (scalar) => {
    expect(xOfMultiple(scalar)).toBe(p256.Point.BASE.multiply(scalar).toAffine().x);
  });

  it('is accepted by OpenSSL, and OpenSSL by us (whichever s it chose)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (text) => {
        const { privateKey, publicKey } = nodeKeys(alice);
        const ours = sign(alice.privateKey, text);
        const theirs = createSign('sha256').update(text).sign(privateKey);
        expect(createVerify('sha256').update(text).verify(publicKey, ours)).toBe(true);
        expect(verifyEitherS(alice.publicKey, text, theirs)).toBe(true);
        expect(verify(alice.publicKey, text, theirs)).toBe(isLowS(theirs));
      }),
      few,
    );
  });
});

describe('verify', () => {
  it('says yes to what was signed, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 1 }), (seed, text) => {
        const pair = keyPairFrom(seed);
        const made = sign(pair.privateKey, text);
        expect(isLowS(made)).toBe(true);
        expect(verify(pair.publicKey, text, made)).toBe(true);
      }),
      few,
    );
  });

  it('says no when any bit of the signature is turned', () => {
    for (let bit = 0; bit < signature.length * 8; bit += 7) {
      const turned = signature.slice();
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, verify(alice.publicKey, message, turned)]).toEqual([bit, false]);
    }
  });

  it.each<[string, Uint8Array, Uint8Array, Uint8Array, boolean]>([
    ['the real thing', alice.publicKey, message, signature, true],
    ['another message', alice.publicKey, utf8('a blocK'), signature, false],
    ['another key', bob.publicKey, message, signature, false],
    [
      'a key that is not on the curve',
      concatBytes(Uint8Array.of(4), new Uint8Array(64).fill(7)),
      message,
      signature,
      false,
    ],
    ['an empty key', new Uint8Array(0), message, signature, false],
    ['an empty signature', alice.publicKey, message, new Uint8Array(0), false],
    ['the high-S twin: bccsp refuses it', alice.publicKey, message, twin(signature), false],
    ['r = 0', alice.publicKey, message, encodeEcdsaSignature({ r: 0n, s: 1n }), false],
    ['s beyond the order', alice.publicKey, message, encodeEcdsaSignature({ r: 1n, s: ORDER + 1n }), false],
    [
      'bytes after the sequence: Go ignores them',
      alice.publicKey,
      message,
      concatBytes(signature, Uint8Array.of(0)),
      true,
    ],
    [
      'a padded integer: Go wants minimal ones',
      alice.publicKey,
      message,
      fromHex('3007020200010201 01'.replace(' ', '')),
      false,
    ],
  ])('%s', (_reason, key, text, made, expected) => expect(verify(key, text, made)).toBe(expected));

  it('accepts the high-S twin where certificates are checked, and can lower it', () => {
    expect(verifyEitherS(alice.publicKey, message, twin(signature))).toBe(true);
    expect(toLowS(twin(signature))).toEqual(signature);
  });

  it('draws the line at half the order, rounded down', () => {
    expect(isLowS(encodeEcdsaSignature({ r: 1n, s: HALF_CURVE_ORDER }))).toBe(true);
    expect(isLowS(encodeEcdsaSignature({ r: 1n, s: HALF_CURVE_ORDER + 1n }))).toBe(false);
  });
});

describe('signature encoding', () => {
  it('is its own inverse', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: ORDER }), fc.bigInt({ min: 1n, max: ORDER }), (r, s) => {
        expect(parseEcdsaSignature(encodeEcdsaSignature({ r, s }))).toEqual({ r, s });
      }),
    );
  });
});

describe('memo', () => {
  it('never grows beyond its capacity and forgets the oldest first', () => {
    const memo = new BoundedMemo<number>(2);
    for (const [index, key] of ['a', 'b', 'b', 'c'].entries()) memo.set(key, index);
    expect([memo.size, memo.get('a'), memo.get('b'), memo.get('c')]).toEqual([2, undefined, 2, 3]);
  });
});

describe('the inverse modulo a prime', () => {
  const moduli = [p256.Point.CURVE().n, p256.Point.Fp.ORDER];
  // Numbers of every length: short ones are divided as they are, long ones by their leading bits.
  const below = (modulus: bigint) => fc.bigInt({ min: 1n, max: modulus - 1n });

  it.each(moduli)('of %d times the number is one', (modulus) => {
    fc.assert(
      fc.property(below(modulus), fc.integer({ min: 0, max: 255 }), (value, shorter) => {
        const number = (value >> BigInt(shorter)) + 1n;
        fc.pre(number < modulus);
        return (inverse(number, modulus) * number) % modulus === 1n && inverse(number, modulus) > 0n;
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([1n, 2n, (1n << 24n) - 1n, 1n << 48n, (1n << 208n) + 1n])('is right for %d and its opposite', (value) => {
    for (const modulus of moduli)
      for (const number of [value, modulus - value]) expect((inverse(number, modulus) * number) % modulus).toBe(1n);
  });
});
