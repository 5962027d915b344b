/**
 * One entry of the explainer: what is printed, who decides it, why, what to do, and the scene in which it happens. Or a
 * term of the glossary.
 */
import { explanationBy, shownText } from '../../explain/entries.ts';
import type { Explanation } from '../../explain/entries.ts';
import type { SeenIn } from '../../explain/explainer-entry.ts';
import { explainFact, failureIn } from '../../explain/explain-fact.ts';
import { useText } from '../../i18n/text-context.tsx';
import { isBuilt } from '../../scenes/catalog.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { Explained } from '../interface-store.ts';
import { useSession } from '../session-context.tsx';
import { Term } from './Glossary.tsx';
import './explain.css';

type Printed = Exclude<Explained, { readonly type: 'term' }>;

const entryOf = (explained: Printed): Explanation | null =>
  explained.type === 'entry' ? explanationBy(explained.id) : explainFact(explained.fact);

const textOf = (explained: Printed): string =>
  explained.type === 'fact' ? (failureIn(explained.fact)?.text ?? '') : '';

export function ExplainDialog({ explained, onClose }: { readonly explained: Explained; readonly onClose: () => void }) {
  const t = useText();
  const isTerm = explained.type === 'term';
  return (
    <Dialog
      open
      title={t(isTerm ? 'shell.do.termTitle' : 'explain.ui.title')}
      closeLabel={t('shell.close')}
      onClose={onClose}
    >
      <div className="entry">{isTerm ? <Term id={explained.id} /> : <PrintedError explained={explained} />}</div>
    </Dialog>
  );
}

function PrintedError({ explained }: { readonly explained: Printed }) {
  const t = useText();
  const entry = entryOf(explained);
  const printed = textOf(explained);
  return (
    <>
      {printed === '' ? null : <code className="entry__printed">{printed}</code>}
      {entry === null ? <p role="status">{t('explain.ui.empty')}</p> : <Entry entry={entry} />}
    </>
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
                <code key={text}>{shownText(text)}</code>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
      <SeeIt seen={entry.seen} about={entry.about} />
    </>
  );
}

/** Opens the scene at its step, or one about the part that says it; says so where the scene is still to come. */
function SeeIt({ seen, about }: Pick<Explanation, 'seen' | 'about'>) {
  const t = useText();
  const titleOf = ({ scene }: SeenIn): string => {
    const key = `lesson.scene.${scene}`;
    return t.has(key) ? t(key) : scene;
  };
  if (seen !== null && isBuilt(seen.scene))
    return <OpenScene scene={seen} label={t('explain.ui.see', { title: titleOf(seen) })} />;
  return (
    <>
      {seen === null ? null : <p className="entry__note">{t('explain.ui.coming', { title: titleOf(seen) })}</p>}
      <OpenScene scene={about} label={t('explain.ui.about', { title: titleOf(about) })} />
    </>
  );
}

function OpenScene({ scene: { scene, step }, label }: { readonly scene: SeenIn; readonly label: string }) {
  const t = useText();
  const session = useSession();
  return (
    <div className="entry__see">
      <Button
        tone="primary"
        icon="play"
        onClick={() => {
          session.ui.setState({ overlay: null, explained: null });
          void session.openScene(scene, step ?? null);
        }}
      >
        {label}
      </Button>
      <p className="entry__note">{t('explain.ui.seeHint')}</p>
    </div>
  );
}
