/** What the facts of CAs change in the world: how many they know, and what they have issued. */
import type { Entry } from '../sim/trace/facts.ts';
import { withNode } from './world-change.ts';
import type { CaRegistry, WorldView } from './world-model.ts';

function counted(world: WorldView, node: string, change: (registry: CaRegistry) => Partial<CaRegistry>): WorldView {
  return withNode(world, node, (view) => ({ ...view, registry: { ...view.registry, ...change(view.registry) } }));
}

/** null: not a fact of this kind. */
export function foldCa(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'identityRegistered':
      return counted(world, node, ({ identities }) => ({ identities: identities + 1 }));
    case 'certificateIssued':
      return counted(world, node, ({ certificates }) => ({ certificates: certificates + 1 }));
    case 'identityRevoked':
      return counted(world, node, ({ revoked }) => ({ revoked: revoked + fact.serials.length }));
    default:
      return null;
  }
}
