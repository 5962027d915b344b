/** What the menu of a channel shows: its configuration, or its blocks, as a node has them that has most of them. */
import type { TraceIndex } from '../view/trace-index.ts';
import type { ChannelLook } from '../stage/stage-props.ts';
import type { Session } from './session.ts';

export function lookAtChannel(session: Session, trace: TraceIndex, channel: string, what: ChannelLook): void {
  const world = trace.worlds.at(session.lab.playhead.store.getState().time);
  // Of equals the first, and peers before orderers: their blocks are validated.
  const [best] = Object.values(world.nodes)
    .flatMap(({ info, life, channels }) => {
      const height = channels[channel]?.height ?? 0;
      return height > 0
        ? [{ node: info.id, height, rank: (life === 'up' ? 2 : 0) + (info.role === 'peer' ? 1 : 0) }]
        : [];
    })
    .toSorted((a, b) => b.rank - a.rank || b.height - a.height);
  if (best === undefined) return;
  const { node, height } = best;
  if (what === 'config') {
    session.ui.setState({ selection: { type: 'node', node } });
    session.inside.go([
      { kind: 'node', node },
      { kind: 'config', node, channel },
    ]);
  } else {
    session.inside.go([]);
    session.ui.setState({ selection: { type: 'block', node, channel, number: height - 1 }, dock: 'blocks' });
  }
}
