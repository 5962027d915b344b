/** What the plan looks like: the same picture as that of the network, in which nothing has been started. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { TraceIndex } from '../../view/trace-index.ts';
import { Pane } from '../Pane.tsx';
import { LazyStage } from '../parts.tsx';
import { generationOf } from './network-draft.ts';

/** Nothing happens in a plan. */
const NO_TIME = { now: () => 0, subscribe: () => () => undefined };
const NOTHING: readonly never[] = [];
const ignore = (): void => undefined;

/** Names that are being typed may be of nobody, or of two: such a plan has no picture. */
function isDrawable({ peerOrgs, ordererOrg }: Topology): boolean {
  const domains = [ordererOrg, ...peerOrgs].map(({ domain }) => domain);
  const names = [ordererOrg, ...peerOrgs].map(({ name }) => name);
  const isUnique = (all: readonly string[]): boolean => new Set(all).size === all.length && !all.includes('');
  return isUnique(domains) && isUnique(names) && peerOrgs.every(({ peers }) => peers > 0);
}

export function DraftPreview({ topology }: { readonly topology: Topology }) {
  const t = useText();
  const drawn = isDrawable(topology);
  const trace = useMemo(
    () => (drawn ? TraceIndex.empty(topology, generationOf(topology)).updated([], 0) : null),
    [drawn, topology],
  );
  return (
    <section className="build__preview" aria-label={t('sandbox.build.preview')}>
      {topology.peerOrgs.length === 0 ? <p className="build__empty">{t('sandbox.build.empty')}</p> : null}
      {trace === null ? null : (
        <Pane loading="shell.loading.stage">
          <LazyStage
            trace={trace}
            grownFrom={NOTHING}
            time={NO_TIME}
            name={t('sandbox.build.preview')}
            selection={null}
            focus={NOTHING}
            drags={{}}
            offered={NOTHING}
            onSelect={ignore}
            onOpen={ignore}
            onCommand={ignore}
            onDrag={ignore}
          />
        </Pane>
      )}
    </section>
  );
}
