/** The window's end of the talk with the lab: what the lab shows last, and whether it is still there. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PresentAction } from '../present-actions.ts';
import { openChannel } from './speaker-talk.ts';
import type { FromLab, FromSpeaker, SpeakerShot } from './speaker-talk.ts';

export interface ClientState {
  /** What the lab showed last; kept when it is gone. */
  readonly shot: SpeakerShot | null;
  readonly status: 'seeking' | 'linked' | 'alone';
}

export interface SpeakerClient {
  readonly store: StoreApi<ClientState>;
  readonly ask: (action: PresentAction) => void;
}

const CALL_MILLIS = 1_000;
/** Unanswered for this many calls, the lab is taken to be gone; it is called on all the same. */
const PATIENCE = 3;

/** For as long as the window is open. */
export function createSpeakerClient(id: string): SpeakerClient {
  const store = createStore<ClientState>(() => ({ shot: null, status: 'seeking' }));
  const channel = openChannel(id);
  const tell = (message: FromSpeaker): void => channel.postMessage(message);
  let unanswered = 0;
  const call = (): void => {
    if (store.getState().status === 'linked') return;
    if (++unanswered > PATIENCE) store.setState({ status: 'alone' });
    tell({ type: 'hello' });
  };
  channel.addEventListener('message', ({ data }: MessageEvent<FromLab>) => {
    unanswered = 0;
    if (data.type === 'gone') {
      store.setState({ status: 'alone' });
      return;
    }
    // A lab that has been reloaded does not know of the window yet.
    const isNew = store.getState().status !== 'linked';
    store.setState({ shot: data.shot, status: 'linked' });
    if (isNew) tell({ type: 'hello' });
  });
  addEventListener('pagehide', () => tell({ type: 'bye' }));
  addEventListener('pageshow', () => tell({ type: 'hello' }));
  setInterval(call, CALL_MILLIS);
  call();
  return { store, ask: (action) => tell({ type: 'do', action }) };
}
