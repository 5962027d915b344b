/** One entry of the explainer: what is printed, who decides it, why, what to do, and the scene in which it happens. */
import { explanationBy } from '../../explain/entries.ts';
import type { Explanation } from '../../explain/entries.ts';
import { explainFact, failureIn } from '../../explain/explain-fact.ts';
import { useText } from '../../i18n/text-context.tsx';
import { isBuilt } from '../../scenes/catalog.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { Explained } from '../interface-store.ts';
import { useSession } from '../session-context.tsx';
import './explain.css';

const entryOf = (explained: Explained): Explanation | null =>
  explained.type === 'entry' ? explanationBy(explained.id) : explainFact(explained.fact);

const textOf = (explained: Explained): string =>
  explained.type === 'fact' ? (failureIn(explained.fact)?.text ?? '') : '';

export function ExplainDialog({ explained, onClose }: { readonly explained: Explained; readonly onClose: () => void }) {
  const t = useText();
  const entry = entryOf(explained);
  const printed = textOf(explained);
  return (
    <Dialog open title={t('explain.ui.title')} closeLabel={t('shell.close')} onClose={onClose}>
      <div className="entry">
        {printed === '' ? null : <code className="entry__printed">{printed}</code>}
        {entry === null ? <p role="status">{t('explain.ui.empty')}</p> : <Entry entry={entry} />}
      </div>
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: Explanation }) {
  const t = useText();
  const { id, code, title, layer, texts } = entry;
  return (
    <>
      <h3 className={code === null ? 'entry__text' : 'entry__code'}>
        <code>{title}</code>
        {code === null ? null : <span>{t('explain.ui.code', { number: code.number })}</span>}
      </h3>
      <dl>
        <dt>{t('explain.ui.layer')}</dt>
        <dd>{t(`explain.layer.${layer}`)}</dd>
        <dt>{t('explain.ui.cause')}</dt>
        <dd>{t(`explain.${id}.cause`)}</dd>
        <dt>{t('explain.ui.remedy')}</dt>
        <dd>{t(`explain.${id}.remedy`)}</dd>
        {code === null && texts.length > 1 ? (
          <>
            <dt>{t('explain.ui.also')}</dt>
            <dd className="entry__also">
              {texts.slice(1).map((text) => (
                <code key={text}>{text.replaceAll('*', '…')}</code>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
      <SeeIt seen={entry.seen} />
    </>
  );
}

/** Opens the scene at its step; says so where it is still to come. */
function SeeIt({ seen }: Pick<Explanation, 'seen'>) {
  const t = useText();
  const session = useSession();
  if (seen === null) return null;
  const key = `lesson.scene.${seen.scene}`;
  const title = t.has(key) ? t(key) : seen.scene;
  if (!isBuilt(seen.scene)) return <p className="entry__note">{t('explain.ui.coming', { title })}</p>;
  return (
    <div className="entry__see">
      <Button
        tone="primary"
        icon="play"
        onClick={() => {
          session.ui.setState({ overlay: null, explained: null });
          void session.openScene(seen.scene, seen.step ?? null);
        }}
      >
        {t('explain.ui.see', { title })}
      </Button>
      <p className="entry__note">{t('explain.ui.seeHint')}</p>
    </div>
  );
}
