/** What is open, as the page reads it. */
import type { Translate } from '../i18n/translate.ts';
import type { ScenePlayer } from '../lesson/scene-player.ts';
import type { Refusal } from '../link/react/lab-context.tsx';
import type { Prose } from '../scenes/prose.ts';
import type { Scene } from '../scenes/scene.ts';
import type { BesideAddress } from './address.ts';

export interface SessionState {
  readonly status: 'loading' | 'opening' | 'ready' | 'failed';
  readonly sceneId: string;
  readonly scene: Scene | null;
  readonly prose: Prose | null;
  readonly player: ScenePlayer | null;
  readonly translate: Translate | null;
  /** The first words could not be fetched. */
  readonly isWordless: boolean;
  /** What was wrong with the address or link, and the scene opened instead. */
  readonly trouble: { readonly refusal: Refusal; readonly instead: string | null } | null;
  /** Two scenes looked at side by side, in place of the lab; null when the lab is shown. */
  readonly beside: Pick<BesideAddress, 'scene' | 'other' | 'picture'> | null;
  /** Text of what stopped the session; empty unless `failed`. */
  readonly failure: string;
}
