/** What is selected, from plain words to exact data to bytes. */
import { expect, test } from './support/lab-test.ts';

test.use({ language: 'en' });

test('a message: in words, as exact data, with its signature, as bytes', async ({ lab, page }) => {
  await lab.open();
  await lab.shown();
  const { inspector } = lab;
  // The step opens its message by itself.
  await expect(inspector).toContainText('client.org1 sends a transaction proposal to peer0.org1');
  await expect(inspector).toContainText('TransferAsset("asset1", "Christopher")');
  await inspector.getByRole('tab', { name: 'Signatures' }).click();
  await expect(inspector).toContainText('1 signature');
  await inspector.getByRole('tab', { name: 'Raw' }).click();
  await expect(inspector.getByRole('tabpanel')).toContainText('SignedProposal');
  await expect(inspector.locator('.hex')).toContainText(/0a [0-9a-f]{2}/);
  await inspector.getByRole('tab', { name: 'Route' }).click();
  await expect(inspector.getByRole('tabpanel')).toContainText('peer0.org1');
  await expect(page.locator('.failure')).toHaveCount(0);
});

test('a node: in words, its exact data, its certificate, its last block', async ({ lab }) => {
  await lab.open();
  await lab.shown();
  const { inspector } = lab;
  await lab.card('peer0.org2.example.com').click();
  await expect(inspector.getByRole('tabpanel')).toContainText('peer0.org2.example.com');
  await expect(inspector.getByRole('tabpanel')).toContainText('Org2MSP');
  await inspector.getByRole('tab', { name: 'Raw' }).click();
  await expect(inspector.getByRole('tabpanel')).toContainText('mychannel');
  await inspector.getByRole('tab', { name: 'Contents' }).click();
  await inspector.getByRole('button', { name: /last block, 6/ }).click();
  await expect(inspector.getByRole('heading', { name: 'Block 6' })).toBeVisible();
  await expect(inspector).toContainText('VALID');
  await inspector.getByRole('tab', { name: 'Raw' }).click();
  await expect(inspector.locator('.hex')).not.toBeEmpty();
});
