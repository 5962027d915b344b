/** The thing itself: its messages as JSON, its certificates as text, its bytes. */
import { useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { certificateName } from '../../view/place-names.ts';
import { CopyButton } from '../CopyButton.tsx';
import { GoInsideButton } from '../inside-context.tsx';
import type { Inspection } from '../lab-types.ts';
import { certificateRole } from './certificate-role.ts';
import { hexLines } from './hex-dump.ts';
import { JsonTree } from './JsonTree.tsx';

const FIRST_BYTES = 1_024;

function Bytes({ hex }: { readonly hex: string }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const size = Math.floor(hex.length / 2);
  const lines = useMemo(() => hexLines(hex, all ? size : FIRST_BYTES), [hex, all, size]);
  return (
    <section>
      <h3>
        {t('panels.raw.bytes', { count: size })}
        <CopyButton text={hex} label={t('panels.raw.copyBytes')} />
      </h3>
      <pre className="hex" tabIndex={0} aria-label={t('panels.raw.bytes', { count: size })}>
        {lines.join('\n')}
      </pre>
      {!all && size > FIRST_BYTES ? (
        <Button tone="quiet" icon="down" onClick={() => setAll(true)}>
          {t('panels.raw.allBytes')}
        </Button>
      ) : null}
    </section>
  );
}

export function Raw({ inspection }: { readonly inspection: Inspection }) {
  const t = useText();
  const { title, json, bytes } = inspection;
  const text = useMemo(() => JSON.stringify(json, null, 2), [json]);
  return (
    <>
      <section>
        <h3>
          <span className="mono">{title}</span>
          <CopyButton text={text} label={t('panels.raw.copyJson')} />
        </h3>
        <JsonTree key={title} value={json} />
      </section>
      {bytes === '' ? <p className="panel-note">{t('panels.raw.noBytes')}</p> : <Bytes hex={bytes} />}
    </>
  );
}

interface PrintedTextsProps {
  readonly inspection: Inspection;
  /** Of the organisation the certificates belong to; empty when they belong to no one. */
  readonly mspId: string;
  /** As which node one would look into them; null: nobody goes in. */
  readonly node: string | null;
}

/** Certificates and the like as the tools print them, each with what it makes of its holder. */
export function PrintedTexts({ inspection, mspId, node }: PrintedTextsProps) {
  const t = useText();
  const holder = (text: string): string => {
    const role = certificateRole(text);
    if (role === null || mspId === '') return '';
    return role === 'authority'
      ? t('inspector.certificate.authority')
      : t(`inspector.policy.who.${role}`, { msp: mspId });
  };
  return inspection.texts.map(({ label, text, fingerprint }) => (
    <details key={label} className="printed">
      <summary>
        {label} <span className="panel-note">{holder(text)}</span>
      </summary>
      <CopyButton text={text} label={t('panels.raw.copyText', { name: label })} />
      {fingerprint === undefined || node === null ? null : (
        <GoInsideButton
          about={label}
          path={[
            { kind: 'node', node },
            { kind: 'certificate', node, name: certificateName(label, fingerprint) },
          ]}
        />
      )}
      <pre tabIndex={0}>{text}</pre>
    </details>
  ));
}
