import { expect, test } from '@playwright/test';

test('the page opens without an error and without asking anyone else', async ({ page, baseURL }) => {
  const errors: string[] = [];
  const elsewhere: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(baseURL ?? '') && !url.startsWith('data:') && !url.startsWith('blob:')) elsewhere.push(url);
  });

  const answer = await page.goto('./');
  expect(answer?.status()).toBe(200);
  await expect(page.locator('#root')).not.toBeEmpty();
  await page.waitForLoadState('networkidle');

  expect(errors).toEqual([]);
  expect(elsewhere).toEqual([]);
});
