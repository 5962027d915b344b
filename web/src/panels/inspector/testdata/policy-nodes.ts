/** Small policy trees, satisfied where enough children are. */
import type { PolicyNode } from '../../lab-types.ts';

type Role = 'admin' | 'client' | 'member' | 'orderer' | 'peer';

const NONE = { signedBy: null, label: '', principal: null } as const;

/** `signedBy` given: met by that signature. */
export const leaf = (mspId: string, role: Role, signedBy: number | null = null, label = ''): PolicyNode => ({
  kind: 'principal',
  rule: `${mspId}.${role}`,
  need: 1,
  have: signedBy === null ? 0 : 1,
  satisfied: signedBy !== null,
  signedBy,
  label,
  principal: { kind: 'role', mspId, role },
  children: [],
});

function inner(kind: 'gate' | 'implicit', rule: string, need: number, children: readonly PolicyNode[]): PolicyNode {
  const have = children.filter(({ satisfied }) => satisfied).length;
  return { ...NONE, kind, rule, need, have, satisfied: have >= need, children };
}

export const gate = (need: number, children: readonly PolicyNode[], label = ''): PolicyNode => ({
  ...inner('gate', `OutOf(${need}, …)`, need, children),
  label,
});

export const implicit = (rule: string, need: number, children: readonly PolicyNode[]): PolicyNode =>
  inner('implicit', rule, need, children);

export const noSuch = (name: string): PolicyNode => ({
  ...NONE,
  kind: 'missing',
  rule: name,
  need: 1,
  have: 0,
  satisfied: false,
  children: [],
});
