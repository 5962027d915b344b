/** Where one can go from what is inspected: the path of places that ends in it. */
import type { Place } from '../../view/place.ts';
import type { StructureSubject } from './structures/structure-subject.ts';
import type { Subject } from './subject.ts';

/** The node first: everything is looked at as one node has it. */
const within = (place: Place): readonly Place[] => [{ kind: 'node', node: place.node }, place];

/** The transaction whose policies can be gone into; null for anything else. */
export function transactionPlace(subject: Subject): Extract<Place, { readonly kind: 'transaction' }> | null {
  if (subject.type !== 'transaction' || subject.record === null) return null;
  const { node, record, txid } = subject;
  return { kind: 'transaction', node, channel: record.channel, txid };
}

/** null: there is no inside of it. A message leads to the block or the transaction it carries, as its sender has it. */
export function insideOf(subject: Subject): readonly Place[] | null {
  switch (subject.type) {
    case 'node':
      return [{ kind: 'node', node: subject.node }];
    case 'block': {
      const { node, channel, number } = subject;
      return within({ kind: 'block', node, channel, number });
    }
    case 'transaction': {
      const { node, record, txid } = subject;
      return record === null ? null : within({ kind: 'transaction', node, channel: record.channel, txid });
    }
    case 'message': {
      const { from: node, channel, block, txid } = subject.flight;
      if (channel === '') return null;
      if (block !== null) return within({ kind: 'block', node, channel, number: block });
      return txid === '' ? null : within({ kind: 'transaction', node, channel, txid });
    }
    case 'entry':
      return null;
    case 'structure':
      return structurePlace(subject);
  }
}

function structurePlace({ target, node }: StructureSubject): readonly Place[] | null {
  if (node === null) return null;
  if (target.type === 'channel') return within({ kind: 'config', node, channel: target.channel });
  if (target.type === 'chaincode')
    return within({ kind: 'policy', node, channel: target.channel, path: target.chaincode });
  // Of what else a peer keeps one sees all there is inside the peer, and the peer is named.
  return null;
}
