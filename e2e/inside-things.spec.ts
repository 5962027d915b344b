/** What is inside of things: a block, its transaction, a certificate, a policy, the configuration. By keyboard and by address. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/lab-test.ts';

test.use({ language: 'en' });

const OPENING_MILLIS = 20_000;
const PEER = '/in/peer/peer0.org1.example.com';

const title = (page: Page) => page.locator('#inside-title');

test('from a block by keyboard: its transaction, layer by layer, who endorsed it, and up to the root', async ({
  lab,
  page,
}) => {
  await lab.open(`#/transaction-flow/event${PEER}/block/mychannel/7`);
  const inside = page.locator('.inside');
  await expect(inside).toContainText('all hashes fit', { timeout: OPENING_MILLIS });
  await expect(inside.getByRole('region', { name: /on other nodes/ })).toContainText('equal on');
  await inside.getByRole('button', { name: /TransferAsset/ }).focus();
  await page.keyboard.press('Enter');
  await expect(title(page)).toContainText('transaction');
  await expect(inside.getByRole('list', { name: /The way/ })).toContainText('2 of 2');

  const next = inside.getByRole('button', { name: 'Open the next layer' });
  await next.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(inside.getByRole('status').filter({ hasText: 'layer 3' })).toHaveText('layer 3: Transaction');
  await inside.getByRole('button', { name: /all the way to the read/ }).press('Enter');
  await expect(inside.getByRole('region', { name: 'TxReadWriteSet' })).toContainText('NsReadWriteSet basic');

  await inside.getByRole('button', { name: 'Look at the certificate of peer0.org2' }).press('Enter');
  await expect(title(page)).toContainText('peer0.org2');
  await expect(inside).toContainText('root CA: signed by itself');
  await expect(inside.getByRole('region', { name: 'Role' })).toContainText('a peer of Org2MSP');
  await page.keyboard.press('Escape');
  await expect(title(page)).toContainText('transaction');
  await expect(page.locator('.failure')).toHaveCount(0);
});

test('a policy says who is missing, and is satisfied once they are taken to sign', async ({ lab, page }) => {
  await lab.open(`#/transaction-flow/event${PEER}/config/mychannel`);
  const inside = page.locator('.inside');
  const tree = inside.getByRole('tree');
  await expect(tree).toBeVisible({ timeout: OPENING_MILLIS });
  await inside.getByRole('searchbox').fill('application majority');
  await expect(inside).toContainText('3 found');
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(inside.getByRole('region', { name: 'Admins' })).toContainText('MAJORITY Admins');
  await inside.getByRole('button', { name: 'Look inside this policy' }).press('Enter');
  await expect(inside).toContainText('Missing: an admin of Org1MSP and an admin of Org2MSP');
  await inside.getByRole('checkbox', { name: /Admin@org1/ }).check();
  await expect(inside).toContainText('Missing: an admin of Org2MSP');
  await inside.getByRole('checkbox', { name: /Admin@org2/ }).check();
  await expect(inside.locator('.policy__missing')).toHaveCount(0);
  await expect(page.locator('.failure')).toHaveCount(0);
});
