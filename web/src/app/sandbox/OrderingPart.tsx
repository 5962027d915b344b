/** Who orders in the plan, and how; and the state database of all. */
import { useText } from '../../i18n/text-context.tsx';
import { NETWORK_LIMITS } from '../../sim/protocol/network-flaws.ts';
import { ChoiceField, Counter, TextField } from './build-parts.tsx';
import {
  editKafka,
  editOrdererOrg,
  orderBy,
  ORDERING_KINDS,
  orderingOf,
  setOrderers,
  setStateDatabase,
} from './network-draft.ts';
import type { PartProps } from './network-draft.ts';

export function OrderingPart({ topology, onEdit }: PartProps) {
  const t = useText();
  const { ordererOrg } = topology;
  return (
    <fieldset className="build-part build-part--orderer">
      <legend>{t('sandbox.build.ordering')}</legend>
      <ChoiceField
        label={t('sandbox.build.ordering')}
        value={orderingOf(topology)}
        choices={ORDERING_KINDS.map((value) => ({ value, label: t(`sandbox.build.ordering.${value}`) }))}
        onChange={(value) => {
          const kind = ORDERING_KINDS.find((one) => one === value);
          if (kind !== undefined) onEdit(orderBy(kind));
        }}
      />
      <Counters topology={topology} onEdit={onEdit} />
      <Hint topology={topology} />
      <div className="build-grid">
        <TextField
          label={t('sandbox.build.ordererOrg')}
          where="ordererOrg.name"
          value={ordererOrg.name}
          onChange={(name) => onEdit(editOrdererOrg({ name }))}
        />
        <TextField
          label={t('sandbox.build.mspId')}
          where="ordererOrg.mspId"
          value={ordererOrg.mspId}
          onChange={(mspId) => onEdit(editOrdererOrg({ mspId }))}
        />
      </div>
      <TextField
        label={t('sandbox.build.domain')}
        where="ordererOrg.domain"
        value={ordererOrg.domain}
        onChange={(domain) => onEdit(editOrdererOrg({ domain }))}
      />
      <ChoiceField
        label={t('sandbox.build.database')}
        value={topology.stateDatabase ?? 'goleveldb'}
        choices={[
          { value: 'goleveldb', label: 'LevelDB' },
          { value: 'CouchDB', label: 'CouchDB' },
        ]}
        onChange={(value) => onEdit(setStateDatabase(value === 'CouchDB' ? value : 'goleveldb'))}
      />
    </fieldset>
  );
}

function Counters({ topology: { ordererOrg, kafka }, onEdit }: PartProps) {
  const t = useText();
  return (
    <div className="build-grid build-grid--counters">
      <Counter
        label={t('sandbox.build.orderers')}
        where="ordererOrg.orderers"
        value={ordererOrg.orderers.length}
        limits={NETWORK_LIMITS.orderers}
        onChange={(count) => onEdit(setOrderers(count))}
      />
      {kafka === undefined ? null : (
        <>
          <Counter
            label={t('sandbox.build.brokers')}
            where="kafka.brokers"
            value={kafka.brokers}
            limits={NETWORK_LIMITS.brokers}
            onChange={(brokers) => onEdit(editKafka({ brokers }))}
          />
          <Counter
            label={t('sandbox.build.zooKeepers')}
            where="kafka.zooKeepers"
            value={kafka.zooKeepers}
            limits={NETWORK_LIMITS.zooKeepers}
            step={2}
            onChange={(zooKeepers) => onEdit(editKafka({ zooKeepers }))}
          />
        </>
      )}
    </div>
  );
}

/** What Fabric takes, and yet hardly anybody wants. */
function Hint({ topology }: Pick<PartProps, 'topology'>) {
  const t = useText();
  const kind = orderingOf(topology);
  const count = topology.ordererOrg.orderers.length;
  if (kind === 'bft' && count < 4) return <p className="build__note">{t('sandbox.build.hint.bft')}</p>;
  if (kind === 'raft' || kind === 'raft2x')
    if (count > 1 && count % 2 === 0)
      return <p className="build__note">{t('sandbox.build.hint.even', { count, less: count - 1 })}</p>;
  return null;
}
