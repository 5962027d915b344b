/** The menu of a channel (its name or its ribbon): look at it, and in a network of one's own what is done with it. */
import type { TextKey } from '../i18n/dictionary.ts';
import { useText } from '../i18n/text-context.tsx';
import type { CommandType } from '../sim/protocol/commands.ts';
import type { MenuProps } from './OfferItem.tsx';
import { StageMenu } from './StageMenu.tsx';
import type { GroundAction } from './stage-props.ts';
import { type OpenMenu, useStageStore } from './stage-store.tsx';

/** In the order in which a channel comes to life. */
const FORMS: readonly CommandType[] = [
  'joinOrderer',
  'joinPeer',
  'setAnchorPeer',
  'submitTransaction',
  'listenEvents',
  'prepareConfigUpdate',
];

type Props = Pick<MenuProps, 'size' | 'onChannel' | 'onLook' | 'onGround' | 'onClosed'> & {
  readonly menu: OpenMenu;
  readonly channel: string;
};

export function ChannelMenu({ menu, channel, size, onChannel, onLook, onGround, onClosed }: Props) {
  const t = useText();
  const store = useStageStore();
  // Orderers of 2.x take part by the system channel.
  const forms = FORMS.filter((type) => type !== 'joinOrderer' || store.getState().world.generation === '3.x');
  const close = (): void => {
    store.setState({ menu: null });
    onClosed(menu);
  };
  const item = (key: TextKey, act: () => void) => (
    <button key={key} type="button" role="menuitem" onClick={() => (close(), act())}>
      {t(key)}
    </button>
  );
  const ground = (key: TextKey, action: GroundAction) => item(key, () => onGround?.(action));
  return (
    <StageMenu label={t('stage.menu.label', { node: channel })} at={menu} size={size} page="channel" onClose={close}>
      <p className="stage-menu-title" aria-hidden="true">
        {t('stage.ribbon.label', { channel })}
      </p>
      {onLook === undefined ? null : item('structures.look', () => onLook({ type: 'channel', channel }))}
      {item('stage.menu.config', () => onChannel?.(channel, 'config'))}
      {item('stage.menu.blocks', () => onChannel?.(channel, 'blocks'))}
      {onGround === undefined
        ? null
        : [
            ground('stage.menu.deploy', { type: 'deploy', channel }),
            ...forms.map((command) => ground(`commands.${command}`, { type: 'form', command, about: { channel } })),
          ]}
    </StageMenu>
  );
}
