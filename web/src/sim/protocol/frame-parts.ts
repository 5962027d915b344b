/**
 * Frames that are too long for one message between worker and page. Copying 350,000 entries across at once holds up the
 * page for seconds; part by part it can draw in between.
 */
import type { Entry } from '../trace/facts.ts';

/** Entries of one part: some 20 ms of copying. */
const PART = 4_000;

interface WithEntries {
  readonly entries: readonly Entry[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isFrame = (value: unknown): value is WithEntries => isObject(value) && Array.isArray(value['entries']);

/** `change` applied to the frame an answer is, or holds as the value of a result. */
function changed(answer: unknown, change: (frame: WithEntries) => WithEntries): unknown {
  if (isFrame(answer)) return change(answer);
  return isObject(answer) && isFrame(answer['value']) ? { ...answer, value: change(answer['value']) } : answer;
}

export interface PartedAnswer {
  /** To be sent first, in order; empty where the answer is short or has no entries. */
  readonly parts: readonly (readonly Entry[])[];
  /** The answer with the entries that are in no part. */
  readonly rest: unknown;
}

export function partedAnswer(answer: unknown): PartedAnswer {
  const parts: (readonly Entry[])[] = [];
  const rest = changed(answer, (frame) => {
    const { entries } = frame;
    let from = 0;
    for (; entries.length - from > PART; from += PART) parts.push(entries.slice(from, from + PART));
    return from === 0 ? frame : { ...frame, entries: entries.slice(from) };
  });
  return { parts, rest };
}

/** What {@link partedAnswer} took apart. */
export const joinedAnswer = (rest: unknown, parts: PartedAnswer['parts']): unknown =>
  parts.length === 0 ? rest : changed(rest, (frame) => ({ ...frame, entries: [...parts, frame.entries].flat() }));
