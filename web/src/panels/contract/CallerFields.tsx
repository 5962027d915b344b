/** Which chaincode, and who calls it by which way. */
import { useId } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { PeerChoice } from './PeerChoice.tsx';
import { type Calling, peersOf } from './use-call.ts';

export function CallerFields({ calling }: { readonly calling: Calling }) {
  const t = useText();
  const id = useId();
  const { caller, change, topology, clients, chaincodes } = calling;
  return (
    <>
      <Choice
        label={t('panels.channel')}
        value={caller.channel}
        choices={topology.channels.map((channel) => channel.id)}
        onChange={(channel) => change({ channel })}
      />
      <Choice
        label={t('panels.row.chaincode')}
        value={caller.chaincode}
        choices={chaincodes.map(({ name }) => name)}
        onChange={(chaincode) => change({ chaincode })}
      />
      <Choice
        label={t('commands.param.client')}
        value={caller.client}
        choices={clients}
        onChange={(client) => change({ client })}
      />
      <label htmlFor={`${id}-identity`}>{t('commands.param.identity')}</label>
      <input
        id={`${id}-identity`}
        className="mono"
        value={caller.identity}
        onChange={(event) => change({ identity: event.target.value })}
      />
      <label htmlFor={`${id}-via`}>{t('commands.param.via')}</label>
      <select
        id={`${id}-via`}
        value={caller.via}
        onChange={(event) => change({ via: event.target.value === 'client' ? 'client' : 'gateway', peers: [] })}
      >
        <option value="gateway">{t('contract.call.via.gateway')}</option>
        <option value="client">{t('contract.call.via.client')}</option>
      </select>
      {caller.via === 'client' ? (
        <>
          <span id={`${id}-peers`}>{t('contract.call.endorsers')}</span>
          <PeerChoice
            labelledBy={`${id}-peers`}
            peers={peersOf(topology)}
            chosen={caller.peers}
            onChange={(peers) => change({ peers })}
          />
        </>
      ) : (
        <>
          <label htmlFor={`${id}-gateway`}>{t('commands.param.gateway')}</label>
          <select
            id={`${id}-gateway`}
            value={caller.peers[0] ?? ''}
            onChange={(event) => change({ peers: event.target.value === '' ? [] : [event.target.value] })}
          >
            <option value="">{t('contract.call.ownPeer')}</option>
            {peersOf(topology).map((peer) => (
              <option key={peer}>{peer}</option>
            ))}
          </select>
        </>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    </>
  );
}
