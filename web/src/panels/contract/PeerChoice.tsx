/** Peers to tick. */
import type { NodeId } from '../lab-types.ts';

interface PeerChoiceProps {
  readonly labelledBy: string;
  readonly peers: readonly NodeId[];
  readonly chosen: readonly NodeId[];
  readonly onChange: (chosen: readonly NodeId[]) => void;
}

export function PeerChoice({ labelledBy, peers, chosen, onChange }: PeerChoiceProps) {
  return (
    <div role="group" aria-labelledby={labelledBy} className="contract__boxes">
      {peers.map((peer) => (
        <label key={peer}>
          <input
            type="checkbox"
            checked={chosen.includes(peer)}
            onChange={() =>
              onChange(peers.filter((other) => (other === peer ? !chosen.includes(peer) : chosen.includes(other))))
            }
          />
          <span className="mono">{peer}</span>
        </label>
      ))}
    </div>
  );
}
