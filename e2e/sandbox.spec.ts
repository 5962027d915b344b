/** A network of one's own: drawn up by hand, brought up, used, undone, kept, shared; and one from a configtx.yaml. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

const BLOCK = join(import.meta.dirname, '../web/src/sim/channel/testdata/consortium/mychannel_0.block');
const CONFIGTX = join(import.meta.dirname, '../web/src/sim/channel/testdata/raft.configtx.yaml');
/** Keys, blocks and a contract are made before it works. */
const UP_MILLIS = 40_000;
const PEER = 'peer0.org1.example.com';

const bar = (lab: Lab) => lab.page.getByRole('region', { name: '샌드박스' });
/** The height of a peer's ledger; the blocks of its chain are named too. */
const height = (lab: Lab, block: number) => lab.card(PEER).getByText(`블록 ${String(block)}`, { exact: true });

test('a network of two organisations is built from nothing, brought up, used, undone, saved and found again', async ({
  lab,
  page,
}) => {
  await page.goto('./#/sandbox');
  await lab.button('처음부터 만들기').click();
  await expect(page.getByText('조직이 하나는 있어야 합니다.')).toBeVisible();
  await expect(lab.button('자동으로 시작')).toBeDisabled();

  await lab.button('조직 더하기').click();
  await lab.button('조직 더하기').click();
  await lab.button('채널 더하기').click();
  await page.getByLabel('도메인').first().fill('org2.example.com');
  await expect(page.getByText('“org2.example.com” 이름은 이미 쓰고 있습니다.')).toBeVisible();
  await page.getByLabel('도메인').first().fill('org1.example.com');
  await page.getByLabel('네트워크 이름').fill('우리 반');
  await lab.button('자동으로 시작').click();

  await expect(bar(lab).getByRole('progressbar')).toBeVisible();
  await expect(bar(lab).getByRole('progressbar')).toHaveCount(0, { timeout: UP_MILLIS });
  await expect(height(lab, 6)).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('submitTransaction');
  await page.keyboard.press('Enter');
  await page.getByLabel('함수').fill('TransferAsset');
  await page.getByLabel(/^인수/).fill('asset1\n지민');
  await page.getByRole('dialog').getByRole('button', { name: '실행', exact: true }).click();
  await expect(height(lab, 7)).toBeVisible({ timeout: UP_MILLIS });

  await page.locator('.stage').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Control+z');
  await expect(height(lab, 6)).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(height(lab, 7)).toBeVisible();

  await bar(lab).getByRole('button', { name: '저장' }).click();
  await bar(lab).getByRole('button', { name: '저장' }).first().click();
  await expect(bar(lab).getByRole('button', { name: '저장됨' })).toBeVisible();
  await page.goto('./#/sandbox');
  await page.reload();
  await lab.button('우리 반 열기').first().click();
  await expect(height(lab, 7)).toBeVisible({ timeout: UP_MILLIS });

  // The menu of a channel, by keyboard, leads into its configuration; a link made there opens there.
  await page.locator('button[data-channel="mychannel"]').press('Enter');
  await page.getByRole('menuitem', { name: '채널 설정 보기' }).press('Enter');
  const inside = page.getByRole('heading', { name: /^mychannel 설정의 안쪽/ });
  await expect(inside).toBeVisible();
  await lab.button(lab.words.share).click();
  const link = await page.getByRole('textbox', { name: lab.words.link }).inputValue();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(inside).toBeVisible({ timeout: UP_MILLIS });
  await lab.button('밖으로').click();
  await expect(height(lab, 7)).toBeVisible();
  await expect(page.locator('.stage-area__trouble')).toHaveCount(0);
});

/** Drops files on the page a sandbox begins with. */
async function drop(page: Page, files: Readonly<Record<string, Buffer | string>>): Promise<void> {
  const contents = Object.entries(files).map(([name, bytes]) => ({
    name,
    base64: Buffer.from(bytes).toString('base64'),
  }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, contents);
  await page.locator('.sandbox-start').dispatchEvent('drop', { dataTransfer: transfer });
}

test('a block, a contract and its package that are dropped on the first page are opened', async ({ lab, page }) => {
  await page.goto('./#/sandbox');
  await expect(lab.button('처음부터 만들기')).toBeVisible();
  await drop(page, { 'mychannel_0.block': readFileSync(BLOCK) });
  const block = page.getByRole('dialog');
  await expect(block).toContainText('mychannel', { timeout: UP_MILLIS });
  await page.keyboard.press('Escape');
  await expect(block).toHaveCount(0);

  await drop(page, { 'x.tar.gz': 'no package' });
  await expect(page.getByRole('alert')).toBeVisible();
  await drop(page, {
    'package.json': '{"name":"my-contract","main":"index.js"}',
    'index.js': 'exports.contracts = [];',
  });
  await expect(page.getByText('컨트랙트는 먼저 네트워크를 연 뒤에')).toBeVisible();
  await lab.button('작은 네트워크 (3.x, Raft): 고쳐서 시작').click();
  await lab.button('직접 시작').click();
  await expect(page.getByRole('dialog')).toContainText('my-contract', { timeout: UP_MILLIS });
});

test('a configtx.yaml that is dropped becomes a plan; one with a flaw says where', async ({ lab, page }) => {
  await page.goto('./#/sandbox');
  await expect(lab.button('처음부터 만들기')).toBeVisible();
  const yaml = readFileSync(CONFIGTX, 'utf8');
  await drop(page, { 'configtx.yaml': yaml.replace('OrdererType: etcdraft', 'OrdererType: solo') });
  await expect(page.getByRole('alert')).toContainText(/configtx\.yaml \d+행: .*solo는 모르는 OrdererType입니다/);
  await drop(page, { 'configtx.yaml': yaml });
  await expect(page.getByRole('heading', { name: '네트워크 설계' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '조직 이름' }).first()).not.toHaveValue('');
  await expect(lab.button('자동으로 시작')).toBeEnabled();
  await lab.button('직접 시작').click();
  await expect(page.locator('.stage-planned').first()).toBeVisible({ timeout: UP_MILLIS });
  await expect(bar(lab).getByRole('button', { name: '자동으로 시작' })).toBeEnabled();
});
