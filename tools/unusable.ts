/** What was asked for cannot be done: the message is a sentence for whoever asked, not a bug of ours. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
