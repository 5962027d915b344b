import type { Micros } from '../../web/src/sim/kernel/time.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';

/** A command and when it is given; `at` counts from the moment the network is up. */
export interface Deed {
  readonly at: Micros;
  readonly command: Command;
}
