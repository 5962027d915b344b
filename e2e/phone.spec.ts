/** A scene on a phone, and that nothing is lost where the window is narrow or the browser magnifies. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/lab-test.ts';
import { DOCK, IN_ANY_WINDOW } from './support/views.ts';

test.describe('390 pixels wide', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a scene is followed and a question answered on a phone', async ({ lab, page }) => {
    await lab.open();
    await lab.shown();
    await lab.button(lab.words.next).tap();
    await expect(lab.question).toBeVisible();
    await lab.question.getByRole('listitem').nth(1).getByRole('button').tap();
    await expect(lab.question).toContainText(lab.words.right);
    await lab.button(lab.words.see).tap();
    await lab.shown();
    await expect(lab.place).toContainText(lab.words.place(2, 20));
    await expect(lab.card('peer0.org1.example.com')).toBeInViewport();
    const { wide, high } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - innerWidth,
      high: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(wide, 'nothing sticks out to the side').toBeLessThanOrEqual(0);
    expect(high, 'the page itself does not scroll').toBeLessThanOrEqual(0);
  });
});

/** Controls that stick out to the side and cannot be scrolled to, and how far the page itself scrolls sideways. */
const lost = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const sideways = document.documentElement.scrollWidth - innerWidth;
    const controls = [...document.querySelectorAll('button, a[href], input, select, textarea, [role="tab"]')];
    const out = controls.filter((control) => {
      const { left, right, width, height } = control.getBoundingClientRect();
      const isSeen = width > 0 && height > 0 && getComputedStyle(control).visibility !== 'hidden';
      // The stage is moved with the finger, and so is what lies on it.
      const isElsewhere = control.closest('.react-flow, .skip, [hidden], [inert]') !== null;
      return isSeen && !isElsewhere && (left < -1 || right > innerWidth + 1) && !scrolls(control.parentElement);
    });
    return [
      ...(sideways > 0 ? [`the page scrolls ${String(sideways)} pixels sideways`] : []),
      ...out.map((control) => (control.getAttribute('aria-label') ?? control.textContent).trim().slice(0, 60)),
    ];
  });

/** 1280 × 800 magnified to 200 % and 400 % are these. */
for (const [width, height] of [
  [640, 400],
  [320, 640],
] as const)
  test.describe(`${String(width)} × ${String(height)}`, () => {
    test.use({ viewport: { width, height }, language: 'en' });

    test('nothing is lost to the side in any view', async ({ lab, page }) => {
      test.slow();
      await lab.open('#/transaction-flow/endorse');
      await expect(lab.cards).toHaveCount(11, { timeout: 20_000 });
      expect.soft(await lost(page), 'the lesson').toEqual([]);
      // There is no room for a dock of several lines.
      await page.locator('.dock__bar button').last().click();
      for (const { name, open } of DOCK) {
        await open(lab);
        expect.soft(await lost(page), name).toEqual([]);
      }
      await page.keyboard.press('Escape');
      for (const name of [0, -1]) {
        await page.locator('.top button').nth(name).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect.soft(await lost(page), name === 0 ? 'outline' : 'inspector').toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      for (const { name, open, close } of IN_ANY_WINDOW) {
        await open(lab);
        expect.soft(await lost(page), name).toEqual([]);
        await close?.(lab);
      }
      const smallest = await page.evaluate(() => {
        const zoom = new DOMMatrix(
          getComputedStyle(document.querySelector('.react-flow__viewport') ?? document.body).transform,
        ).a;
        const words = [...document.querySelectorAll('.stage-card b, .stage-card small, .stage-zone b')].filter(
          (word) => word.getBoundingClientRect().width > 0,
        );
        return Math.min(...words.map((word) => Number.parseFloat(getComputedStyle(word).fontSize) * zoom));
      });
      expect(smallest, 'words on the stage, in pixels').toBeGreaterThan(8);
    });
  });

test.describe('760 × 800', () => {
  test.use({ viewport: { width: 760, height: 800 }, language: 'en' });

  test('the tabs of the dock begin where the clock has ended', async ({ lab, page }) => {
    await lab.open('#/transaction-flow/endorse');
    await expect(lab.clock).toBeVisible();
    const clock = await lab.clock.boundingBox();
    const tabs = await page.locator('.dock__bar [role="tablist"]').boundingBox();
    expect((clock?.x ?? 0) + (clock?.width ?? 0)).toBeLessThan(tabs?.x ?? 0);
    expect(await lost(page)).toEqual([]);
  });
});
