/** Those who could sign, organisation by organisation; first those the policy asks for, in them the administrators. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';
import type { PolicyNode, SignaturePicture } from '../../panels/lab-types.ts';

type Signer = InsideOf<'policy'>['signers'][number];

const ORDER: Readonly<Record<string, number>> = { admin: 0, peer: 1, orderer: 2, client: 3 };
const OTHERS = 4;

/** The fingerprint of the certificate a signature was made with; empty when there is none to read. */
export type SignerOf = (signature: SignaturePicture) => string;

/** Looks signers up among those of a transaction: the pictures of policies tell names alone. */
export function fingerprintsIn({
  creator,
  endorsements,
}: Pick<InsideOf<'transaction'>, 'creator' | 'endorsements'>): SignerOf {
  const keyOf = ({ mspId, subject }: SignaturePicture): string => `${mspId}\n${subject}`;
  const known = new Map(
    [...(creator === null ? [] : [creator]), ...endorsements].map(({ signature, fingerprint }) => [
      keyOf(signature),
      fingerprint,
    ]),
  );
  return (signature) => known.get(keyOf(signature)) ?? '';
}

/** MSP ids a policy names anywhere in its tree. */
export function* organizationsIn(node: PolicyNode): Generator<string> {
  if (node.principal !== null) yield node.principal.mspId;
  for (const child of node.children) yield* organizationsIn(child);
}

export function signersByOrganization(
  signers: readonly Signer[],
  askedFor: ReadonlySet<string>,
): readonly (readonly [mspId: string, members: readonly Signer[]])[] {
  const groups = new Map<string, Signer[]>();
  for (const signer of signers) groups.set(signer.mspId, [...(groups.get(signer.mspId) ?? []), signer]);
  const rank = (mspId: string): number => (askedFor.has(mspId) ? 0 : 1);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([mspId, members]) => [
      mspId,
      [...members].sort((a, b) => (ORDER[a.role ?? ''] ?? OTHERS) - (ORDER[b.role ?? ''] ?? OTHERS)),
    ]);
}
