/** The other valid S of an ECDSA signature: Fabric accepts only the lower one. */
import { encodeEcdsaSignature, parseEcdsaSignature } from '../../web/src/sim/crypto/ecdsa-signature.ts';
import { HALF_CURVE_ORDER } from '../../web/src/sim/crypto/p256.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';

export function withHighS(der: Uint8Array): Uint8Array {
  const parsed = parseEcdsaSignature(der);
  invariant(parsed, 'a signature of ours can be read');
  const order = 2n * HALF_CURVE_ORDER + 1n;
  return encodeEcdsaSignature({ r: parsed.r, s: order - parsed.s });
}
