/** What of the session has to do with looking into things: going in and out, and the way there in addresses and links. */
import type { Lab, Refusal } from '../link/react/lab-context.tsx';
import { type Place, placeSegments, readPlaces } from '../view/place.ts';
import type { InterfaceStore } from './interface-store.ts';

/** What of the session it works with. */
interface Around {
  readonly lab: Lab;
  readonly ui: InterfaceStore;
  /** Says what was wrong with an address. */
  readonly complain: (problem: Refusal) => void;
}

export class InsideDesk {
  private readonly around: Around;

  constructor(around: Around) {
    this.around = around;
  }

  /** Shows the end of the path in place of the network; an empty path is the network. */
  go(path: readonly Place[]): void {
    this.around.ui.setState({ inside: path });
  }

  /** One level out; false when it is the network that is shown. */
  out(): boolean {
    const { inside } = this.around.ui.getState();
    if (inside.length === 0) return false;
    this.go(inside.slice(0, -1));
    return true;
  }

  /** Goes where an address or a link says, or says that there is no such place. */
  enter(segments: readonly string[]): void {
    const { recording } = this.around.lab.link.store.getState();
    if (segments.length === 0 || recording === null) return;
    const path = readPlaces(segments, recording.topology);
    if (path !== null) this.go(path);
    else this.around.complain({ code: 'linkUnknownPlace', params: { place: segments.join('/') }, where: '' });
  }

  /** What is looked into, as segments of an address; empty for the network. */
  segments(): readonly string[] {
    const { recording } = this.around.lab.link.store.getState();
    return recording === null ? [] : placeSegments(this.around.ui.getState().inside, recording.topology);
  }
}
