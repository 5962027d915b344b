/** What of the session has to do with looking into things: going in and out, and the way there in addresses and links. */
import { type Place, placeSegments, readPlaces } from '../view/place.ts';
import type { Session } from './session.ts';

export class InsideDesk {
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  /** Shows the end of the path in place of the network; an empty path is the network. */
  go(path: readonly Place[]): void {
    this.session.ui.setState({ inside: path });
  }

  /** One level out; false when it is the network that is shown. */
  out(): boolean {
    const { inside } = this.session.ui.getState();
    if (inside.length === 0) return false;
    this.go(inside.slice(0, -1));
    return true;
  }

  /** Goes where an address or a link says, or says that there is no such place. */
  enter(segments: readonly string[]): void {
    const { recording } = this.session.lab.link.store.getState();
    if (segments.length === 0 || recording === null) return;
    const path = readPlaces(segments, recording.topology);
    if (path !== null) this.go(path);
    else {
      const refusal = { code: 'linkUnknownPlace', params: { place: segments.join('/') }, where: '' };
      this.session.store.setState({ trouble: { refusal, instead: null } });
    }
  }

  /** What is looked into, as segments of an address; empty for the network. */
  segments(): readonly string[] {
    const { recording } = this.session.lab.link.store.getState();
    return recording === null ? [] : placeSegments(this.session.ui.getState().inside, recording.topology);
  }
}
