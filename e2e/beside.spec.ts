/** Bringing a network up as the course tells it and as it is done today, side by side. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect, test } from './support/lab-test.ts';

const TODAY = 'bring-up-today';
const OLDER = 'bring-up';
const ADDRESS = `#/${TODAY}/beside/${OLDER}`;
const OPENING_MILLIS = 20_000;
const PLAYING_MILLIS = 40_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

class Comparison {
  readonly page: Page;
  readonly sides: Locator;
  readonly heading: Locator;
  readonly next: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sides = page.locator('.beside-side');
    this.heading = page.locator('.beside-band h2');
    this.next = page.getByRole('button', { name: '다음 그림', exact: true });
  }

  place(picture: number): Locator {
    return this.page.getByText(new RegExp(`^그림 ${String(picture)} / \\d+$`));
  }

  /** Waits until both sides have played the picture. */
  async shown(): Promise<void> {
    const replay = this.page.getByRole('button', { name: '다시 재생', exact: true });
    await expect(replay).toBeEnabled({ timeout: PLAYING_MILLIS });
  }

  async fast(): Promise<void> {
    await this.page.getByRole('radio', { name: '16×' }).click({ timeout: OPENING_MILLIS });
  }
}

test('from the narration through every picture and back to the lesson', async ({ lab, page }) => {
  test.slow();
  await lab.open(`#/${TODAY}`);
  await lab.shown();
  const step = await lab.place.textContent();
  await page.getByRole('button', { name: /나란히 보기$/ }).click();
  const comparison = new Comparison(page);
  await expect(comparison.sides).toHaveCount(2, { timeout: OPENING_MILLIS });
  await comparison.fast();
  await expect(page).toHaveURL(new RegExp(`${ADDRESS}/[a-z0-9-]+\\?lang=ko$`));
  const count = Number((await comparison.place(1).textContent())?.split('/')[1]);
  expect(count).toBeGreaterThanOrEqual(7);
  const headings = new Set<string>();
  for (let picture = 1; picture <= count; picture++) {
    await expect(comparison.place(picture)).toBeVisible();
    await comparison.shown();
    headings.add((await comparison.heading.textContent()) ?? '');
    for (const side of await comparison.sides.all()) {
      // What was done with what it took, or that there is nothing.
      await expect(side.locator('.beside-account')).toContainText(
        /만든 블록\s*\d+.*보낸 메시지\s*\d+|해당하는 일이 없습니다/s,
      );
    }
    await page.keyboard.press('PageDown');
  }
  expect(headings.size, 'every picture has a heading of its own').toBe(count);
  await page.keyboard.press('PageUp');
  await expect(comparison.place(count - 1)).toBeVisible();
  await page.getByRole('button', { name: '장면으로 돌아가기' }).click();
  await expect(lab.place).toHaveText(step ?? '');
});

test('both sides show the same picture, and the command lines when asked for', async ({ page }) => {
  await page.goto(`./${ADDRESS}`);
  const comparison = new Comparison(page);
  await comparison.fast();
  await comparison.shown();
  await page.keyboard.press('PageDown');
  await comparison.shown();
  await expect(comparison.sides.nth(0).getByRole('group', { name: /^네트워크 그림: / })).toBeVisible();
  await expect(comparison.sides.nth(1).getByRole('group', { name: /^네트워크 그림: / })).toBeVisible();
  await page.getByRole('button', { name: '명령줄 보기' }).click();
  await expect(page.locator('.beside-account pre').first()).toContainText(/docker|cryptogen|configtxgen|peer|osnadmin/);
  await page.getByRole('radio', { name: 'EN' }).click();
  await expect(page.getByRole('button', { name: 'Next picture' })).toBeVisible();
});

test('what cannot be compared is said, and a scene opened instead', async ({ lab, page }) => {
  await page.goto(`./#/${TODAY}/beside/transaction-flow`);
  await lab.ready();
  await expect(page.getByRole('status').filter({ hasText: '나란히 볼 수 없습니다' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`#/${TODAY}/`));
});

test('presenting fills the screen, a clicker leads on, and axe finds nothing serious', async ({ page }) => {
  await page.goto(`./${ADDRESS}`);
  const comparison = new Comparison(page);
  await comparison.fast();
  await comparison.shown();
  const findings = async (): Promise<readonly string[]> => {
    const { violations } = await page.evaluate(() =>
      (window as unknown as { readonly axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        resultTypes: ['violations'],
      }),
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
  };
  await page.evaluate(AXE);
  expect(await findings()).toEqual([]);
  await page.getByRole('button', { name: '어두운 테마로' }).click();
  expect(await findings()).toEqual([]);
  await page.getByRole('button', { name: '발표 모드' }).click();
  await expect(page.locator('header.top')).toHaveCount(0);
  await page.keyboard.press('PageDown');
  await expect(comparison.place(2)).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(comparison.place(1)).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.locator('.blank')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(page.locator('.blank')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.locator('header.top')).toBeVisible();
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test('at 320 pixels one stands above the other, nothing overlaps, and a switch shows one alone', async ({ page }) => {
    await page.goto(`./${ADDRESS}`);
    const comparison = new Comparison(page);
    await comparison.fast();
    await comparison.shown();
    const [first, second] = await comparison.sides.evaluateAll((all) =>
      all.map((side) => side.getBoundingClientRect()),
    );
    expect(second?.top).toBeGreaterThanOrEqual((first?.bottom ?? 0) - 1);
    const { wide, high } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - innerWidth,
      high: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(wide, 'nothing sticks out to the side').toBeLessThanOrEqual(0);
    expect(high, 'the page itself does not scroll').toBeLessThanOrEqual(0);
    await page.getByRole('radiogroup', { name: '보이는 장면' }).getByRole('radio').first().click();
    await expect(comparison.sides).toHaveCount(1);
    await expect(comparison.next).toBeInViewport();
  });
});
