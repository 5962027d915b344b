/** A scene on a phone. */
import { expect, test } from './support/lab-test.ts';

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
