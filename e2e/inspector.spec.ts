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

const WORDS = {
  ko: {
    look: '살펴보기',
    links: '링크…',
    link: '링크 peer0.org1 – orderer2',
    ok: '평소대로',
    cut: '끊기',
    isCut: '끊김',
    why: '어떻게 지금처럼 되었나요?',
    members: 'Org1MSP, Org2MSP',
    chaincode: '체인코드 basic',
    approved: '승인함',
    history: '지금까지의 값',
    term: '이 네트워크에서 보기',
  },
  en: {
    look: 'Look at it',
    links: 'Links…',
    link: 'Link peer0.org1 – orderer2',
    ok: 'as usual',
    cut: 'Cut',
    isCut: 'cut',
    why: 'How it came to be as it is',
    members: 'Org1MSP, Org2MSP',
    chaincode: 'Chaincode basic',
    approved: 'approved',
    history: 'Values so far',
    term: 'Look at it in this network',
  },
} as const;

for (const language of ['ko', 'en'] as const) {
  const words = WORDS[language];
  test.describe(`structures, ${language}`, () => {
    test.use({ language });

    test('a link: from the menu of a node, and why it is cut', async ({ lab, page }) => {
      await lab.open();
      await lab.shown();
      const toLink = async (): Promise<void> => {
        await lab.choose('peer0.org1.example.com', words.links);
        await page.getByRole('menuitem', { name: 'orderer2' }).click();
      };
      await toLink();
      await page.getByRole('menuitem', { name: words.look }).click();
      await expect(lab.inspector.getByRole('heading', { level: 2 })).toContainText(words.link);
      await expect(lab.inspector).toContainText(words.ok);
      await expect(lab.inspector).toContainText('4–9 ms');
      await toLink();
      await page.getByRole('menuitem', { name: words.cut, exact: true }).click();
      await expect(lab.inspector).toContainText(words.isCut);
      await expect(lab.inspector.getByRole('heading', { name: words.why })).toBeVisible();
      await expect(lab.inspector).toContainText('docker exec');
    });

    test('from a channel to its chaincode, to a peer and back', async ({ lab, page }) => {
      await lab.open();
      await lab.shown();
      await page
        .getByRole('button', { name: /mychannel/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: words.look }).click();
      await expect(lab.inspector).toContainText(words.members);
      await expect(lab.inspector).toContainText('peer channel fetch config');
      await lab.inspector.getByRole('button', { name: /^basic 1\.0/ }).click();
      await expect(lab.inspector.getByRole('heading', { level: 2 })).toContainText(words.chaincode);
      await expect(lab.inspector).toContainText(words.approved);
      await expect(lab.inspector).toContainText('querycommitted');
      await lab.inspector.getByRole('button', { name: 'peer0.org1', exact: true }).click();
      await lab.inspector
        .getByRole('button', { name: /mychannel/ })
        .first()
        .click();
      await expect(lab.inspector).toContainText(words.members);
      await lab.inspector.getByRole('tab').nth(2).click();
      await expect(lab.inspector.locator('.hex')).not.toBeEmpty();
    });

    test('a key: its history leads to the transactions that wrote it', async ({ lab }) => {
      await lab.open();
      await lab.shown();
      await lab.lookFor('asset1', 'key');
      await expect(lab.inspector.getByRole('heading', { name: words.history })).toBeVisible();
      await lab.inspector.locator('.structure__history button').first().click();
      await expect(lab.inspector).toContainText('VALID');
      await lab.inspector.getByRole('button', { name: 'asset1', exact: true }).first().click();
      await expect(lab.inspector.getByRole('heading', { name: words.history })).toBeVisible();
    });

    test('a term of the course leads to the thing itself', async ({ lab, page }) => {
      await lab.open();
      await lab.shown();
      await lab.lookFor(language === 'ko' ? '채널' : 'channel', 'term');
      await page.getByRole('button', { name: words.term }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(lab.inspector).toContainText(words.members);
    });
  });
}

test('what is looked at is in the address, and comes back with it', async ({ lab, page }) => {
  await lab.open();
  await lab.shown();
  await lab.lookFor('basic', 'chaincode');
  await expect(page).toHaveURL(/&look=chaincode&look=mychannel&look=basic$/);
  await page.reload();
  await lab.ready();
  await lab.shown();
  await expect(lab.inspector.getByRole('heading', { level: 2 })).toContainText(WORDS.en.chaincode);
  await lab.card('peer0.org1.example.com').click();
  await expect(page).toHaveURL(/\?lang=en$/);
});

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a link looked at comes over the stage', async ({ lab, page }) => {
    await lab.open();
    await lab.shown();
    await lab.choose('peer0.org1.example.com', WORDS.en.links);
    await page.getByRole('menuitem', { name: 'orderer2' }).click();
    await page.getByRole('menuitem', { name: WORDS.en.look }).click();
    await expect(lab.inspector).toBeVisible();
    await expect(lab.inspector).toContainText(WORDS.en.link);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
