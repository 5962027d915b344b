/**
 * What the lab and the speaker's window say to each other, over a channel of the browser's own: both are pages of one origin,
 * and it works with no network. The lab says what there is to see, all of it each time; the window asks for actions.
 */
import type { Language } from '../../../i18n/language.ts';
import type { Tally } from '../../../lesson/tally.ts';
import type { Theme } from '../../interface-store.ts';
import type { PresentAction } from '../present-actions.ts';

export interface ShotOption {
  readonly id: string;
  readonly label: string;
  /** Why it is right, or which misconception it is; empty where nothing is said of it. */
  readonly explanation: string;
  readonly isRight: boolean;
}

export interface ShotQuestion {
  readonly text: string;
  readonly options: readonly ShotOption[];
  /** null: a question that is answered by pointing at a node. */
  readonly tally: Tally | null;
  readonly isAnswered: boolean;
}

/** What forward does next. */
export type Onwards = 'next' | 'countAgain' | 'reveal' | 'suggest' | 'see' | 'skip' | 'comeBack' | 'nextScene' | 'wait';

export interface ShotStep {
  readonly n: number;
  readonly count: number;
  readonly heading: string;
  readonly body: string;
  readonly notes: string;
  /** While it is asked, or just answered. */
  readonly question: ShotQuestion | null;
  /** While the room is to do it. */
  readonly task: { readonly text: string; readonly hints: readonly string[] } | null;
}

/** All the speaker's window shows of the lab. Texts are in the lab's language. */
export interface SpeakerShot {
  readonly language: Language;
  readonly theme: Theme;
  readonly presenting: boolean;
  readonly blanked: boolean;
  readonly spotlight: boolean;
  readonly closeUp: boolean;
  readonly onwards: Onwards;
  /** Of the scene; empty where none is open. */
  readonly title: string;
  readonly step: ShotStep | null;
  /** The step that follows. */
  readonly next: { readonly heading: string; readonly body: string } | null;
  readonly nextScene: string | null;
}

export type FromLab = { readonly type: 'shot'; readonly shot: SpeakerShot } | { readonly type: 'gone' };
export type FromSpeaker =
  | { readonly type: 'hello' }
  | { readonly type: 'bye' }
  | { readonly type: 'do'; readonly action: PresentAction };

export const openChannel = (id: string): BroadcastChannel => new BroadcastChannel(`fabriscope-speaker-${id}`);
