/** What of the page a link tells: what is gone into, what is looked at, the page of the dock. And how it comes back. */
import type { Lab } from '../link/react/lab-context.tsx';
import type { Begun } from '../lesson/scene-machine.ts';
import type { Step } from '../scenes/scene.ts';
import { lookSegments, readLook } from '../view/look.ts';
import { dockIn } from './address.ts';
import type { InsideDesk } from './inside-desk.ts';
import type { InterfaceState, InterfaceStore } from './interface-store.ts';
import { openAtStep } from './step-selection.ts';

/** Whether an address says something else now. Of what is gone into the path may have changed without the places. */
export const isShownOtherwise = (now: InterfaceState, before: InterfaceState): boolean =>
  now.inside.length > 0 ||
  before.inside.length > 0 ||
  now.compared !== before.compared ||
  now.dock !== before.dock ||
  lookSegments(now.selection).join('\n') !== lookSegments(before.selection).join('\n');

interface Parts {
  readonly lab: Lab;
  readonly ui: InterfaceStore;
  readonly inside: Pick<InsideDesk, 'enter' | 'segments'>;
}

export class LookDesk {
  private readonly parts: Parts;
  /** Until the step has been shown: it would open something else. */
  private pending: readonly string[] = [];

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The scene that is about to be opened is to be looked at so. */
  await(look: readonly string[]): void {
    this.pending = look;
  }

  /** The scene is open: goes where a link leads. */
  enter(inside: readonly string[], look: readonly string[]): void {
    this.parts.inside.enter(inside);
    this.open(look);
  }

  /** A step has been shown: what a link told to look at stays, else what the step wants seen opens. */
  openStep(step: Step, begun: Begun): void {
    const look = this.pending;
    this.pending = [];
    if (this.open(look)) return;
    const selection = openAtStep(step, begun, this.parts.lab.link.store.getState().entries);
    if (selection !== null) this.parts.ui.setState({ selection });
  }

  /** Returns whether the network has it. */
  private open(look: readonly string[]): boolean {
    const { recording } = this.parts.lab.link.store.getState();
    const selection = recording === null ? null : readLook(look, recording.topology);
    if (selection !== null) this.parts.ui.setState({ selection });
    return selection !== null;
  }

  /** For an address. */
  shown() {
    const { dock, selection } = this.parts.ui.getState();
    return { inside: this.parts.inside.segments(), dock, look: lookSegments(selection) };
  }

  /** For a shared moment: what is as usual is left out. */
  shownInMoment() {
    const { inside, dock, look } = this.shown();
    return { ...(inside.length > 0 && { inside }), ...dockIn(dock), ...(look.length > 0 && { look }) };
  }
}
