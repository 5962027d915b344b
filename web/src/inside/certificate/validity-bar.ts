/** Where now lies in the life of a certificate, as shares of a bar that always shows both. Pure. */

export interface ValidityBar {
  /** The life of the certificate: start and width, 0 to 1. */
  readonly start: number;
  readonly width: number;
  readonly now: number;
}

/** Room left beside the life when now lies outside of it. */
const OUTSIDE = 0.15;

export function validityBar({
  notBefore,
  notAfter,
  now,
}: {
  readonly notBefore: number;
  readonly notAfter: number;
  readonly now: number;
}): ValidityBar {
  if (now < notBefore) return { start: OUTSIDE, width: 1 - OUTSIDE, now: OUTSIDE / 2 };
  if (now > notAfter) return { start: 0, width: 1 - OUTSIDE, now: 1 - OUTSIDE / 2 };
  const life = Math.max(1, notAfter - notBefore);
  return { start: 0, width: 1, now: (now - notBefore) / life };
}

/** Whole days until the end; negative once it is over. */
export const daysLeft = ({ notAfter, now }: { readonly notAfter: number; readonly now: number }): number =>
  Math.floor((notAfter - now) / 86_400);
