/** What a node has as the configuration of its channels: members, settings, and every policy with its rule. */
import { useText } from '../../i18n/text-context.tsx';
import { millisText } from '../figures.ts';
import { GoInsideButton } from '../inside-context.tsx';
import type { ChannelConfigSummary } from '../lab-types.ts';
import { Rows } from './Rows.tsx';

function Settings({ config }: { readonly config: ChannelConfigSummary }) {
  const t = useText();
  const { batch, organizations, capabilities, consensusType } = config;
  return (
    <Rows
      rows={[
        ...organizations.map(({ name, mspId, part, addresses }) => ({
          name: t(`inspector.config.part.${part}`),
          key: `${part} ${name}`,
          value: (
            <>
              {name === mspId ? mspId : `${name} · ${mspId}`}
              {addresses.map((address) => (
                <span key={address} className="config__address mono">
                  {address}
                </span>
              ))}
            </>
          ),
        })),
        consensusType === null ? null : { name: t('inspector.config.consensus'), value: consensusType, exact: true },
        batch === null
          ? null
          : {
              name: t('inspector.config.batch'),
              value: t('inspector.config.batchValue', {
                count: batch.maxMessageCount,
                preferred: batch.preferredMaxBytes,
                millis: millisText(batch.timeoutMicros),
              }),
            },
        ...capabilities.map(({ level, names }) => ({
          name: t('inspector.config.capabilities'),
          key: `capabilities ${level}`,
          value: `${t(`inspector.config.level.${level}`)} ${names.join(', ')}`,
        })),
      ]}
    />
  );
}

/** Which policy guards a resource, where the channel says something of its own. */
function Acls({ acls }: Pick<ChannelConfigSummary, 'acls'>) {
  const t = useText();
  if (acls.length === 0) return <p className="panel-note">{t('inspector.config.noAcls')}</p>;
  return (
    <dl className="config__policies">
      {acls.map(({ resource, policy }) => (
        <div key={resource}>
          <dt className="mono">{resource}</dt>
          <dd className="mono">{policy}</dd>
        </div>
      ))}
    </dl>
  );
}

function Config({ config, node }: { readonly config: ChannelConfigSummary; readonly node: string | null }) {
  const t = useText();
  return (
    <details className="config">
      <summary>{t('inspector.config.title', { channel: config.channel, sequence: config.sequence })}</summary>
      {node === null ? null : (
        <GoInsideButton
          about={t('inspector.config.title', { channel: config.channel, sequence: config.sequence })}
          path={[
            { kind: 'node', node },
            { kind: 'config', node, channel: config.channel },
          ]}
        />
      )}
      <Settings config={config} />
      <h4>{t('inspector.config.policies', { count: config.policies.length })}</h4>
      <dl className="config__policies">
        {config.policies.map(({ path, rule, kind }) => (
          <div key={path}>
            <dt className="mono">{path}</dt>
            <dd>
              <span className="mono">{rule}</span>{' '}
              <span className="panel-note">{t(`inspector.config.kind.${kind}`)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <h4>{t('inspector.config.acls')}</h4>
      <Acls acls={config.acls} />
    </details>
  );
}

interface ChannelConfigsProps {
  readonly configs: readonly ChannelConfigSummary[];
  /** The node that has them; null: nobody goes in. */
  readonly node: string | null;
}

export function ChannelConfigs({ configs, node }: ChannelConfigsProps) {
  return configs.map((config) => <Config key={config.channel} config={config} node={node} />);
}
