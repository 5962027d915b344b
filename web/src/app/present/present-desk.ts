/** What is at hand while presenting: hands counted, spotlight, close-up, the speaker's window. Nothing of it is kept. */
import { createStore } from 'zustand/vanilla';
import type { TextKey } from '../../i18n/dictionary.ts';
import { createTallyBook } from '../../lesson/tally.ts';
import { speakerAddress } from './speaker-address.ts';

/** `blocked`: the browser did not let it open; `failed`: nothing could be said to it. */
export type SpeakerState = 'none' | 'open' | 'closed' | 'blocked' | 'failed';

export interface PresentState {
  readonly spotlight: boolean;
  readonly closeUp: boolean;
  readonly speaker: SpeakerState;
  /** What was just done, in words; `number` tells it from the same said before. */
  readonly said: { readonly key: TextKey; readonly number: number } | null;
}

const KEPT = 'fabriscope-speaker';

/** Lasts as long as the tab: after a reload the speaker's window is found again. Storage may be forbidden. */
function keptId(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function newId(): string {
  const id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    sessionStorage.setItem(KEPT, id);
  } catch {
    // Then a reload loses the window, and S opens another.
  }
  return id;
}

/** Joins the talk with the speaker's window that has this id; for as long as the page is open. */
export type SpeakerLinker = (id: string) => Promise<void>;

export class PresentDesk {
  readonly tallies = createTallyBook();
  readonly store = createStore<PresentState>(() => ({ spotlight: false, closeUp: false, speaker: 'none', said: null }));
  private id = keptId();
  private window: Window | null = null;
  private linker: SpeakerLinker | null = null;
  private isLinked = false;

  /** Given from outside, because what is said to the window is of the whole session. */
  attach(linker: SpeakerLinker): void {
    this.linker = linker;
    if (this.id !== null) this.link(this.id);
  }

  say(key: TextKey): void {
    this.store.setState(({ said }) => ({ said: { key, number: (said?.number ?? 0) + 1 } }));
  }

  /** Where the speaker's window is, for a link to it. */
  address(): string {
    return speakerAddress((this.id ??= newId()));
  }

  /** Opens the speaker's window, or brings it to the front. Only from a key or a click: browsers block it otherwise. */
  openSpeaker(): void {
    const id = (this.id ??= newId());
    this.window = open(speakerAddress(id), `fabriscope-speaker-${id}`, 'popup,width=1180,height=820');
    if (this.window === null) this.store.setState({ speaker: 'blocked' });
    this.window?.focus();
    this.link(id);
  }

  /** For those who close it in a way no page hears of. */
  isGone = (): boolean => this.window?.closed === true;

  /** Nothing lies over the stage when presenting begins again. */
  reset(): void {
    this.store.setState({ spotlight: false, closeUp: false, said: null });
  }

  private link(id: string): void {
    if (this.isLinked || this.linker === null) return;
    this.isLinked = true;
    this.linker(id).catch(() => {
      this.isLinked = false;
      this.store.setState({ speaker: 'failed' });
    });
  }
}
