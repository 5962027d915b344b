/** What the panels and the stage agree on: one thing selected, one message pointed at. Owned by the app. */
import type { InspectTarget, MessageId } from './lab-types.ts';

export type Selection = InspectTarget;

export interface SelectionProps {
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
}

/** A message pointed at in one picture lights up in all of them. */
export interface HoverProps {
  readonly hovered: MessageId | null;
  readonly onHover: (message: MessageId | null) => void;
}

/** Equal for equal selections: for keys and for telling which row is the selected one. */
export function selectionKey(selection: Selection | null): string {
  switch (selection?.type) {
    case undefined:
      return '';
    case 'node':
      return `node ${selection.node}`;
    case 'message':
      return `message ${selection.message}`;
    case 'block':
      return `block ${selection.node} ${selection.channel} ${selection.number}`;
    case 'transaction':
      return `transaction ${selection.node} ${selection.channel} ${selection.txid}`;
    case 'entry':
      return `entry ${selection.seq}`;
    case 'link':
      return `link ${[selection.from, selection.to].sort().join(' ')}`;
    case 'channel':
      return `channel ${selection.channel}`;
    case 'chaincode':
      return `chaincode ${selection.channel} ${selection.chaincode}`;
    case 'collection':
      return `collection ${selection.channel} ${selection.chaincode} ${selection.collection}`;
    case 'snapshot':
      return `snapshot ${selection.node} ${selection.channel} ${selection.number}`;
    case 'key':
      return `key ${selection.node} ${selection.channel} ${selection.namespace} ${selection.key}`;
  }
}
