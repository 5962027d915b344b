/** Does what keys, buttons and the speaker's window ask for while presenting. */
import {
  askedAloud,
  canCountAgain,
  countAgain,
  handDown,
  handUp,
  isSecondUntouched,
  takeBack,
} from '../../lesson/tally.ts';
import type { PlayerState } from '../../lesson/scene-player.ts';
import { sceneAfter } from '../next-scene.ts';
import { endPresenting, toggleFullscreen } from '../presenting.ts';
import type { Session } from '../session.ts';
import { focusOf } from '../use-focus.ts';
import { closeUpOf } from './close-up.ts';
import type { PresentAction } from './present-actions.ts';

/** What a clicker's one button does where it is not going to the next step. */
export const ONWARDS: Readonly<Partial<Record<PlayerState['at'], 'suggest' | 'reveal'>>> = {
  acting: 'suggest',
  asking: 'reveal',
};

/** The question hands are counted for now. */
function asked({ store, ui }: Session) {
  const { player } = store.getState();
  return player === null || !ui.getState().presenting ? null : askedAloud(player);
}

/** After a count comes another one, before the answer. */
export function isToCountAgain(session: Session): boolean {
  const question = asked(session);
  return question !== null && canCountAgain(session.present.tallies.of(question.key));
}

export function goOn(session: Session): void {
  const { player, sceneId } = session.store.getState();
  if (player === null) return;
  const { at, away } = player.store.getState();
  const scene = at === 'finished' ? sceneAfter(sceneId) : null;
  // From a branch of one's own, on is back to the lesson.
  if (away) player.comeBack();
  else if (scene !== null) void session.openScene(scene, null);
  else if (isToCountAgain(session)) change(session, countAgain);
  else player.send({ type: ONWARDS[at] ?? 'next' });
}

function change(session: Session, how: Parameters<Session['present']['tallies']['change']>[1]): boolean {
  const question = asked(session);
  if (question !== null) session.present.tallies.change(question.key, how);
  return question !== null;
}

/** A second count that was not meant is left first. */
function goBack(session: Session): void {
  const question = asked(session);
  if (question !== null && isSecondUntouched(session.present.tallies.of(question.key))) change(session, takeBack);
  else session.store.getState().player?.send({ type: 'previous' });
}

function count(session: Session, { type, choice }: Extract<PresentAction, { readonly choice: number }>): boolean {
  const option = asked(session)?.options[choice];
  if (option === undefined) return false;
  return change(session, (tally) => (type === 'handUp' ? handUp(tally, option) : handDown(tally, option)));
}

function toggleCloseUp({ present, store, ui }: Session): void {
  const closeUp = !present.store.getState().closeUp;
  const { mode, selection } = ui.getState();
  const hasFocus = closeUpOf(mode, focusOf(store.getState().player), selection).length > 0;
  present.store.setState({ closeUp });
  present.say(
    closeUp ? (hasFocus ? 'present.said.closeUpOn' : 'present.said.closeUpWaits') : 'present.said.closeUpOff',
  );
}

function toggleSpotlight({ present }: Session): void {
  const spotlight = !present.store.getState().spotlight;
  present.store.setState({ spotlight });
  present.say(spotlight ? 'present.said.spotlightOn' : 'present.said.spotlightOff');
}

/** Returns whether there was something to do. */
export function performAction(session: Session, action: PresentAction): boolean {
  if ('choice' in action) return count(session, action);
  switch (action.type) {
    case 'forward':
      goOn(session);
      return true;
    case 'back':
      goBack(session);
      return true;
    case 'takeBack':
      return change(session, takeBack);
    case 'countAgain':
      return change(session, countAgain);
    case 'blank':
      session.ui.setState(({ presenting, blanked }) => ({ blanked: presenting && !blanked }));
      return true;
    case 'spotlight':
      toggleSpotlight(session);
      return true;
    case 'closeUp':
      toggleCloseUp(session);
      return true;
    case 'speaker':
      session.present.openSpeaker();
      return true;
    case 'fullscreen':
      toggleFullscreen();
      return true;
    case 'keys':
      session.ui.setState({ overlay: 'keys' });
      return true;
    case 'end':
      endPresenting(session);
      return true;
  }
}

/** As {@link performAction}, for a window that may not see that the screen is blank: going on brings it back first, as any key does. */
export function performFromAfar(session: Session, action: PresentAction): void {
  if (session.ui.getState().blanked) session.ui.setState({ blanked: false });
  else performAction(session, action);
}
