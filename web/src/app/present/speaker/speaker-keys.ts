/** The clicker's keys in the speaker's window: they drive the lab. */
import { presentActionOf, readAction } from '../present-actions.ts';
import type { SpeakerClient } from './speaker-client.ts';

/** Space and arrows belong to the control that has the focus; a clicker's page keys never do. */
const isControls = ({ code, target }: KeyboardEvent): boolean =>
  /^(?:Space|Enter|NumpadEnter|Arrow)/.test(code) && target instanceof Element && target.closest('button, a') !== null;

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
