/** One entry of the menus over the stage, and what those menus are given. */
import { useText } from '../i18n/text-context.tsx';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import type { ViewSize } from '../view/fit-view.ts';
import type { Offer } from './node-commands.ts';
import type { ChannelLook, GroundAction } from './stage-props.ts';
import type { OpenMenu } from './stage-store.tsx';

export interface MenuProps {
  readonly offered: readonly CommandType[] | null;
  readonly size: ViewSize;
  readonly onOpen: (node: NodeId) => void;
  readonly onCommand: (command: Command) => void;
  /** Opens the form of a command for this node; without it, forms are not offered. */
  readonly onForm?: ((command: CommandType, node: NodeId) => void) | undefined;
  /** Opens the dialog of faults; without it, it is not offered. */
  readonly onFaults?: ((page: 'now' | 'partition' | 'plan') => void) | undefined;
  /** Beside all nodes; without it, nothing is offered there but what concerns the network as it is. */
  readonly onGround?: ((action: GroundAction) => void) | undefined;
  /** Shows a link or a channel in the inspector; without it, it is not offered. */
  readonly onLook?: ((target: InspectTarget) => void) | undefined;
  readonly onChannel?: ((channel: string, what: ChannelLook) => void) | undefined;
  /** Puts the focus back where the menu came from. */
  readonly onClosed: (menu: OpenMenu) => void;
}

export function OfferItem({ offer, onChoose }: { readonly offer: Offer; readonly onChoose: (offer: Offer) => void }) {
  const t = useText();
  const leadsOn = offer.action.type === 'page' || offer.action.type === 'link';
  return (
    <button
      type="button"
      role="menuitem"
      aria-haspopup={leadsOn ? 'menu' : undefined}
      className={leadsOn ? 'leads-on' : undefined}
      onClick={() => onChoose(offer)}
    >
      {t(offer.key, offer.params)}
    </button>
  );
}
