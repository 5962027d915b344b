/** Adding to a network that exists: a machine, an organisation or a channel, with the names the next one would have. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink } from '../../link/react/lab-context.tsx';
import { extensionFlaw } from '../../sim/protocol/check-addition.ts';
import { NETWORK_LIMITS } from '../../sim/protocol/network-flaws.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { Extending } from '../interface-store.ts';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useInterface, useSession } from '../session-context.tsx';
import { additionOf, EXTENSION_KINDS, suggestionFor } from './additions.ts';
import type { Suggestion } from './additions.ts';
import { Boxes, ChoiceField, Counter, TextField } from './build-parts.tsx';
import './sandbox.css';

export function ExtendDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const topology = useLink((state) => state.recording?.topology ?? null);
  const start = useInterface((state) => state.extending);
  return (
    <Dialog open title={t('sandbox.extend.title')} closeLabel={t('shell.close')} onClose={onClose}>
      {topology === null ? null : <ExtendForm topology={topology} start={start} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps {
  readonly topology: Topology;
  readonly start: Extending;
  readonly onClose: () => void;
}

function ExtendForm({ topology, start, onClose }: FormProps) {
  const t = useText();
  const session = useSession();
  const [kind, setKind] = useState(start.kind);
  const [org, setOrg] = useState(start.org ?? topology.peerOrgs[0]?.name ?? '');
  const [changed, setChanged] = useState<Partial<Suggestion>>({});
  const wanted = { ...suggestionFor(topology, kind, org), ...changed };
  const addition = additionOf(topology, kind, org, wanted);
  const flaw = extensionFlaw(addition, topology);
  return (
    <form
      className="build extend"
      onSubmit={(event) => {
        event.preventDefault();
        if (flaw !== null) return;
        onClose();
        void session.act({ type: 'extendNetwork', addition });
      }}
    >
      <p className="build__note">{t('sandbox.extend.lead')}</p>
      <ChoiceField
        label={t('sandbox.extend.what')}
        value={kind}
        choices={EXTENSION_KINDS.map((value) => ({ value, label: t(`sandbox.extend.kind.${value}`) }))}
        onChange={(value) => {
          setChanged({});
          setKind(EXTENSION_KINDS.find((one) => one === value) ?? 'org');
        }}
      />
      {kind === 'peer' || kind === 'client' ? (
        <ChoiceField
          label={t('sandbox.extend.org')}
          value={org}
          choices={topology.peerOrgs.map(({ name }) => ({ value: name, label: name }))}
          onChange={setOrg}
        />
      ) : null}
      <Fields
        {...{ kind, topology, wanted }}
        onChange={(change) => setChanged((before) => ({ ...before, ...change }))}
      />
      {flaw === null ? null : <p className="build-flaw">{refusalText(t, flaw)}</p>}
      <div className="build__row">
        <Button onClick={onClose}>{t('sandbox.build.cancel')}</Button>
        <Button type="submit" tone="primary" disabled={flaw !== null}>
          {t('sandbox.extend.go')}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly kind: Extending['kind'];
  readonly topology: Topology;
  readonly wanted: Suggestion;
  readonly onChange: (change: Partial<Suggestion>) => void;
}

function Fields({ kind, topology, wanted, onChange }: FieldsProps) {
  const t = useText();
  const { name, mspId, domain, peers, members } = wanted;
  switch (kind) {
    case 'org':
      return (
        <>
          <TextField
            label={t('sandbox.build.orgName')}
            where="name"
            value={name}
            onChange={(value) => onChange({ name: value })}
          />
          <TextField
            label={t('sandbox.build.mspId')}
            where="mspId"
            value={mspId}
            onChange={(value) => onChange({ mspId: value })}
          />
          <TextField
            label={t('sandbox.build.domain')}
            where="domain"
            value={domain}
            onChange={(value) => onChange({ domain: value })}
          />
          <Counter
            label={t('sandbox.build.peers')}
            where="peers"
            value={peers}
            limits={NETWORK_LIMITS.peers}
            onChange={(value) => onChange({ peers: value })}
          />
        </>
      );
    case 'channel':
      return (
        <>
          <TextField
            label={t('sandbox.build.channelId')}
            where="name"
            value={name}
            onChange={(value) => onChange({ name: value })}
          />
          <Boxes
            label={t('sandbox.build.members')}
            where="members"
            choices={topology.peerOrgs.map((one) => one.name)}
            chosen={members}
            onToggle={(org) =>
              onChange({ members: members.includes(org) ? members.filter((one) => one !== org) : [...members, org] })
            }
          />
        </>
      );
    case 'orderer':
    case 'client':
      return (
        <TextField
          label={t('sandbox.extend.host')}
          where="name"
          value={name}
          onChange={(value) => onChange({ name: value })}
        />
      );
    case 'peer':
      return <p className="mono">{name}</p>;
  }
}
