/** The small truth of the interface: what is selected, which panel is open, how it looks. Nothing about the network. */
import { createStore } from 'zustand/vanilla';
import type { ExplanationId } from '../explain/entries.ts';
import type { WorkshopPlace } from '../panels/contract/workshop.ts';
import type { DockTab } from '../panels/dock-tabs.ts';
import type { Entry, InspectTarget, Refusal } from '../link/react/lab-context.tsx';
import type { CommandType } from '../sim/protocol/commands.ts';
import type { Language } from '../i18n/language.ts';
import type { TermId } from '../i18n/load-glossary.ts';
import type { FormAbout } from '../stage/stage-props.ts';
import type { Place } from '../view/place.ts';

export type Mode = 'learn' | 'sandbox';
export type Theme = 'light' | 'dark';
export type Overlay = 'share' | 'do' | 'keys' | 'outline' | 'inspector' | 'contract' | 'faults' | 'extend';

/** What the explainer is open for: an entry, what a fact reports, or a term of the glossary. */
export type Explained =
  | { readonly type: 'entry'; readonly id: ExplanationId }
  | { readonly type: 'fact'; readonly fact: Entry['fact'] }
  | { readonly type: 'term'; readonly id: TermId };

/** What breaks now, parts of the network, and what is to break later. */
export type FaultsPage = 'now' | 'partition' | 'plan';

/** What is to be added to the network, and to which organisation. */
export interface Extending {
  readonly kind: 'org' | 'peer' | 'orderer' | 'client' | 'channel';
  readonly org: string | null;
}

export interface InterfaceState {
  readonly selection: InspectTarget | null;
  /** What is shown in place of the network, from the node inwards; empty: the network itself. */
  readonly inside: readonly Place[];
  /** The page of the dock that is open; travels in addresses and links. */
  readonly dock: DockTab;
  /** Two branches of time laid side by side, in place of the lab; null: the lab is shown. */
  readonly compared: { readonly left: string; readonly right: string } | null;
  /** Message pointed at in any of the pictures. */
  readonly hovered: number | null;
  readonly mode: Mode;
  readonly theme: Theme;
  readonly language: Language;
  readonly overlay: Overlay | null;
  /** Lies over everything else, so that closing it leads back to where the question came up. */
  readonly explained: Explained | null;
  /** What the dialog that adds to the network opens with. */
  readonly extending: Extending;
  /** What the dialog of faults opens with. */
  readonly faultsPage: FaultsPage;
  /** Where the contract workshop opens. */
  readonly workshop: WorkshopPlace;
  /** Command whose form the action menu opens with; null: the search. */
  readonly doType: CommandType | null;
  /** Node the action menu was opened from. */
  readonly actor: string | null;
  /** What else its form is about. */
  readonly about: FormAbout;
  /** Why the last command was refused; null when it was not. */
  readonly refused: Refusal | null;
  readonly presenting: boolean;
  readonly blanked: boolean;
  /** Where the learner dragged nodes to; travels in the link. */
  readonly drags: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
}

const THEME_KEY = 'fabriscope-theme';

/** Storage may be forbidden; then the choice lasts as long as the page. */
function keptTheme(): Theme | null {
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return kept === 'dark' || kept === 'light' ? kept : null;
  } catch {
    return null;
  }
}

export function createInterface(language: Language) {
  const theme = keptTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  return createStore<InterfaceState>(() => ({
    selection: null,
    inside: [],
    dock: 'timeline',
    compared: null,
    hovered: null,
    mode: 'learn',
    theme,
    language,
    overlay: null,
    explained: null,
    extending: { kind: 'org', org: null },
    faultsPage: 'now',
    workshop: { page: 'code', contract: null, chaincode: null },
    doType: null,
    actor: null,
    about: {},
    refused: null,
    presenting: false,
    blanked: false,
    drags: {},
  }));
}

export type InterfaceStore = ReturnType<typeof createInterface>;

/** Keeps theme, contrast and language where style sheets and screen readers find them. */
export function showOnDocument(store: InterfaceStore): void {
  const show = ({ theme, language }: InterfaceState): void => {
    const root = document.documentElement;
    // Written again, even the same value has every style of the page looked up anew.
    if (root.dataset['theme'] !== theme) root.dataset['theme'] = theme;
    if (root.lang !== language) root.lang = language;
  };
  show(store.getState());
  const more = matchMedia('(prefers-contrast: more)');
  const showContrast = (): void => {
    if (more.matches) document.documentElement.dataset['contrast'] = 'high';
    else delete document.documentElement.dataset['contrast'];
  };
  showContrast();
  more.addEventListener('change', showContrast);
  store.subscribe((state, before) => {
    show(state);
    if (state.theme === before.theme) return;
    try {
      localStorage.setItem(THEME_KEY, state.theme);
    } catch {
      // Forbidden storage is no reason to fail.
    }
  });
}
