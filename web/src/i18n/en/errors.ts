/** What went wrong and what to do, by the `code` of a refusal. */
import type { errors as ko } from '../ko/errors.ts';

export const errors = {
  unknown: 'Something we have no words for: {code}.',
  unknownAt: 'Something we have no words for: {code} (at {where}).',
  linkDamaged: 'This link is damaged: part of it seems to have changed when it was copied.',
  linkTruncated: 'This link is cut off: its end is missing. Please copy all of it again.',
  linkFromFuture: 'This link was made by a newer Fabriscope (format {version}); this one reads formats up to {known}.',
  linkInvalid: 'The content of this link does not fit ({where}).',
  linkUnknownScene: 'There is no scene “{scene}”, which this link names.',
  linkUnknownStep: 'The scene “{scene}” has no step “{step}”; here is its beginning.',
  sceneComing: 'The scene “{title}” is still to come.',
  linkChecksum: 'This replays differently from when the link was made, perhaps because the lab has changed since.',
  fileUnreadable: 'This file is not a Fabriscope recording, or it is damaged.',
  sceneFailed: 'The scene could not be loaded: {text}',
  workerDied: 'The simulation has stopped: {text}',
  workerUnavailable: 'The simulation could not be started in this browser.',
} satisfies Record<keyof typeof ko, string>;
