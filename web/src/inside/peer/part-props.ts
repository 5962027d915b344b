/** What every part of the inside of a peer is given. */
import type { NodeInsideProps } from '../place-props.ts';

export interface PeerPartProps extends NodeInsideProps {
  readonly channel: string;
}
