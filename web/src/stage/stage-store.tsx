/**
 * What the cards look at: the world at the playhead and what is selected, in a store of the stage's own, so that a card
 * redraws only when its own node changed.
 */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MessageId, NodeId } from '../sim/trace/facts.ts';
import type { Direction } from '../view/neighbours.ts';
import type { NodeView, WorldView } from '../view/world-model.ts';
import type { Detail } from './detail.ts';

export interface StageState {
  readonly world: WorldView;
  /** Also of what has no place on the stage: a channel, a chaincode. */
  readonly hasSelection: boolean;
  readonly selectedNode: NodeId | null;
  readonly selectedMessage: MessageId | null;
  /** Its two ends in order of their names. */
  readonly selectedLink: string | null;
  readonly hoveredMessage: MessageId | null;
  /** Empty: nothing is dimmed. */
  readonly focus: ReadonlySet<NodeId>;
  /** The one card that Tab reaches; arrows move it. */
  readonly tabStop: NodeId | null;
  readonly menu: OpenMenu | null;
  /** Whether organisations and channels have menus of their own: their names are buttons then. */
  readonly named: { readonly zones: boolean; readonly channels: boolean };
  /** What the keyboard has moved last, and where to: said to those who do not see it. */
  readonly moved: { readonly node: NodeId; readonly direction: Direction } | null;
  /** How much cards show at this zoom. */
  readonly detail: Detail;
}

/** Node whose menu is open with the place it opened at in pixels of the stage; `''`: the stage's own menu. */
export interface OpenMenu {
  readonly node: NodeId;
  /** Organisation whose zone was pointed at, beside all its nodes. */
  readonly zone?: string;
  /** With it, the menu is that of the channel. */
  readonly channel?: string;
  /** With it, the menu is that of the link to this node. */
  readonly to?: NodeId;
  readonly x: number;
  readonly y: number;
}

/** The same for both directions. */
export const linkKey = (from: NodeId, to: NodeId): string => [from, to].sort().join(' ');

export type StageStore = StoreApi<StageState>;

export const createStageStore = (world: WorldView): StageStore =>
  createStore<StageState>(() => ({
    world,
    hasSelection: false,
    selectedNode: null,
    selectedMessage: null,
    selectedLink: null,
    hoveredMessage: null,
    focus: new Set(),
    tabStop: null,
    menu: null,
    named: { zones: false, channels: false },
    moved: null,
    detail: 'full',
  }));

const StageContext = createContext<StageStore | null>(null);

export function StageProvider({ store, children }: { readonly store: StageStore; readonly children: ReactNode }) {
  return <StageContext value={store}>{children}</StageContext>;
}

export function useStageStore(): StageStore {
  const store = useContext(StageContext);
  if (store === null) throw new Error('a part of the stage outside StageProvider');
  return store;
}

export function useStage<T>(select: (state: StageState) => T): T {
  return useStore(useStageStore(), select);
}

/** A node of the world; null when the topology does not have it. */
export const useNode = (node: NodeId): NodeView | null => useStage((state) => state.world.nodes[node] ?? null);

export const isDimmed = (state: StageState, node: NodeId): boolean => state.focus.size > 0 && !state.focus.has(node);
