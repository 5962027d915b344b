/** What a step wants opened in the inspector once it has been shown. */
import { findAnchor } from '../scenes/find-anchor.ts';
import type { Begun } from '../lesson/scene-machine.ts';
import type { Entry, InspectTarget } from '../link/react/lab-context.tsx';
import type { Step } from '../scenes/scene.ts';

export function openAtStep(step: Step, begun: Begun, entries: readonly Entry[]): InspectTarget | null {
  const { inspect } = step;
  if (inspect === undefined) return null;
  if (inspect.type === 'node') return inspect;
  const entry = findAnchor(entries, inspect.anchor, begun.seq);
  if (entry === null) return null;
  return entry.fact.type === 'messageSent'
    ? { type: 'message', message: entry.fact.message }
    : { type: 'entry', seq: entry.seq };
}
