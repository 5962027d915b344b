/** Words of the insides: of nodes, and the frame around all of them. */
import type { inside as reference } from '../ko/inside.ts';

export const inside = {
  lookInside: 'Look inside',
  lookInsideOf: 'Look inside {about}',
  crumbs: 'Where you are',
  network: 'Network',
  out: 'Out',
  outKey: 'One level out (Esc)',
  title: 'Inside {place}',
  loading: 'Drawing the inside.',
  nothing: 'This inside is not drawn yet.',
  'place.block': 'block {number}',
  'place.transaction': 'transaction {txid}',
  'place.certificate': 'certificate {name}',
  'place.policy': 'policy {path}',
  'place.config': 'configuration of {channel}',
} satisfies Record<keyof typeof reference, string>;
