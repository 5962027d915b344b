/**
 * Breaking things by menu and by plan, seeing what is broken, and mending it; and a simulation that dies and is gone on
 * with. Not through the lab's own test: here a worker dies on purpose, which the page tells on its console.
 */
import { expect, test } from '@playwright/test';

const SCENE = './#/transaction-flow?lang=en';
const PEER = '[data-node="peer0.org1.example.com"]';
const OPENING = { timeout: 20_000 };

test('a link is broken by keyboard, said on the stage, and everything is mended; a planned crash happens by itself', async ({
  page,
}) => {
  await page.goto(SCENE);
  const card = page.locator(`${PEER} > [role="button"]`);
  await expect(card).toBeVisible(OPENING);
  await card.focus();
  await page.keyboard.press('KeyM');
  await page.getByRole('menuitem', { name: 'Links…' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Link peer0.org1 – orderer2' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Cut', exact: true }).press('Enter');
  await expect(page.getByRole('menu')).toBeHidden();
  await page.getByRole('button', { name: '1 fault', exact: true }).click();
  await page.getByRole('button', { name: 'Mend: peer0.org1 ↔ orderer2: cut' }).click();
  await expect(page.locator('.stage-faults')).toHaveCount(0);

  await page.locator('.stage').click({ button: 'right', position: { x: 30, y: 130 } });
  await page.getByRole('menuitem', { name: 'Plan faults…' }).click();
  await page.getByRole('button', { name: 'Crash the leader every 10 s' }).click();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: /3 planned/ })).toBeVisible();
  await page.getByText('16×', { exact: true }).click();
  await expect(page.locator('.stage-orderer.is-crashed')).toHaveCount(1, OPENING);
});

test('a simulation that died is gone on with at the same moment', async ({ page }) => {
  await page.goto(SCENE);
  await expect(page.locator(PEER)).toBeVisible(OPENING);
  await page.locator(PEER).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Crash (kill -9)' }).click();
  await expect(page.locator(`${PEER}.is-crashed`)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const clock = page.locator('.transport__clock');
  let moment = '';
  // The digits follow the playhead a few times a second.
  await expect(async () => {
    const before = await clock.innerText();
    await page.waitForTimeout(150);
    moment = (await clock.innerText()).split(' / ')[0] ?? '';
    expect(before).toContain(moment);
  }).toPass();
  const worker = page.workers()[0];
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    }, 0);
  });
  await expect(page.getByRole('heading', { name: 'The simulation has stopped' })).toBeVisible();
  await expect(page.getByText('broken on purpose')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the recording as a file' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on from here' }).click();
  await expect(page.locator(`${PEER}.is-crashed`)).toBeVisible(OPENING);
  await expect(clock).toHaveText(new RegExp(`^${moment} /`));
});
