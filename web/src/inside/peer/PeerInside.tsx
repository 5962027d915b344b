/** Inside a peer. */
import type { NodeInsideProps } from '../place-props.ts';

export function PeerInside({ info }: NodeInsideProps) {
  return <p>{info.shortName}</p>;
}
