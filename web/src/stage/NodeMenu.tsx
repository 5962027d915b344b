/** The menu of a node (right click, M): go inside, and the commands valid for it now. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useText } from '../i18n/text-context.tsx';
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { moveFocus } from '../ui/roving.ts';
import type { ViewSize } from '../view/fit-view.ts';
import { menuCommands, type OfferedCommand } from './node-commands.ts';
import { useStage, useStageStore } from './stage-store.tsx';

interface Props {
  readonly offered: readonly CommandType[] | null;
  readonly size: ViewSize;
  readonly onOpen: (node: NodeId) => void;
  readonly onCommand: (command: Command) => void;
  /** Puts the focus back where the menu came from. */
  readonly onClosed: (node: NodeId) => void;
}

export function NodeMenu(props: Props) {
  const menu = useStage((state) => state.menu);
  if (menu === null) return null;
  return <OpenMenu key={`${menu.node} ${menu.x} ${menu.y}`} menu={menu} {...props} />;
}

const WIDTH = 230;

function OpenMenu({
  menu,
  offered,
  size,
  onOpen,
  onCommand,
  onClosed,
}: Props & { readonly menu: { readonly node: NodeId; readonly x: number; readonly y: number } }) {
  const t = useText();
  const store = useStageStore();
  const list = useRef<HTMLDivElement>(null);
  const current = useRef(0);
  const { world } = store.getState();
  const commands = menuCommands(world, menu.node, offered);
  const nameOf = (node: NodeId): string => world.nodes[node]?.info.shortName ?? node;

  useEffect(() => {
    list.current?.querySelector('button')?.focus();
  }, []);

  const close = (): void => {
    store.setState({ menu: null });
    onClosed(menu.node);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    if (event.code === 'Escape' || event.code === 'Tab') {
      event.preventDefault();
      close();
      return;
    }
    current.current = moveFocus(event, current.current) ?? current.current;
  };
  const textOf = ({ action, command }: OfferedCommand): string =>
    t(`stage.menu.${action}`, { node: 'node' in command ? nameOf(command.node) : '' });

  const place = { left: Math.min(menu.x, Math.max(0, size.width - WIDTH)), top: Math.min(menu.y, size.height - 140) };
  return (
    <>
      <div className="stage-menu-ground" onPointerDown={close} onContextMenu={(event) => event.preventDefault()} />
      <div
        ref={list}
        className="stage-menu"
        role="menu"
        aria-label={menu.node === '' ? t('stage.menu.stage') : t('stage.menu.label', { node: nameOf(menu.node) })}
        style={place}
        onKeyDown={onKeyDown}
      >
        {menu.node !== '' && (
          <button type="button" role="menuitem" onClick={() => (close(), onOpen(menu.node))}>
            {t('stage.menu.open')}
          </button>
        )}
        {commands.map((offer) => (
          <button
            key={`${offer.action} ${textOf(offer)}`}
            type="button"
            role="menuitem"
            onClick={() => (close(), onCommand(offer.command))}
          >
            {textOf(offer)}
          </button>
        ))}
        {menu.node === '' && commands.length === 0 && (
          <button type="button" role="menuitem" onClick={close}>
            {t('stage.menu.nothing')}
          </button>
        )}
      </div>
    </>
  );
}
