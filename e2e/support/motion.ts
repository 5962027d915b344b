/** When the page could first be used and when a message first moved on it, as seen from inside the page. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** Milliseconds after navigation began. */
export interface FirstMoments {
  /** The buttons that move through time are there: a scene is open. */
  readonly ready: number;
  /** A message has moved. */
  readonly moving: number;
}

const LOOK_EVERY_MILLIS = 100;

/** To be called before the page is opened. */
export async function watchForMotion(page: Page): Promise<void> {
  await page.addInitScript({ path: join(import.meta.dirname, 'watch-motion.js') });
}

/** Waits until something has moved; throws after `timeout` milliseconds. */
export async function firstMoments(page: Page, timeout: number): Promise<FirstMoments> {
  const patience = performance.now() + timeout;
  for (;;) {
    // Not `waitForFunction`: it evaluates text in the page, which the page's security policy forbids.
    const moments = await page.evaluate(
      () => (window as unknown as { readonly firstMoments: FirstMoments }).firstMoments,
    );
    if (moments.moving > 0 && moments.ready > 0) return moments;
    if (performance.now() > patience) throw new Error(`nothing has moved: ${JSON.stringify(moments)}`);
    await page.waitForTimeout(LOOK_EVERY_MILLIS);
  }
}
