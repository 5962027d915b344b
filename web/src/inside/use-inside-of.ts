/** What is inside a node at the playhead. */
import { refusalText } from '../i18n/refusal-text.ts';
import { useText } from '../i18n/text-context.tsx';
import { type InsideByType, useInside } from '../link/react/use-inside.ts';

type NodeType = 'peer' | 'orderer' | 'broker' | 'zookeeper';

/**
 * null while it is fetched or when it was refused; the text beside it says which. `moment`: another than the playhead's.
 */
export function useInsideOf<T extends NodeType>(
  type: T,
  node: string,
  moment?: number,
): readonly [inside: InsideByType[T] | null, note: string] {
  const t = useText();
  const state = useInside<T>({ type, node } as Parameters<typeof useInside<T>>[0], moment);
  if (state.status === 'ready') return [state.data, ''];
  if (state.status === 'loading') return [null, t('inside.loading')];
  return [null, refusalText(t, state.refusal)];
}
