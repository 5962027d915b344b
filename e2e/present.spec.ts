/** Presenting: a room's hands are counted twice, and the speaker's own window goes along, leads and leaves. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from '@playwright/test';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function present({ page }: Lab): Promise<void> {
  await page.locator('.top .ui-button--primary').click();
  await expect(page.locator('.frame--present .instruments')).toBeAttached();
}

/** Presses keys as they come while a Korean input method is on: what they are called is no use then. */
async function pressComposing(page: Page, ...codes: readonly string[]): Promise<void> {
  for (const code of codes)
    await page.evaluate(
      (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', code: key, bubbles: true })),
      code,
    );
}

async function openSpeaker(page: Page, context: BrowserContext): Promise<Page> {
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(speaker.locator('.speaker__say')).toBeVisible();
  return speaker;
}

test('hands are counted, talked over and counted again before the answer; the speaker sees it first', async ({
  lab,
  page,
  context,
}) => {
  await lab.open('#/transaction-flow/submit');
  await expect(lab.question).toBeVisible();
  await present(lab);
  const figures = lab.question.locator('.tally__count');
  await page.keyboard.press('2');
  await page.keyboard.press('Shift+2');
  await pressComposing(page, 'Digit2', 'Digit2', 'Numpad2', 'Backspace');
  await lab.question.locator('.question__option').first().click();
  await expect(figures.filter({ hasText: /^1명$/ })).toHaveCount(1);
  await expect(figures.nth(1)).toHaveText('2명');

  const speaker = await openSpeaker(page, context);
  await expect(speaker.locator('.speaker__say')).toContainText('과정의 말');
  await expect(speaker.locator('.speaker__next')).toContainText('순서');
  await expect(speaker.locator('.speaker__options .is-right')).toContainText('정답');
  await expect(lab.question).not.toContainText('정답:');
  await speaker.evaluate(AXE);
  const axe = await speaker.evaluate(() =>
    (window as unknown as { readonly axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  // What was clicked does not take the Space that goes on.
  await page.keyboard.press('Space');
  await expect(figures.first()).toHaveText('0명');
  await speaker.keyboard.press('1');
  await speaker.keyboard.press('1');
  await expect(lab.question.locator('.tally__choice').first()).toContainText('처음 1명 → 2명');
  await speaker.keyboard.press('PageDown');
  await expect(lab.question.locator('.tally-reveal .is-right')).toContainText('정답');
  await expect(lab.question.locator('.tally-reveal li').first()).toContainText('처음 1명 → 2명');
  await speaker.keyboard.press('PageDown');
  await expect(lab.question).toBeHidden();
});

test('the speaker’s window is in step, and either end notices when the other is closed', async ({
  lab,
  page,
  context,
}) => {
  await lab.open('#/transaction-flow/propose');
  await present(lab);
  const speaker = await openSpeaker(page, context);
  await expect(speaker.locator('.speaker__place')).toContainText(lab.words.place(1, 20));
  await expect(speaker.locator('[data-elapsed]')).toHaveText(/^0:0[1-9]$/);
  await lab.shown();
  await page.keyboard.press('PageDown');
  await expect(speaker.locator('.speaker__place')).toContainText(lab.words.place(2, 20));
  await speaker.keyboard.press('PageUp');
  await expect(lab.place).toContainText(lab.words.place(1, 20));
  await speaker.keyboard.press('b');
  await expect(page.locator('.blank')).toBeVisible();
  await speaker.keyboard.press('PageDown');
  await expect(page.locator('.blank')).toBeHidden();
  await expect(lab.place).toContainText(lab.words.place(1, 20));

  await page.reload();
  await expect(speaker.locator('.ui-notice'), 'a lab that is opened again is found again').toContainText(
    '발표가 끝났습니다',
  );
  await lab.ready();
  await present(lab);
  await speaker.close({ runBeforeUnload: true });
  await expect(page.locator('.instruments__notice')).toContainText('발표자 창이 닫혔습니다');
  const again = await openSpeaker(page, context);
  await page.close();
  await expect(again.locator('.ui-notice')).toContainText('발표하던 창이 없습니다');
});

test('a blocked window has a way out; light, close-up and blank work by key and by the bar', async ({ lab, page }) => {
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await lab.open('#/transaction-flow/propose');
  await present(lab);
  await lab.shown();
  // A button that has the focus takes Space and Enter, not letters.
  await lab.button(lab.words.next).focus();
  await pressComposing(page, 'KeyS');
  await expect(page.locator('.instruments__notice').getByRole('link')).toHaveAttribute('href', /#speaker=[0-9a-f]+$/);

  const zoom = (): Promise<number> =>
    page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
  const whole = await zoom();
  await page.mouse.move(600, 300);
  await page.mouse.move(620, 300);
  const bar = page.getByRole('group', { name: '발표 도구' });
  await expect(bar).toHaveCSS('opacity', '1');
  await bar.getByRole('button', { name: '(Z)' }).click();
  await expect.poll(zoom).toBeGreaterThan(whole * 1.05);
  await pressComposing(page, 'KeyZ');
  await expect.poll(zoom).toBe(whole);
  await pressComposing(page, 'KeyL');
  await expect(page.locator('.spotlight__ring')).toBeVisible();
  await pressComposing(page, 'KeyL', 'Period');
  await expect(page.locator('.spotlight')).toHaveCount(0);
  await expect(page.locator('.blank')).toBeVisible();
});
