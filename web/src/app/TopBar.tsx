/** The bar on top: where we are in the course, how we work, language, theme, sharing, presenting. */
import { useText } from '../i18n/text-context.tsx';
import { dayOf, isSceneId } from '../scenes/course.ts';
import { Button } from '../ui/Button.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { useNarrow, usePhone } from '../ui/use-media.ts';
import type { Mode } from './interface-store.ts';
import { Logo } from './Logo.tsx';
import { startPresenting } from './presenting.ts';
import { useSandbox } from './sandbox/use-sandbox.ts';
import { useInterface, useSession, useSessionState } from './session-context.tsx';

export function TopBar() {
  const t = useText();
  const session = useSession();
  const narrow = useNarrow();
  const phone = usePhone();
  const isPage = useSandbox((state) => state.view !== null);
  const ready = useSessionState((state) => state.status === 'ready') && !isPage;
  return (
    <header className="top">
      {narrow ? (
        <Button
          tone="quiet"
          icon="menu"
          label={t('shell.top.outline')}
          onClick={() => session.ui.setState({ overlay: 'outline' })}
        />
      ) : null}
      <div className="top__logo">
        <Logo size={24} />
        {phone ? null : <span>{t('shell.name')}</span>}
      </div>
      <Place />
      <div className="top__space" />
      {narrow ? null : <ModeSwitch />}
      <Button
        icon="command"
        label={phone ? t('shell.top.do') : undefined}
        disabled={!ready}
        onClick={() => session.ui.setState({ overlay: 'do', actor: null })}
      >
        {phone ? undefined : t('shell.top.do')}
      </Button>
      <LanguageSwitch />
      <ThemeButton />
      <Button
        icon="share"
        label={narrow ? t('shell.top.share') : undefined}
        disabled={!ready}
        onClick={() => session.ui.setState({ overlay: 'share' })}
      >
        {narrow ? undefined : t('shell.top.share')}
      </Button>
      {phone ? null : (
        <Button tone="primary" icon="present" disabled={!ready} onClick={() => startPresenting(session)}>
          {t('shell.top.present')}
        </Button>
      )}
      {narrow ? (
        <Button
          tone="quiet"
          icon="panel"
          label={t('shell.top.inspector')}
          onClick={() => session.ui.setState({ overlay: 'inspector' })}
        />
      ) : null}
    </header>
  );
}

function Place() {
  const t = useText();
  const sceneId = useSessionState((state) => state.sceneId);
  const mine = useSandbox((state) => state.open?.name ?? null);
  const isPage = useSandbox((state) => state.view !== null);
  if (mine !== null || isPage) {
    return (
      <h1 className="top__place">
        {mine === null ? (
          <b>{t('shell.top.mode.sandbox')}</b>
        ) : (
          <>
            <span>{`${t('shell.top.mode.sandbox')} · `}</span>
            <b>{mine === '' ? t('sandbox.unnamed') : mine}</b>
          </>
        )}
      </h1>
    );
  }
  if (!isSceneId(sceneId)) return null;
  return (
    <h1 className="top__place">
      <span>{`${t('shell.top.place', { day: dayOf(sceneId) })} · `}</span>
      <b>{t(`lesson.scene.${sceneId}`)}</b>
    </h1>
  );
}

/** Exercises are a mode of their own once there are any; until then the switch says that they are to come. */
export function ModeSwitch() {
  const t = useText();
  const session = useSession();
  const mode = useInterface((state) => state.mode);
  return (
    <SegmentedControl<Mode | 'exercises'>
      label={t('shell.top.mode')}
      value={mode}
      segments={[
        { value: 'learn', label: t('shell.top.mode.learn') },
        {
          value: 'exercises',
          label: `${t('shell.top.mode.exercises')} (${t('lesson.coming')})`,
          disabled: true,
          hint: t('shell.top.mode.exercises.coming'),
        },
        { value: 'sandbox', label: t('shell.top.mode.sandbox') },
      ]}
      onChange={(next) => {
        if (next === 'sandbox') session.sandbox.showStart();
        else if (next === 'learn') session.sandbox.leave();
      }}
    />
  );
}

export function LanguageSwitch() {
  const t = useText();
  const session = useSession();
  const language = useInterface((state) => state.language);
  const phone = usePhone();
  if (!phone) return <LanguageSegments />;
  const other = language === 'ko' ? 'en' : 'ko';
  return (
    <Button lang={other} onClick={() => session.ui.setState({ language: other })}>
      {t(`shell.top.language.${other}`)}
    </Button>
  );
}

export function LanguageSegments() {
  const t = useText();
  const session = useSession();
  const language = useInterface((state) => state.language);
  return (
    <SegmentedControl
      label={t('shell.top.language')}
      value={language}
      segments={[
        { value: 'ko', label: t('shell.top.language.ko'), lang: 'ko' },
        { value: 'en', label: t('shell.top.language.en'), lang: 'en' },
      ]}
      onChange={(next) => session.ui.setState({ language: next })}
    />
  );
}

export function ThemeButton() {
  const t = useText();
  const session = useSession();
  const theme = useInterface((state) => state.theme);
  const phone = usePhone();
  const other = theme === 'light' ? 'dark' : 'light';
  if (phone) return null;
  return (
    <Button
      tone="quiet"
      icon={other === 'dark' ? 'moon' : 'sun'}
      label={t(other === 'dark' ? 'shell.top.theme.toDark' : 'shell.top.theme.toLight')}
      onClick={() => session.ui.setState({ theme: other })}
    />
  );
}
