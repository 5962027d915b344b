/** The menu of a node (right click, M): go inside, and what can be done to it now. Beside all nodes: to the network. */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { ChannelMenu } from './ChannelMenu.tsx';
import { GroundItems, ZoneInsides } from './GroundMenu.tsx';
import type { WorldView } from '../view/world-model.ts';
import { LinkMenu } from './LinkMenu.tsx';
import { type MenuProps, OfferItem } from './OfferItem.tsx';
import { type MenuPage, menuOffers, type Offer } from './node-commands.ts';
import { StageMenu } from './StageMenu.tsx';
import { type OpenMenu, useStage, useStageStore } from './stage-store.tsx';

export function NodeMenu(props: MenuProps) {
  const menu = useStage((state) => state.menu);
  if (menu === null) return null;
  const key = `${menu.node} ${menu.to ?? ''} ${menu.x} ${menu.y}`;
  if (menu.channel !== undefined) return <ChannelMenu key={key} menu={menu} channel={menu.channel} {...props} />;
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
    onClosed(menu);
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
      label={
        node === '' && menu.zone === undefined
          ? t('stage.menu.stage')
          : t('stage.menu.label', { node: menu.zone ?? name })
      }
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
      {node === '' && menu.zone !== undefined && (
        <ZoneInsides zone={menu.zone} onChoose={(inside) => (close(), onOpen(inside))} />
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
