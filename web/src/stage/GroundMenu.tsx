/** What the menu of the empty ground, or of an organisation's zone, offers in a network of one's own: to add to it. */
import { useText } from '../i18n/text-context.tsx';
import type { TextKey } from '../i18n/dictionary.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import type { GroundAction } from './stage-props.ts';
import { useStageStore } from './stage-store.tsx';

interface Item {
  readonly key: TextKey;
  readonly action: GroundAction;
}

const extend = (key: TextKey, kind: Extract<GroundAction, { type: 'extend' }>['kind'], org: string | null): Item => ({
  key,
  action: { type: 'extend', kind, org },
});

const GROUND: readonly Item[] = [
  extend('sandbox.ground.addOrg', 'org', null),
  extend('sandbox.ground.addOrderer', 'orderer', null),
  extend('sandbox.ground.addChannel', 'channel', null),
  { key: 'sandbox.ground.contracts', action: { type: 'contracts' } },
  { key: 'sandbox.ground.do', action: { type: 'do' } },
];

/** Orderers have no peers and no clients. */
const itemsOf = (zone: string | null, isOrderers: boolean): readonly Item[] => {
  if (zone === null) return GROUND;
  if (isOrderers) return [extend('sandbox.ground.addOrderer', 'orderer', null)];
  return [
    extend('sandbox.ground.addPeer', 'peer', zone),
    extend('sandbox.ground.addClient', 'client', zone),
    {
      key: 'sandbox.ground.addToChannel',
      action: { type: 'form', command: 'prepareConfigUpdate', about: { org: zone, change: 'addOrg' } },
    },
  ];
};

interface Props {
  /** The organisation whose zone was pointed at; null for the ground. */
  readonly zone: string | null;
  readonly onChoose: (action: GroundAction) => void;
}

export function GroundItems({ zone, onChoose }: Props) {
  const t = useText();
  const { world } = useStageStore().getState();
  const isOrderers = Object.values(world.nodes).some(({ info }) => info.org === zone && info.role === 'orderer');
  return itemsOf(zone, isOrderers).map(({ key, action }) => (
    <button key={key} type="button" role="menuitem" onClick={() => onChoose(action)}>
      {t(key, zone === null ? {} : { org: zone })}
    </button>
  ));
}

interface InsidesProps {
  readonly zone: string;
  readonly onChoose: (node: NodeId) => void;
}

/** An organisation has no inside but those of what it runs: what it is made of is in its CA. */
export function ZoneInsides({ zone, onChoose }: InsidesProps) {
  const t = useText();
  const { world } = useStageStore().getState();
  return Object.values(world.nodes)
    .filter(({ info, life }) => info.org === zone && info.role === 'ca' && life !== 'absent')
    .map(({ info }) => (
      <button key={info.id} type="button" role="menuitem" onClick={() => onChoose(info.id)}>
        {t('stage.menu.openOf', { node: info.shortName })}
      </button>
    ));
}
