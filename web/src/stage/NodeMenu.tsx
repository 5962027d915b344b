/** The menu of a node (right click, M): go inside, and what can be done to it now. Beside all nodes: to the network. */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import type { ViewSize } from '../view/fit-view.ts';
import { GroundItems } from './GroundMenu.tsx';
import type { WorldView } from '../view/world-model.ts';
import { LinkMenu } from './LinkMenu.tsx';
import { type MenuPage, menuOffers, type Offer } from './node-commands.ts';
import { StageMenu } from './StageMenu.tsx';
import type { GroundAction } from './stage-props.ts';
import { type OpenMenu, useStage, useStageStore } from './stage-store.tsx';

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
  /** Puts the focus back where the menu came from. */
  readonly onClosed: (node: NodeId) => void;
}

export function NodeMenu(props: MenuProps) {
  const menu = useStage((state) => state.menu);
  if (menu === null) return null;
  const key = `${menu.node} ${menu.to ?? ''} ${menu.x} ${menu.y}`;
  return menu.to === undefined ? (
    <NodeOffers key={key} menu={menu} {...props} />
  ) : (
    <LinkMenu key={key} menu={menu} to={menu.to} {...props} />
  );
}

function NodeOffers({
  menu,
  offered,
  size,
  onOpen,
  onCommand,
  onForm,
  onFaults,
  onGround,
  onClosed,
}: MenuProps & { readonly menu: OpenMenu }) {
  const t = useText();
  const store = useStageStore();
  const [page, setPage] = useState<MenuPage>('top');
  const { world } = store.getState();
  const { node } = menu;
  const name = world.nodes[node]?.info.shortName ?? node;
  const offers = menuOffers(world, node, page, offered).filter(
    ({ action }) =>
      !(action.type === 'form' && onForm === undefined) &&
      !(action.type === 'faults' && onFaults === undefined) &&
      !(action.type === 'page' && action.page === 'work' && onGround === undefined) &&
      (node !== '' || isOfZone(action, menu.zone, world)),
  );
  const close = (): void => {
    store.setState({ menu: null });
    onClosed(node);
  };
  const choose = ({ action }: Offer): void => {
    if (action.type === 'page') return setPage(action.page);
    if (action.type === 'link') return store.setState({ menu: { ...menu, to: action.to } });
    close();
    if (action.type === 'command') onCommand(action.command);
    else if (action.type === 'form') onForm?.(action.command, node);
    else onFaults?.(action.page);
  };
  return (
    <StageMenu
      label={node === '' ? t('stage.menu.stage') : t('stage.menu.label', { node: name })}
      at={menu}
      size={size}
      page={page}
      onClose={close}
    >
      {page !== 'top' && (
        <button type="button" role="menuitem" className="is-back" onClick={() => setPage('top')}>
          {t('faults.menu.back')}
        </button>
      )}
      {node !== '' && page === 'top' && (
        <button type="button" role="menuitem" onClick={() => (close(), onOpen(node))}>
          {t('stage.menu.open')}
        </button>
      )}
      {node === '' && page === 'top' && onGround !== undefined && (
        <GroundItems zone={menu.zone ?? null} onChoose={(action) => (close(), onGround(action))} />
      )}
      {offers.map((offer) => (
        <OfferItem key={`${offer.key} ${JSON.stringify(offer.params)}`} offer={offer} onChoose={choose} />
      ))}
      {node === '' && offers.length === 0 && onGround === undefined && (
        <button type="button" role="menuitem" onClick={close}>
          {t('stage.menu.nothing')}
        </button>
      )}
    </StageMenu>
  );
}

/** In the menu of an organisation there is nothing of others. */
function isOfZone(action: Offer['action'], zone: string | undefined, { nodes }: WorldView): boolean {
  if (zone === undefined) return true;
  return action.type === 'command' && 'node' in action.command && nodes[action.command.node]?.info.org === zone;
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
