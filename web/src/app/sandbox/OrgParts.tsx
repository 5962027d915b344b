/** The peer organisations of the plan. */
import { useText } from '../../i18n/text-context.tsx';
import { NETWORK_LIMITS } from '../../sim/protocol/network-flaws.ts';
import type { PeerOrgSpec } from '../../sim/protocol/topology-spec.ts';
import { Button } from '../../ui/Button.tsx';
import { Check, ChoiceField, Counter, FlawText, TextField } from './build-parts.tsx';
import { addOrg, editOrg, removeOrg, setAdmins, setClients, setOrgStateDatabase } from './network-draft.ts';
import type { PartProps } from './network-draft.ts';

export function OrgParts({ topology, onEdit }: PartProps) {
  const t = useText();
  const { peerOrgs } = topology;
  return (
    <section className="build-list" aria-label={t('sandbox.build.orgs')}>
      <h3>{t('sandbox.build.orgs')}</h3>
      <FlawText where="peerOrgs" />
      {peerOrgs.map((org, index) => (
        // A row is the place in the list: its name is what is being typed.
        <OrgPart key={index} org={org} index={index} onEdit={onEdit} />
      ))}
      <Button disabled={peerOrgs.length >= NETWORK_LIMITS.orgs.max} onClick={() => onEdit(addOrg)}>
        {t('sandbox.build.addOrg')}
      </Button>
    </section>
  );
}

interface OrgPartProps {
  readonly org: PeerOrgSpec;
  readonly index: number;
  readonly onEdit: PartProps['onEdit'];
}

function OrgPart({ org, index, onEdit }: OrgPartProps) {
  const t = useText();
  const at = `peerOrgs[${String(index)}]`;
  const change = (part: Partial<PeerOrgSpec>): void => onEdit(editOrg(index, part));
  return (
    <fieldset className={`build-part build-part--org${String((index % 5) + 1)}`}>
      <legend>{org.name}</legend>
      <Button
        tone="quiet"
        icon="close"
        className="build-part__remove"
        label={t('sandbox.build.removeOrg', { name: org.name })}
        onClick={() => onEdit(removeOrg(index))}
      />
      <div className="build-grid">
        <TextField
          label={t('sandbox.build.orgName')}
          where={`${at}.name`}
          value={org.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={t('sandbox.build.mspId')}
          where={`${at}.mspId`}
          value={org.mspId}
          onChange={(mspId) => change({ mspId })}
        />
      </div>
      <TextField
        label={t('sandbox.build.domain')}
        where={`${at}.domain`}
        value={org.domain}
        onChange={(domain) => change({ domain })}
      />
      <Machines org={org} index={index} onEdit={onEdit} />
    </fieldset>
  );
}

function Machines({ org, index, onEdit }: OrgPartProps) {
  const t = useText();
  const at = `peerOrgs[${String(index)}]`;
  const { peers, users, clients } = NETWORK_LIMITS;
  return (
    <>
      <div className="build-grid build-grid--counters">
        <Counter
          label={t('sandbox.build.peers')}
          where={`${at}.peers`}
          value={org.peers}
          limits={peers}
          onChange={(count) => onEdit(editOrg(index, { peers: count }))}
        />
        <Counter
          label={t('sandbox.build.users')}
          where={`${at}.users`}
          value={org.users}
          limits={users}
          onChange={(count) => onEdit(editOrg(index, { users: count }))}
        />
        <Counter
          label={t('sandbox.build.clients')}
          where={`${at}.clients`}
          value={org.clients.length}
          limits={clients}
          onChange={(count) => onEdit(setClients(index, count))}
        />
      </div>
      <div className="build-grid">
        <Check label={t('sandbox.build.ca')} checked={org.ca} onChange={(ca) => onEdit(editOrg(index, { ca }))} />
        <Check
          label={t('sandbox.build.admin')}
          checked={(org.admins ?? []).length > 0}
          onChange={(wanted) => onEdit(setAdmins(index, wanted))}
        />
      </div>
      <ChoiceField
        label={t('sandbox.build.database')}
        value={org.stateDatabase ?? ''}
        choices={[
          { value: '', label: t('sandbox.build.database.same') },
          { value: 'goleveldb', label: 'LevelDB' },
          { value: 'CouchDB', label: 'CouchDB' },
        ]}
        onChange={(value) =>
          onEdit(setOrgStateDatabase(index, value === 'goleveldb' || value === 'CouchDB' ? value : null))
        }
      />
    </>
  );
}
