/** What a replay of recorded scenarios is made of, as far as its actions need it. */
import type { ConflictsClient, Endorsed, RecordedCollection } from './conflicts-client.ts';
import type { Scenario } from './conflicts-scenario.ts';
import type { Tally } from './tally.ts';

/** What a scenario has come to while it is played. */
export interface Play {
  readonly scenario: Scenario;
  readonly endorsed: Map<string, Endorsed>;
  readonly envelopes: Map<string, Uint8Array>;
  readonly blocks: {
    readonly number: number;
    readonly txs: readonly { readonly id: string; readonly name: string }[];
  }[];
  readonly answers: Map<string, { readonly status: number; readonly info: string } | undefined>;
}

/** The network the scenarios are played on, and what has come of them so far. */
export interface Replay {
  readonly client: ConflictsClient;
  readonly channel: string;
  /** The second channel, where the recording has one. */
  readonly other: string | undefined;
  readonly collections: readonly RecordedCollection[];
  readonly tally: Tally;
  /** User1 of the first organisation, as `client.signer` takes it. */
  readonly firstUser: string;
  compareState(scenario: Scenario, name: string, value: string): void;
}
