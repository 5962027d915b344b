/** What the bar on top has no room for in a narrow window, above the outline in the sheet its menu opens. */
import { useText } from '../i18n/text-context.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { usePhone } from '../ui/use-media.ts';
import { useInterface, useSession } from './session-context.tsx';
import { LanguageSegments, ModeSwitch } from './TopBar.tsx';

export function MenuSettings() {
  const phone = usePhone();
  return (
    <div className="menu-settings">
      <ModeSwitch />
      {phone ? <LanguageSegments /> : null}
      {phone ? <ThemeSegments /> : null}
    </div>
  );
}

function ThemeSegments() {
  const t = useText();
  const session = useSession();
  const theme = useInterface((state) => state.theme);
  return (
    <SegmentedControl
      label={t('shell.top.theme')}
      value={theme}
      segments={[
        { value: 'light', label: t('shell.top.theme.light') },
        { value: 'dark', label: t('shell.top.theme.dark') },
      ]}
      onChange={(next) => session.ui.setState({ theme: next })}
    />
  );
}
