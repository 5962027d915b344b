/** One element of the configuration: what it says, what it said before, and which policy lets it change. */
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import type { Place } from '../../view/place.ts';
import { certificateName } from '../../view/place-names.ts';
import { Sheet } from '../thing/Sheet.tsx';
import { type ConfigNode, lineChanges } from './config-rows.ts';

interface ConfigDetailProps {
  readonly node: string;
  readonly channel: string;
  readonly element: ConfigNode;
  readonly onEnter: (place: Place) => void;
}

const MARKS = { same: ' ', added: '+', removed: '−' } as const;

export function ConfigDetail({ node, channel, element, onEnter }: ConfigDetailProps) {
  const t = useText();
  const { path, version, modPolicy, modPolicyPath, change, before, certificates, kind } = element;
  const policyPath = kind === 'policy' ? path : modPolicyPath;
  return (
    <Sheet title={element.name} note={t(`things.config.kind.${kind}`)} area="detail">
      <p className="mono config-path">{path}</p>
      <dl className="thing-rows">
        <div>
          <dt>{t('things.config.versionName')}</dt>
          <dd>
            {before === null ? version : t('things.config.versions', { before: before.version, now: version })}{' '}
            {change === 'same' ? null : <Badge tone="warn">{t(`things.config.change.${change}`)}</Badge>}
          </dd>
        </div>
        <div>
          <dt>{t('things.config.modPolicy')}</dt>
          <dd>
            {modPolicyPath === '' ? (
              t('things.config.noModPolicy')
            ) : (
              <button
                type="button"
                className="panel-link mono"
                onClick={() => onEnter({ kind: 'policy', node, channel, path: modPolicyPath })}
              >
                {modPolicy === modPolicyPath ? modPolicy : `${modPolicy} = ${modPolicyPath}`}
              </button>
            )}
          </dd>
        </div>
      </dl>
      {element.lines.length === 0 ? null : (
        <ol className="config-lines mono">
          {lineChanges(element).map(({ text, mark }, index) => (
            <li key={index} data-mark={mark}>
              <span aria-hidden="true">{MARKS[mark]}</span>
              {mark === 'same' ? null : <span className="ui-hidden">{t(`things.config.line.${mark}`)}</span>}
              {text}
            </li>
          ))}
        </ol>
      )}
      {kind !== 'policy' ? null : (
        <button
          type="button"
          className="panel-link"
          onClick={() => onEnter({ kind: 'policy', node, channel, path: policyPath })}
        >
          {t('things.config.openPolicy')}
        </button>
      )}
      {certificates.length === 0 ? null : (
        <ul className="thing-list">
          {certificates.map(({ fingerprint, name }) => (
            <li key={fingerprint}>
              <button
                type="button"
                className="panel-link"
                onClick={() => onEnter({ kind: 'certificate', node, name: certificateName(name, fingerprint) })}
              >
                {t('things.certificateOf', { name })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
