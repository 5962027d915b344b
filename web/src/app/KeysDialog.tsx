/** All keys, on one page. */
import type { TextKey } from '../i18n/dictionary.ts';
import { useText } from '../i18n/text-context.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useInterface } from './session-context.tsx';

type Row = readonly [keys: readonly string[], text: TextKey];

const LAB: readonly Row[] = [
  [['Space'], 'shell.keys.play'],
  [[',', '.'], 'shell.keys.step'],
  [['[', ']'], 'branches.keys.block'],
  [[';', "'"], 'branches.keys.error'],
  [['Q', 'W'], 'branches.keys.question'],
  [['PageDown'], 'shell.keys.next'],
  [['PageUp'], 'shell.keys.previous'],
  [['1', '5'], 'shell.keys.answer'],
  [['Ctrl', 'K'], 'shell.keys.do'],
  [['Ctrl', 'Z'], 'sandbox.keys.undo'],
  [['?'], 'shell.keys.help'],
];

const STAGE: readonly Row[] = [
  [['←', '→', '↑', '↓'], 'shell.keys.walk'],
  [['Shift', '→'], 'shell.keys.move'],
  [['Enter'], 'shell.keys.open'],
  [['Space'], 'shell.keys.select'],
  [['M'], 'shell.keys.menu'],
  [['+', '-', '0'], 'shell.keys.zoom'],
];

const BESIDE: readonly Row[] = [
  [['Space'], 'shell.keys.play'],
  [['PageDown', '→'], 'lesson.beside.next'],
  [['PageUp', '←'], 'lesson.beside.previous'],
  [['?'], 'shell.keys.help'],
];

const PRESENT_ANYTHING: readonly Row[] = [
  [['B', '.'], 'shell.keys.blank'],
  [['F'], 'shell.keys.fullscreen'],
  [['Esc'], 'shell.keys.end'],
];

const PRESENT: readonly Row[] = [
  [['PageDown', 'Space', '→'], 'shell.keys.next'],
  [['PageUp', '←'], 'shell.keys.previous'],
  [['1', '5'], 'present.keys.count'],
  [['Shift', '1'], 'present.keys.discount'],
  [['Backspace'], 'present.keys.takeBack'],
  [['S', 'N'], 'present.keys.speaker'],
  [['L'], 'present.keys.spotlight'],
  [['Z'], 'present.keys.closeUp'],
  ...PRESENT_ANYTHING,
  [['?'], 'shell.keys.help'],
];

interface Page {
  /** null: what the dialog is about first of all. */
  readonly title: TextKey | null;
  readonly rows: readonly Row[];
}

/** While presenting, keys of the lab do other things. */
function pagesOf(beside: boolean, presenting: boolean): readonly Page[] {
  const stage: Page = { title: 'shell.keys.stage', rows: STAGE };
  if (presenting && !beside) return [{ title: null, rows: PRESENT }, stage];
  const present: Page = { title: 'shell.keys.present', rows: beside ? PRESENT_ANYTHING : PRESENT };
  return [{ title: null, rows: beside ? BESIDE : LAB }, stage, present];
}

interface KeysDialogProps {
  readonly open: boolean;
  /** The keys of two scenes side by side. */
  readonly beside?: boolean;
  readonly onClose: () => void;
}

export function KeysDialog({ open, beside = false, onClose }: KeysDialogProps) {
  const t = useText();
  const presenting = useInterface((state) => state.presenting);
  return (
    <Dialog open={open} title={t('shell.keys.title')} closeLabel={t('shell.close')} onClose={onClose}>
      {/* Longer than a phone: the keyboard scrolls what has the focus. */}
      <div
        role="region"
        aria-label={t('shell.keys.title')}
        tabIndex={0}
        {...(presenting && { className: 'keys__aloud', 'data-contrast': 'high' })}
      >
        {pagesOf(beside, presenting).map(({ title, rows }) => (
          <section key={title ?? ''}>
            {title === null ? null : <h3 className="keys__head">{t(title)}</h3>}
            <KeyTable rows={rows} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function KeyTable({ rows }: { readonly rows: readonly Row[] }) {
  const t = useText();
  return (
    <dl className="keys">
      {rows.map(([keys, text]) => (
        <div key={text}>
          <dt>
            {keys.map((key) => (
              <Kbd key={key} name={key} />
            ))}
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
