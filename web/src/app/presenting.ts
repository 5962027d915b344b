/** Entering and leaving present mode; full screen when the browser allows it, which is not needed for the rest. */
import type { Session } from './session.ts';

export function startPresenting(session: Session): void {
  session.ui.setState({ presenting: true, overlay: null });
  fillScreen();
}

/** Not every browser can: on an iPhone only videos fill the screen. */
function fillScreen(): void {
  if (document.fullscreenEnabled) void document.documentElement.requestFullscreen().catch(() => undefined);
}

export function endPresenting(session: Session): void {
  session.ui.setState({ presenting: false, blanked: false });
  session.present.reset();
  if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
}

export function toggleFullscreen(): void {
  if (document.fullscreenElement === null) fillScreen();
  else void document.exitFullscreen().catch(() => undefined);
}
