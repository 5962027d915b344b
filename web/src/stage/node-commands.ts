/** What can be done to a node or a link now; what a scene does not offer is left out. */
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { faultsOf, healAll, poorness } from '../view/faults.ts';
import { isIsolated, type NodeView, type WorldView } from '../view/world-model.ts';
import type { TextKey } from '../i18n/dictionary.ts';
import { workOf } from './work-commands.ts';

/** An entry of a menu: its words, and a command to give, a form to fill in, or a page to go to. */
export interface Offer {
  readonly key: TextKey;
  readonly params?: Readonly<Record<string, string>>;
  readonly action: OfferAction;
}

export type MenuPage = 'top' | 'lie' | 'links' | 'work';

export type OfferAction =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'form'; readonly command: CommandType }
  | { readonly type: 'page'; readonly page: MenuPage }
  | { readonly type: 'link'; readonly to: NodeId }
  | { readonly type: 'faults'; readonly page: 'partition' | 'plan' };

const LIES = ['silent', 'withhold', 'reorder', 'tamper', 'equivocate', 'censor'] as const;

const give = (key: TextKey, command: Command, params: Offer['params'] = {}): Offer => ({
  key,
  params,
  action: { type: 'command', command },
});

const form = (key: TextKey, command: CommandType): Offer => ({ key, action: { type: 'form', command } });

const page = (key: TextKey, to: MenuPage): Offer => ({ key, action: { type: 'page', page: to } });

const starting = ({ info }: NodeView): Offer =>
  give('stage.menu.startNode', { type: 'startNode', node: info.id }, { node: info.shortName });

function linkOffers(world: WorldView, node: NodeId): readonly Offer[] {
  const isolated = isIsolated(world, node);
  const degraded = (loss: number, latencyFactor: number): Command => ({
    type: 'degradeNode',
    node,
    loss,
    latencyFactor,
  });
  return [
    give(isolated ? 'stage.menu.heal' : 'stage.menu.isolate', { type: 'isolateNode', node, isolated: !isolated }),
    ...(poorness(world, node) === null
      ? [give('faults.menu.slow', degraded(0, 10)), give('faults.menu.lossy', degraded(0.3, 1))]
      : [give('faults.menu.usual', degraded(0, 1))]),
    page('faults.menu.links', 'links'),
  ];
}

function lieOffers({ info, lie }: NodeView): readonly Offer[] {
  if (info.role === 'client' && !info.isDesk) return [form('faults.menu.forge', 'submitTransaction')];
  if (info.role !== 'orderer') return [];
  return [
    lie === undefined
      ? page('faults.menu.lie', 'lie')
      : give('faults.menu.honest', { type: 'corruptOrderer', node: info.id, lie: 'none' }),
  ];
}

function offersFor(world: WorldView, node: NodeId): readonly Offer[] {
  const view = world.nodes[node];
  if (view === undefined) return [];
  if (view.life === 'absent') return [starting(view)];
  const tampering =
    view.info.role === 'peer'
      ? [form('faults.menu.tamperBlock', 'tamperBlock'), form('faults.menu.tamperState', 'tamperState')]
      : [];
  if (view.life === 'crashed')
    return [give('stage.menu.restartNode', { type: 'restartNode', node }), ...tampering, ...linkOffers(world, node)];
  return [
    ...(workOf(view, world.generation).length > 0 ? [page('sandbox.ground.work', 'work')] : []),
    give('faults.menu.stopNode', { type: 'stopNode', node }),
    give('faults.menu.crashNode', { type: 'crashNode', node }),
    ...linkOffers(world, node),
    ...lieOffers(view),
  ];
}

function stageOffers(world: WorldView): readonly Offer[] {
  const absent = Object.values(world.nodes).filter(({ life }) => life === 'absent');
  const linkBroken = healAll(faultsOf(world)).some(({ type }) => type === 'healNetwork');
  return [
    ...absent.map(starting),
    { key: 'faults.menu.partition', action: { type: 'faults', page: 'partition' } },
    { key: 'faults.menu.plan', action: { type: 'faults', page: 'plan' } },
    ...(linkBroken ? [give('commands.healNetwork', { type: 'healNetwork' })] : []),
  ];
}

/** Commands behind an offer, as far as it is known before anything is chosen. */
function typesOf({ action }: Offer): readonly CommandType[] {
  switch (action.type) {
    case 'command':
      return [action.command.type];
    case 'form':
      return [action.command];
    case 'page':
      if (action.page === 'work') return [];
      return action.page === 'lie' ? ['corruptOrderer'] : ['setLink'];
    case 'faults':
      return [action.page === 'plan' ? 'planFaults' : 'partitionNetwork'];
    case 'link':
      return ['setLink'];
  }
}

/** For the menu of a node; an empty name is the stage itself, where nodes that are not there yet can be started. */
export function menuOffers(
  world: WorldView,
  node: NodeId,
  at: MenuPage,
  offered: readonly CommandType[] | null,
): readonly Offer[] {
  const all = node === '' ? stageOffers(world) : at === 'top' ? offersFor(world, node) : pageOffers(world, node, at);
  return all.filter((offer) => offered === null || typesOf(offer).every((type) => offered.includes(type)));
}

function pageOffers(world: WorldView, node: NodeId, at: 'lie' | 'links' | 'work'): readonly Offer[] {
  const view = world.nodes[node];
  if (at === 'work')
    return view === undefined ? [] : workOf(view, world.generation).map((type) => form(`commands.${type}`, type));
  if (at === 'lie') return LIES.map((lie) => give(`faults.lie.${lie}`, { type: 'corruptOrderer', node, lie }));
  const own = world.nodes[node]?.info.shortName ?? node;
  return Object.values(world.nodes).flatMap(({ info, life }) =>
    info.id === node || life === 'absent'
      ? []
      : [
          {
            key: 'faults.link.label' as const,
            params: { from: own, to: info.shortName },
            action: { type: 'link' as const, to: info.id },
          },
        ],
  );
}

/** What can be done to the link between two nodes. */
export function linkMenuOffers(world: WorldView, from: NodeId, to: NodeId): readonly Offer[] {
  const nameOf = (node: NodeId): string => world.nodes[node]?.info.shortName ?? node;
  const set = (up: boolean, loss: number, latencyFactor: number): Command => ({
    type: 'setLink',
    from,
    to,
    up,
    loss,
    latencyFactor,
  });
  const oneWay = (here: NodeId, there: NodeId): Offer =>
    give(
      'faults.link.cutTo',
      { type: 'setLink', from: here, to: there, up: false, loss: 0, latencyFactor: 1, oneWay: true },
      { to: nameOf(there) },
    );
  const isBroken = (world.links[`${from}>${to}`] ?? world.links[`${to}>${from}`]) !== undefined;
  return [
    ...(isBroken ? [give('faults.link.heal', set(true, 0, 1))] : []),
    give('faults.link.cut', set(false, 0, 1)),
    oneWay(from, to),
    oneWay(to, from),
    give('faults.link.slow', set(true, 0, 10)),
    give('faults.link.slower', set(true, 0, 100)),
    give('faults.link.lossy', set(true, 0.3, 1)),
    give('faults.link.lossier', set(true, 0.7, 1)),
  ];
}
