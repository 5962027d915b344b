/**
 * axe finds nothing in any view. Languages and themes do not depend on each other, so each view is seen in Korean and
 * light, and in English and dark.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';
import { VIEWS } from './support/views.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A separator between landmarks belongs to none of them, and says itself what it is for. */
const isHandle = (rule: string, target: string): boolean => rule === 'region' && target.includes('panel-resize-handle');

/** Rule, severity and place of everything axe finds in a part of the page. */
async function findings({ page }: Lab, part = 'html'): Promise<readonly string[]> {
  const { violations } = await page.evaluate(
    (selector) =>
      (window as unknown as { readonly axe: { run: (part: object, options: object) => Promise<AxeResults> } }).axe.run(
        { include: [[selector]] },
        { resultTypes: ['violations'] },
      ),
    part,
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes
      .map((node) => ({ target: node.target.join(' '), summary: node.failureSummary ?? '' }))
      .filter(({ target }) => !isHandle(id, target))
      .map(({ target, summary }) => `${String(impact)} ${id}: ${target} ${summary}`),
  );
}

for (const [language, colorScheme] of [
  ['ko', 'light'],
  ['en', 'dark'],
] as const) {
  test.describe(`${language}, ${colorScheme}`, () => {
    test.use({ language, colorScheme });

    test('axe finds nothing in any view', async ({ lab, page }) => {
      test.slow();
      await lab.open('#/transaction-flow/endorse');
      await expect(lab.question).toBeVisible();
      await expect(lab.cards).toHaveCount(11);
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await page.evaluate(AXE);
      expect(await findings(lab), 'the lesson').toEqual([]);
      for (const { name, part, open, close } of VIEWS) {
        await test.step(name, async () => {
          await open(lab);
          expect.soft(await findings(lab, part), name).toEqual([]);
          await close?.(lab);
        });
      }
    });
  });
}

test.describe('by keyboard', () => {
  test('the stage is walked, a node moved, named and zoomed', async ({ lab, page }) => {
    await lab.open('#/transaction-flow/endorse');
    await expect(lab.cards).toHaveCount(11);
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.parentElement?.dataset['node'] ?? null);
    await page.locator('[data-node] > [role="button"][tabindex="0"]').focus();
    const seen = new Set([await focused()]);
    // Right alone leads through all of them, as one reads.
    for (let press = 0; press < 10; press++) {
      await page.keyboard.press('ArrowRight');
      seen.add(await focused());
    }
    expect(seen.size).toBe(11);
    const node = (await focused()) ?? '';
    const before = await lab.card(node).boundingBox();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: node.split('.')[0] ?? '' })
        .first(),
    ).not.toBeEmpty();
    await expect.poll(async () => (await lab.card(node).boundingBox())?.x).toBeLessThan(before?.x ?? 0);
    await page.keyboard.press('Minus');
    await page.keyboard.press('Minus');
    await page.keyboard.press('Minus');
    await expect(page.locator('.stage')).toHaveAttribute('data-detail', /brief|shape/);
    await page.keyboard.press('Digit0');
    await expect(page.locator('.stage')).toHaveAttribute('data-detail', 'full');
    await expect(lab.card(node).getByRole('button')).toBeFocused();
  });
});
