/** What takes long, and what is said when the simulation has stopped. */
import type { progress as ko } from '../ko/progress.ts';

export const progress = {
  'what.open': 'Bringing up the network',
  'what.advance': 'Computing the time ahead',
  'what.perform': 'Carrying out the command',
  'what.tryOut': 'Computing what would come of it',
  'what.other': 'Computing',
  share: '{what} ({percent}%)',
  cancel: 'Cancel',
  cancelling: 'Stopping …',
  label: 'Progress',
  'failed.title': 'The simulation has stopped',
  'failed.why': 'Reason: {text}',
  'failed.noAnswer': 'It did not answer when it was cancelled, so it was ended.',
  'failed.kept': 'Everything you did is in the recording. Played again, it leads back to this very moment.',
  'failed.again': 'Played again, it stopped again. Try it without the last command: {command}',
  'failed.nothing': 'Nothing is recorded yet. Please open the scene again.',
  'failed.recover': 'Go on from here',
  'failed.without': 'Open without the last command',
  'failed.reopen': 'Start again from the beginning',
  'cancelled.title': 'Opening was cancelled',
  'cancelled.text': 'The network was not brought up. You can open it again at any time.',
  'cancelled.reopen': 'Open again',
} satisfies Record<keyof typeof ko, string>;
