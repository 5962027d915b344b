/** The black screen of present mode; a click brings the page back. */
import { useText } from '../i18n/text-context.tsx';
import { useInterface, useSession } from './session-context.tsx';

export function BlankScreen() {
  const t = useText();
  const session = useSession();
  const blanked = useInterface((state) => state.blanked);
  if (!blanked) return null;
  return (
    <button type="button" className="blank" onClick={() => session.ui.setState({ blanked: false })}>
      <span className="ui-hidden">{t('shell.blank')}</span>
    </button>
  );
}
