/** What is inside a node at the playhead; null while it is fetched, or when there is no such thing. */
import { type InsideByType, useInside } from '../link/react/use-inside.ts';

type NodeType = 'peer' | 'orderer' | 'broker' | 'zookeeper';

export function useInsideOf<T extends NodeType>(type: T, node: string): InsideByType[T] | null {
  const state = useInside<T>({ type, node } as Parameters<typeof useInside<T>>[0]);
  return state.status === 'ready' ? state.data : null;
}
