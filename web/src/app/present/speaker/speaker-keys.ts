/** The clicker's keys in the speaker's window: they drive the lab. */
import { presentActionOf, readAction } from '../present-actions.ts';
import type { SpeakerClient } from './speaker-client.ts';

/** Space and arrows belong to the control that has the focus; a clicker's page keys never do. */
function isControls({ code, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('button, a') !== null) return /^(?:Space|Enter|NumpadEnter|Arrow)/.test(code);
  // Reached by Tab it is to be scrolled; clicked into it is not.
  return /^Arrow(?:Up|Down)$/.test(code) && target.matches('main:focus-visible');
}

/** For as long as the window is open. */
export function listenToSpeakerKeys(client: SpeakerClient): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isControls(event)) return;
    const action = readAction(presentActionOf(event));
    if (action === null) return;
    client.ask(action);
    event.preventDefault();
  });
}
