/** The terminal: real command lines are typed, answered as the tools answer, and change the network. */
import { expect, test } from './support/lab-test.ts';

const TERMINAL = 5;

test('lines of the real tools are typed, completed, recalled, and do what they say', async ({ lab, page }) => {
  await lab.open('#/transaction-flow/propose');
  await page.locator('.dock').getByRole('tab').nth(TERMINAL).click();
  const line = page.getByRole('textbox', { name: '명령 줄' });
  const session = page.locator('.terminal__list');

  await line.fill('peer chan');
  await line.press('Tab');
  await expect(line).toHaveValue('peer channel ');
  await line.press('Tab');
  await page.getByRole('button', { name: 'getinfo', exact: true }).click();
  await expect(line).toHaveValue('peer channel getinfo ');
  await line.press('Enter');
  await expect(session).toContainText('Error: Must supply channel ID');

  await line.press('ArrowUp');
  await expect(line).toHaveValue('peer channel getinfo');
  await line.pressSequentially(' -c mychannel');
  await line.press('Enter');
  await expect(session).toContainText('Blockchain info: {"height":7', { timeout: 20_000 });

  // What a tool says stands as it says it; what the lab says has its sign, and follows the language of the page.
  await line.fill('peer channel list | grep my');
  await line.press('Enter');
  const own = session.locator('.session__lab').last();
  await expect(own).toContainText('파이프(|)');
  await page.getByRole('radio', { name: 'EN' }).click();
  await expect(own).toContainText('This terminal has no pipes (|)');
  await page.getByRole('radio', { name: '한국어' }).click();
  await expect(own).toContainText('파이프(|)');

  await line.fill('as peer0.org2.example.com User1 && ls crypto-config');
  await line.press('Enter');
  await expect(page.locator('.terminal__prompt')).toContainText('User1@Org2MSP → peer0.org2.example.com:9051');
  await expect(session).toContainText('ordererOrganizations/');

  await line.fill('docker kill peer1.org1.example.com');
  await line.press('Enter');
  await expect(page.locator('[data-node="peer1.org1.example.com"].is-crashed')).toBeVisible();

  // What was not sent outlives the page of the dock; Tab leaves the line once it has nothing to add.
  await line.fill('nothing like it');
  await page.locator('.dock').getByRole('tab').first().click();
  await page.locator('.dock').getByRole('tab').nth(TERMINAL).click();
  await expect(line).toHaveValue('nothing like it');
  await line.press('Tab');
  await line.press('Tab');
  await expect(line).not.toBeFocused();
});
