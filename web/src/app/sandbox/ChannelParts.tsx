/** The channels of the plan: members, consenters, batches. */
import { useText } from '../../i18n/text-context.tsx';
import { NETWORK_LIMITS } from '../../sim/protocol/network-flaws.ts';
import type { ChannelSpec, Topology } from '../../sim/protocol/topology-spec.ts';
import { Button } from '../../ui/Button.tsx';
import { Boxes, FlawText, NumberField, TextField } from './build-parts.tsx';
import { addChannel, editChannel, removeChannel, toggleConsenter, toggleMember } from './network-draft.ts';
import type { PartProps } from './network-draft.ts';

const MICROS = 1_000;

export function ChannelParts({ topology, onEdit }: PartProps) {
  const t = useText();
  const { channels, peerOrgs } = topology;
  return (
    <section className="build-list" aria-label={t('sandbox.build.channels')}>
      <h3>{t('sandbox.build.channels')}</h3>
      <FlawText where="channels" />
      {channels.map((channel, index) => (
        <ChannelPart key={index} {...{ topology, channel, index, onEdit }} />
      ))}
      <Button
        disabled={peerOrgs.length === 0 || channels.length >= NETWORK_LIMITS.channels.max}
        onClick={() => onEdit(addChannel)}
      >
        {t('sandbox.build.addChannel')}
      </Button>
    </section>
  );
}

interface ChannelPartProps extends PartProps {
  readonly topology: Topology;
  readonly channel: ChannelSpec;
  readonly index: number;
}

function ChannelPart({ topology, channel, index, onEdit }: ChannelPartProps) {
  const t = useText();
  const at = `channels[${String(index)}]`;
  const { orderers } = topology.ordererOrg;
  return (
    <fieldset className="build-part">
      <legend>{channel.id}</legend>
      <Button
        tone="quiet"
        icon="close"
        className="build-part__remove"
        label={t('sandbox.build.removeChannel', { name: channel.id })}
        onClick={() => onEdit(removeChannel(index))}
      />
      <TextField
        label={t('sandbox.build.channelId')}
        where={`${at}.id`}
        value={channel.id}
        onChange={(id) => onEdit(editChannel(index, { id }))}
      />
      <Boxes
        label={t('sandbox.build.members')}
        where={`${at}.orgs`}
        choices={topology.peerOrgs.map(({ name }) => name)}
        chosen={channel.orgs}
        onToggle={(org) => onEdit(toggleMember(index, org))}
      />
      {topology.systemChannel ? null : (
        <Boxes
          label={t('sandbox.build.consenters')}
          where={`${at}.consenters`}
          choices={orderers}
          chosen={channel.consenters ?? orderers}
          onToggle={(host) => onEdit(toggleConsenter(index, host))}
        />
      )}
      <FlawText where={`${at}.consensus`} />
      <Batches {...{ channel, index, at, onEdit }} />
    </fieldset>
  );
}

function Batches({
  channel,
  index,
  at,
  onEdit,
}: Pick<ChannelPartProps, 'channel' | 'index' | 'onEdit'> & { readonly at: string }) {
  const t = useText();
  const change = (part: Partial<ChannelSpec>): void => onEdit(editChannel(index, part));
  return (
    <details>
      <summary>{t('sandbox.build.batches')}</summary>
      <div className="build-grid">
        <NumberField
          label={t('sandbox.build.timeout')}
          where={`${at}.batchTimeoutMicros`}
          value={channel.batchTimeoutMicros / MICROS}
          onChange={(millis) => change({ batchTimeoutMicros: millis * MICROS })}
        />
        <NumberField
          label={t('sandbox.build.messages')}
          where={`${at}.maxMessageCount`}
          value={channel.maxMessageCount}
          onChange={(maxMessageCount) => change({ maxMessageCount })}
        />
        <NumberField
          label={t('sandbox.build.preferred')}
          where={`${at}.preferredMaxBytes`}
          value={channel.preferredMaxBytes}
          onChange={(preferredMaxBytes) => change({ preferredMaxBytes })}
        />
        <NumberField
          label={t('sandbox.build.absolute')}
          where={`${at}.absoluteMaxBytes`}
          value={channel.absoluteMaxBytes}
          onChange={(absoluteMaxBytes) => change({ absoluteMaxBytes })}
        />
      </div>
    </details>
  );
}
