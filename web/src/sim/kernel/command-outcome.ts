/**
 * How a role says what became of a command it was given. `index` is the command's place in the recording.
 */
export interface CommandOutcomes {
  /** Nothing more will follow from the command. */
  readonly commandDone: { readonly command: string; readonly index: number };
  /** It could not be carried out; `text` is what the real tool prints. */
  readonly commandFailed: { readonly command: string; readonly index: number; readonly text: string };
}
export type CommandOutcome = {
  [T in keyof CommandOutcomes]: { readonly type: T } & CommandOutcomes[T];
}[keyof CommandOutcomes];
