/** Lines between cards that inform even while nothing flies: replication, block delivery, broken links. */
import { useMemo } from 'react';
import { pointAlong, svgOf } from '../../view/edge-path.ts';
import { type Route, type RouteType, routesOf } from '../../view/routes.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import { useStage } from '../stage-store.tsx';

const parse = (routes: string): readonly Route[] =>
  routes === ''
    ? []
    : routes.split(';').map((route) => {
        const [from = '', to = '', type = 'deliver'] = route.split(' ');
        return { from, to, type: type as RouteType };
      });

export function RouteLayer({ paths }: { readonly paths: StagePaths }) {
  // A string, so that the selector's value is equal while no line changes.
  const routes = useStage(({ world, focus }) =>
    routesOf(world)
      .map(
        ({ from, to, type }) =>
          `${from} ${to} ${type} ${focus.size > 0 && !(focus.has(from) && focus.has(to)) ? 'dim' : ''}`,
      )
      .join(';'),
  );
  const parsed = useMemo(() => parse(routes), [routes]);
  const dim = routes.split(';').map((route) => route.endsWith(' dim'));
  return (
    <svg className="stage-routes stage-underlay" aria-hidden="true">
      {parsed.map((route, index) => (
        <RouteLine key={`${route.from} ${route.to}`} route={route} paths={paths} dimmed={dim[index] === true} />
      ))}
    </svg>
  );
}

interface LineProps {
  readonly route: Route;
  readonly paths: StagePaths;
  readonly dimmed: boolean;
}

function RouteLine({ route, paths, dimmed }: LineProps) {
  const path = paths.between(route.from, route.to);
  if (path === null) return null;
  const middle = pointAlong(path, 0.5);
  return (
    <g className={`stage-route is-${route.type}${dimmed ? ' is-dimmed' : ''}`}>
      <path d={svgOf(path)} />
      {route.type === 'cut' && <path className="stage-cut" d={`M${middle.x - 7} ${middle.y - 7}l14 14m0-14l-14 14`} />}
    </g>
  );
}
