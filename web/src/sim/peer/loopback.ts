/**
 * What a peer sends to itself stays in its process: its gateway calls its own endorser as a function.
 *
 * @fabric internal/pkg/peer/comm/local.go, internal/pkg/gateway/endpoint.go
 */
import type { Input, Role } from '../kernel/actor.ts';
import type { Message } from '../wire/messages.ts';
import type { PeerDisk, PeerEffect, PeerReport, PeerState } from './peer-state.ts';
import type { PeerTask } from './peer-task.ts';

type Step = Role<PeerState, PeerDisk, Message, PeerTask, PeerReport>['step'];

/** `step` with its messages to itself taken in at once, in order, before anything that comes from outside. */
export const withLoopback =
  (step: Step): Step =>
  (before, input, now) => {
    let state = before;
    const effects: PeerEffect[] = [];
    const inputs: Input<Message, PeerTask>[] = [input];
    for (let next = inputs.shift(); next; next = inputs.shift()) {
      const stepped = step(state, next, now);
      state = stepped.state;
      for (const effect of stepped.effects)
        if (effect.type === 'send' && effect.to === state.disk.node)
          inputs.push({ type: 'message', from: effect.to, message: effect.message });
        else effects.push(effect);
    }
    return { state, effects };
  };
