/**
 * What lies over the page while presenting: a bar of instruments that comes with the pointer or the focus, the spotlight, and
 * what was just done, in words.
 */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TextKey } from '../../i18n/dictionary.ts';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useSession } from '../session-context.tsx';
import { letGoOfButtons } from './let-go-of-buttons.ts';
import type { PresentAction } from './present-actions.ts';
import type { PresentState } from './present-desk.ts';
import { performAction } from './perform-action.ts';
import { Spotlight } from './Spotlight.tsx';
import { useIdlePointer } from './use-idle-pointer.ts';
import './present.css';

export function Instruments() {
  const t = useText();
  const { present } = useSession();
  const spotlight = useStore(present.store, (state) => state.spotlight);
  const place = useRef<HTMLElement>(null);
  const pointer = useIdlePointer(place);
  useEffect(letGoOfButtons, []);
  return (
    <aside ref={place} className="instruments" aria-label={t('present.bar.region')}>
      {spotlight ? <Spotlight pointer={pointer} /> : null}
      <SpeakerNotice />
      <Said />
      <Bar />
    </aside>
  );
}

interface Tool {
  readonly action: Exclude<PresentAction['type'], 'handUp' | 'handDown'>;
  readonly name: TextKey;
  readonly key: string;
  readonly icon: IconName;
  readonly pressed?: 'spotlight' | 'closeUp';
}

const TOOLS: readonly Tool[] = [
  { action: 'back', name: 'shell.keys.previous', key: 'PageUp', icon: 'left' },
  { action: 'forward', name: 'shell.keys.next', key: 'PageDown', icon: 'right' },
  { action: 'closeUp', name: 'present.bar.closeUp', key: 'Z', icon: 'closeUp', pressed: 'closeUp' },
  { action: 'spotlight', name: 'present.bar.spotlight', key: 'L', icon: 'spotlight', pressed: 'spotlight' },
  { action: 'speaker', name: 'present.bar.speaker', key: 'S', icon: 'speaker' },
  { action: 'blank', name: 'shell.keys.blank', key: 'B', icon: 'blank' },
  { action: 'fullscreen', name: 'shell.keys.fullscreen', key: 'F', icon: 'fullscreen' },
  { action: 'keys', name: 'shell.keys.help', key: '?', icon: 'keyboard' },
  { action: 'end', name: 'shell.keys.end', key: 'Esc', icon: 'close' },
];

function Bar() {
  const t = useText();
  const session = useSession();
  const state = useStore(session.present.store);
  return (
    <div className="instruments__bar" role="group" aria-label={t('present.bar.label')}>
      {TOOLS.map(({ action, name, key, icon, pressed }) => (
        <Button
          key={action}
          tone="quiet"
          icon={icon}
          label={t('present.bar.key', { name: t(name), key })}
          aria-pressed={pressed === undefined ? undefined : state[pressed]}
          onClick={() => performAction(session, { type: action })}
        />
      ))}
    </div>
  );
}

const SAID_MILLIS = 2_500;

/** Stays for those who read it later than it is seen: what goes is what is seen. */
function Said() {
  const t = useText();
  const { present } = useSession();
  const said = useStore(present.store, (state) => state.said);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (said === null) return;
    setSeen(true);
    const timer = setTimeout(() => setSeen(false), SAID_MILLIS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <p className={`instruments__said${isSeen ? ' is-seen' : ''}`} role="status">
      {said === null ? null : t(said.key)}
    </p>
  );
}

const NOTICED: Readonly<Partial<Record<PresentState['speaker'], TextKey>>> = {
  open: 'present.speaker.opened',
  closed: 'present.speaker.closed',
  blocked: 'present.speaker.blocked',
  failed: 'present.speaker.failed',
};
const NOTICE_MILLIS = 6_000;

/** What became of the speaker's window. Good news goes by itself. */
function SpeakerNotice() {
  const t = useText();
  const { present } = useSession();
  const speaker = useStore(present.store, (state) => state.speaker);
  const [closed, setClosed] = useState<PresentState['speaker']>(speaker);
  const key = closed === speaker ? undefined : NOTICED[speaker];
  const isGood = speaker === 'open' || speaker === 'closed';
  useEffect(() => {
    if (!isGood) return;
    const timer = setTimeout(() => setClosed(speaker), NOTICE_MILLIS);
    return () => clearTimeout(timer);
  }, [speaker, isGood]);
  if (key === undefined) return null;
  return (
    <div className="instruments__notice">
      <Notice
        tone={isGood ? 'neutral' : 'warn'}
        closeLabel={t('shell.close')}
        onClose={() => {
          // Bad news is told again, if it comes again.
          if (isGood) setClosed(speaker);
          else present.store.setState({ speaker: 'none' });
        }}
      >
        {t(key)}{' '}
        {speaker === 'blocked' ? (
          <a href={present.address()} target="_blank" rel="noreferrer">
            {t('present.speaker.blockedLink')}
          </a>
        ) : null}
      </Notice>
    </div>
  );
}
