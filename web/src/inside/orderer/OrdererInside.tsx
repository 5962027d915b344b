/** Inside an orderer. */
import type { NodeInsideProps } from '../place-props.ts';

export function OrdererInside({ info }: NodeInsideProps) {
  return <p>{info.shortName}</p>;
}
