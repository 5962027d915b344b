/** Those who could sign, organisation by organisation, administrators first: they are asked most often. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';

type Signer = InsideOf<'policy'>['signers'][number];

const ORDER: Readonly<Record<string, number>> = { admin: 0, peer: 1, orderer: 2, client: 3 };

export function signersByOrganization(signers: readonly Signer[]): readonly (readonly [string, readonly Signer[]])[] {
  const groups = new Map<string, Signer[]>();
  for (const signer of signers) groups.set(signer.mspId, [...(groups.get(signer.mspId) ?? []), signer]);
  return [...groups].map(([mspId, members]) => [
    mspId,
    members.toSorted((a, b) => (ORDER[a.role ?? ''] ?? 4) - (ORDER[b.role ?? ''] ?? 4)),
  ]);
}
