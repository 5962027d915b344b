/** The menu of the link between two nodes (a click on its line, or from a node's menu): look at it, break it, mend it. */
import { useText } from '../i18n/text-context.tsx';
import type { NodeId } from '../sim/trace/facts.ts';
import { linkMenuOffers, type Offer } from './node-commands.ts';
import { type MenuProps, OfferItem } from './OfferItem.tsx';
import { StageMenu } from './StageMenu.tsx';
import { type OpenMenu, useStageStore } from './stage-store.tsx';

type Props = Pick<MenuProps, 'offered' | 'size' | 'onCommand' | 'onLook' | 'onClosed'> & {
  readonly menu: OpenMenu;
  readonly to: NodeId;
};

export function LinkMenu({ menu, to, offered, size, onCommand, onLook, onClosed }: Props) {
  const t = useText();
  const store = useStageStore();
  const { world } = store.getState();
  const nameOf = (node: NodeId): string => world.nodes[node]?.info.shortName ?? node;
  const isOffered = offered === null || offered.includes('setLink');
  const close = (): void => {
    store.setState({ menu: null });
    onClosed(menu);
  };
  const choose = ({ action }: Offer): void => {
    close();
    if (action.type === 'command') onCommand(action.command);
  };
  return (
    <StageMenu
      label={t('faults.link.menu', { from: nameOf(menu.node), to: nameOf(to) })}
      at={menu}
      size={size}
      page="link"
      onClose={close}
    >
      <p className="stage-menu-title" aria-hidden="true">
        {t('faults.link.label', { from: nameOf(menu.node), to: nameOf(to) })}
      </p>
      {onLook === undefined ? null : (
        <button type="button" role="menuitem" onClick={() => (close(), onLook({ type: 'link', from: menu.node, to }))}>
          {t('structures.look')}
        </button>
      )}
      {isOffered ? (
        linkMenuOffers(world, menu.node, to).map((offer) => (
          <OfferItem key={`${offer.key} ${JSON.stringify(offer.params)}`} offer={offer} onChoose={choose} />
        ))
      ) : onLook !== undefined ? null : (
        <button type="button" role="menuitem" onClick={close}>
          {t('stage.menu.nothing')}
        </button>
      )}
    </StageMenu>
  );
}
