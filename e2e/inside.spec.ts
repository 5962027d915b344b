/** What is inside of nodes: in and out by keyboard, at any moment, and by an address. */
import { expect, test } from './support/lab-test.ts';

test.use({ language: 'en' });

const OPENING_MILLIS = 20_000;
const PEER = 'peer0.org1.example.com';

test('one goes into a peer, a block and out again by keyboard; backwards the state is what it was', async ({
  lab,
  page,
}) => {
  await lab.open('#/transaction-flow/validate');
  await lab.shown();
  const card = lab.card(PEER).getByRole('button');
  await card.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Inside peer0.org1' })).toBeFocused();
  await expect(page).toHaveURL(/#\/transaction-flow\/validate\/in\/peer\/peer0\.org1\.example\.com\?/);
  const inside = page.locator('.inside');
  const asset = inside.getByRole('row', { name: /asset1/ });
  await expect(asset).toContainText('Christopher');
  await expect(asset).toContainText('(6, 0) → (7, 0)');
  await expect(inside.getByRole('button', { name: /tx 0 TransferAsset/ })).toContainText('VALID');

  await test.step('backwards', async () => {
    const block = inside.getByRole('heading', { level: 3, name: 'Block 6' });
    await expect(async () => {
      await lab.button(lab.words.back).click();
      await expect(block).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(asset).toContainText('Tomoko');
    await expect(asset).not.toContainText('Christopher');
  });

  await test.step('further in, and out level by level', async () => {
    await lab.press(inside.getByRole('button', { name: /^Block 6/ }));
    await expect(page).toHaveURL(/\/block\/mychannel\/6\?/);
    const crumbs = inside.getByRole('navigation', { name: 'Where you are' });
    await expect(crumbs).toContainText('peer0.org1');
    await expect(crumbs.locator('[aria-current]')).toHaveText(/block 6/i);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Inside peer0.org1' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(inside).toHaveCount(0);
    await expect(card).toBeFocused();
    await expect(page).toHaveURL(/\/validate\?/);
  });
});

test('an address leads inside; one that names nothing says so and shows the network', async ({ lab, page }) => {
  await lab.open('#/transaction-flow/order/in/orderer/orderer2.example.com');
  const log = page.getByRole('region', { name: 'Raft log' }).first();
  await expect(log.getByRole('button', { name: /Block 6/ })).toBeVisible({ timeout: OPENING_MILLIS });
  await expect(page.getByRole('region', { name: 'Raft', exact: true })).toContainText('sets the order');
  await page.getByRole('button', { name: 'Network', exact: true }).click();
  await expect(lab.card('orderer2.example.com').getByRole('button')).toBeFocused();

  await page.goto('./#/transaction-flow/order/in/peer/peer9.org1.example.com');
  await expect(page.locator('.stage-area__trouble')).toContainText('peer9.org1.example.com', {
    timeout: OPENING_MILLIS,
  });
  await expect(lab.cards.first()).toBeVisible();
});
