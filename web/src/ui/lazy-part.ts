/**
 * Parts that are fetched when first shown. Unlike React's own lazy parts one that could not be fetched is fetched anew
 * the next time: a dead network comes back, and "try again" means it.
 */
import { createElement, lazy } from 'react';
import type { ComponentType, FunctionComponent } from 'react';

/** A part's code did not come: no network, or the lab has been replaced by a newer one since the page was opened. */
export class PartNotFetched extends Error {
  override readonly name = 'PartNotFetched';
}

/** What makes each part that has failed ready for another try. */
const failed = new Set<() => void>();

/** After this, what could not be fetched is asked for again when it is shown. To be called once a failure is on the screen. */
export function fetchPartsAnew(): void {
  for (const renew of failed) renew();
  failed.clear();
}

/** @param load fetches the part; a rejection reaches the boundary around it as {@link PartNotFetched} */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): FunctionComponent<P> {
  let current = begin();

  function begin(): ComponentType<P> {
    return lazy(() =>
      load().then(
        (part) => ({ default: part }),
        (error: unknown) => {
          failed.add(() => {
            current = begin();
          });
          throw new PartNotFetched(error instanceof Error ? error.message : String(error));
        },
      ),
    );
  }

  return function Part(props: P) {
    return createElement(current, props);
  };
}
