/** Those who could sign, organisation by organisation; first those the policy asks for, in them the administrators. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';
import type { PolicyNode } from '../../panels/lab-types.ts';

type Signer = InsideOf<'policy'>['signers'][number];

const ORDER: Readonly<Record<string, number>> = { admin: 0, peer: 1, orderer: 2, client: 3 };
const OTHERS = 4;

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
