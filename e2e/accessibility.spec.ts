/** No serious finding of axe, in either language, light and dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rule, severity and place of everything serious. */
async function findings({ page }: Lab): Promise<readonly string[]> {
  const { violations } = await page.evaluate(() =>
    (window as unknown as { readonly axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

for (const language of ['ko', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language });

    test('axe finds nothing serious, light and dark', async ({ lab, page }) => {
      await lab.open('#/transaction-flow/endorse');
      await expect(lab.question).toBeVisible();
      await expect(lab.cards).toHaveCount(11);
      await page.evaluate(AXE);
      expect(await findings(lab)).toEqual([]);
      await lab.button(lab.words.dark).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      expect(await findings(lab)).toEqual([]);
    });

    test('axe finds nothing serious in the contract workshop, light and dark', async ({ lab, page }) => {
      await lab.open('#/transaction-flow/endorse');
      await page.evaluate(AXE);
      for (const theme of [null, lab.words.dark]) {
        if (theme !== null) await lab.button(theme).click();
        await page.getByRole('tab').last().click();
        await page.locator('.chaincode-page__bar .ui-button').first().click();
        const tabs = page.getByRole('dialog').getByRole('tab');
        await expect(page.locator('.cm-content')).toBeVisible({ timeout: 20_000 });
        for (const index of [0, 1, 2]) {
          await tabs.nth(index).click();
          await expect(page.getByRole('dialog').getByRole('combobox').first()).toBeVisible();
          expect(await findings(lab)).toEqual([]);
        }
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}
