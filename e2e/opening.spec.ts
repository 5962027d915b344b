import { expect, test } from './support/lab-test.ts';
import { firstMoments, watchForMotion } from './support/motion.ts';

const SOON_MILLIS = 3_000;

test('the page opens on the life of a transaction, and the first message moves within three seconds', async ({
  lab,
  page,
}) => {
  // Once before, as a warm-up of browser and server: the promise is about the page.
  await lab.open();
  await page.goto('about:blank');
  await watchForMotion(page);
  await lab.open();
  const { moving } = await firstMoments(page, SOON_MILLIS * 3);
  expect(moving).toBeLessThan(SOON_MILLIS);
  await expect(page).toHaveURL(/#\/transaction-flow\/propose/);
  await expect(lab.place).toContainText(lab.words.place(1, 20));
  await expect(lab.cards).toHaveCount(11);
});
