/**
 * Where the policy that guards an element stands: a name is looked up in the element's own group (for a group: in
 * itself), a path from the root.
 *
 * @fabric common/configtx/update.go (policyForItem)
 */
import type { ConfigElement } from './config-map.ts';

/** Absolute path of the policy, e.g. `/Channel/Application/Org1MSP/Admins` for that organisation's AnchorPeers. */
export function policyOfElement({ kind, key, path, element }: ConfigElement): string {
  const { modPolicy } = element;
  if (modPolicy.startsWith('/')) return modPolicy;
  const group = kind === 'group' ? [...path, key] : path;
  return `/${[...group, modPolicy].join('/')}`;
}
