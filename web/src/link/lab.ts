/** The running lab: link, playhead and world together, and what it means to act in it now. */
import type { Refusal, Result } from '../sim/kernel/result.ts';
import type { Micros } from '../sim/kernel/time.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { SimulationHost } from '../sim/protocol/requests.ts';
import { actingTime } from './acting.ts';
import { createPlayhead } from './playhead.ts';
import type { Advance, Playhead } from './playhead.ts';
import { createSimulationLink } from './simulation-link.ts';
import type { SimulationLink } from './simulation-link.ts';
import { createWorldSource } from './world-source.ts';
import type { WorldSource } from './world-source.ts';

export interface Lab {
  readonly link: SimulationLink;
  readonly playhead: Playhead;
  readonly world: WorldSource;
  /** Whether a command given now would leave a future behind as a branch. */
  readonly wouldFork: () => boolean;
  /** Gives a command now and plays what comes of it. */
  readonly act: (command: Command) => Promise<Result<null, Refusal>>;
  /** Gives commands one after the other at the horizon, without forking and without moving the playhead. */
  readonly giveAtHorizon: (commands: readonly Command[]) => Promise<Result<null, Refusal>>;
}

export function createLab(host: SimulationHost, advance: (lab: Lab) => Advance): Lab {
  const link = createSimulationLink(host);
  const now = (): Micros => playhead.store.getState().time;
  const acting = () => {
    const { entries, horizon } = link.store.getState();
    return actingTime(entries, horizon, now());
  };
  const playhead: Playhead = createPlayhead(link, (...args) => advance(lab)(...args));

  const lab: Lab = {
    link,
    playhead,
    world: createWorldSource(link),
    wouldFork: () => acting().forks,
    act: async (command) => {
      // The world stands still while the command takes effect: playing on would put the playhead behind it.
      playhead.pause();
      await link.quiet();
      const { at } = acting();
      const result = await link.perform(at, command);
      if (!result.ok) return result;
      playhead.jump(at);
      playhead.play({ stopAt: link.store.getState().horizon });
      return result;
    },
    giveAtHorizon: async (commands) => {
      await link.quiet();
      for (const command of commands) {
        const result = await link.perform(link.store.getState().horizon, command);
        if (!result.ok) return result;
      }
      return { ok: true, value: null };
    },
  };
  return lab;
}
