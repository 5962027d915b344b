/** The lab's end of the talk with the speaker's window: tells it what there is to see, does what it asks for. */
import type { ScenePlayer } from '../../../lesson/scene-player.ts';
import type { Session } from '../../session.ts';
import { readAction } from '../present-actions.ts';
import { performFromAfar } from '../perform-action.ts';
import { speakerShot } from './speaker-shot.ts';
import { openChannel } from './speaker-talk.ts';
import type { FromLab, FromSpeaker } from './speaker-talk.ts';

/** A reload of the window is a bye and a hello. */
const GONE_MILLIS = 1_500;
const LOOK_MILLIS = 1_000;

/** For as long as the page is open. */
export function linkSpeaker(session: Session, id: string): void {
  const { present } = session;
  const channel = openChannel(id);
  const tell = (message: FromLab): void => channel.postMessage(message);
  const show = (): void => tell({ type: 'shot', shot: speakerShot(session) });

  let parting: ReturnType<typeof setTimeout> | undefined;
  const part = (millis: number): void => {
    clearTimeout(parting);
    parting = setTimeout(() => {
      if (present.store.getState().speaker === 'open') present.store.setState({ speaker: 'closed' });
    }, millis);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<FromSpeaker>) => {
    if (data.type === 'hello') {
      clearTimeout(parting);
      present.store.setState({ speaker: 'open' });
      show();
    } else if (data.type === 'bye') part(GONE_MILLIS);
    else {
      const action = readAction(data.action);
      if (action !== null) performFromAfar(session, action);
    }
  });
  setInterval(() => {
    if (present.isGone() && present.store.getState().speaker === 'open') part(0);
  }, LOOK_MILLIS);
  addEventListener('pagehide', () => tell({ type: 'gone' }));
  addEventListener('pageshow', show);
  onAnyChange(session, show);
  show();
}

/** Once for all that changes in one go. */
function onAnyChange(session: Session, show: () => void): void {
  let isDue = false;
  const due = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      show();
    });
  };
  let player: ScenePlayer | null = null;
  let leave = (): void => undefined;
  const follow = (): void => {
    const now = session.store.getState().player;
    if (now === player) return;
    leave();
    player = now;
    leave = now?.store.subscribe(due) ?? ((): void => undefined);
  };
  follow();
  session.store.subscribe(() => {
    follow();
    due();
  });
  session.ui.subscribe((state, before) => {
    const isSeen = (['language', 'theme', 'presenting', 'blanked'] as const).some((key) => state[key] !== before[key]);
    if (isSeen) due();
  });
  session.present.store.subscribe(due);
  session.present.tallies.store.subscribe(due);
}
