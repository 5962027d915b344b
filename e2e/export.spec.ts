/** Files to take away and to open: pictures, the sequence, the trace, the recording, blocks; logs and charts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
/** Block 8 of a network of real Fabric 3.1. */
const REAL_BLOCK = join(import.meta.dirname, '../web/src/sim/wire/testdata/raft/008.block');

async function contentOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

/** Presses a button that saves a file. */
async function saved(lab: Lab, button: string): Promise<Buffer> {
  const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.button(button).click()]);
  return contentOf(download);
}

const openTab = (lab: Lab, name: string) => lab.page.getByRole('tab', { name, exact: true }).click();

test.beforeEach(async ({ lab }) => {
  await lab.open('#/transaction-flow');
  await lab.shown();
});

test('the share dialog saves the moment as picture, sequence, trace, recording and blocks', async ({ lab, page }) => {
  await lab.button(lab.words.share).click();
  expect((await saved(lab, '그림 (PNG)')).subarray(0, 4)).toEqual(PNG);

  const svg = (await saved(lab, '그림 (SVG)')).toString();
  const cards = await page
    .locator('[data-node]')
    .evaluateAll((all) => all.map((card) => card.getAttribute('data-node')));
  expect(cards.length).toBeGreaterThan(5);
  for (const card of cards) expect(svg).toContain(`data-node="${String(card)}"`);
  expect((await saved(lab, '시퀀스 전체 (SVG)')).toString()).toContain('data-message=');

  const rows = (await saved(lab, '일어난 일 (CSV)')).toString().split('\r\n');
  expect(rows[0]).toBe('\ufeff순번,시각(ms),노드,종류,내용');
  expect(rows.some((row) => row.includes(',blockCommitted,'))).toBe(true);

  const recording = JSON.parse((await saved(lab, '기록 (JSON)')).toString()) as { readonly commands: unknown[] };
  expect(recording.commands.length).toBeGreaterThan(0);

  const blocks = Object.keys(unzipSync(await saved(lab, '블록 파일 (ZIP)')));
  expect(blocks).toContain('mychannel/mychannel_0.block');
  expect(blocks.length).toBeGreaterThan(3);
  await expect(page.locator('.export__status')).toContainText('저장했습니다');
});

test('a saved block is opened again, a block of real Fabric too, and what is no block says so', async ({
  lab,
  page,
}) => {
  await openTab(lab, '블록');
  const block = await saved(lab, '블록 저장: 블록 6을 .block 파일로');
  const input = page.locator('.blocks__tools input[type=file]');
  const dialog = page.getByRole('dialog');

  await input.setInputFiles({ name: 'own.block', mimeType: 'application/octet-stream', buffer: block });
  await expect(dialog.getByRole('heading', { name: 'own.block: 블록 6' })).toBeVisible();
  await expect(dialog).toContainText('다시 계산한 값과 같습니다');
  await expect(dialog).toContainText('InitLedger');
  await dialog.getByRole('button', { name: '닫기' }).click();

  await input.setInputFiles(REAL_BLOCK);
  await expect(dialog).toContainText('CreateAsset("asset13"');
  await expect(dialog).toContainText('VALID');
  await dialog.getByRole('button', { name: '닫기' }).click();

  const changed = Buffer.from(block);
  const place = changed.indexOf('InitLedger');
  changed.write('Xnit', place);
  await input.setInputFiles({ name: 'changed.block', mimeType: 'application/octet-stream', buffer: changed });
  await expect(dialog.getByRole('alert')).toContainText('누군가 이 블록의 내용을 바꿨습니다');
  await dialog.getByRole('button', { name: '닫기' }).click();

  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no block') });
  await expect(dialog.getByRole('alert')).toContainText('블록 파일이 아닙니다');
});

test('the log is filtered, searched, and leads back in time', async ({ lab, page }) => {
  await openTab(lab, '로그');
  const lines = page.locator('.logs__line');
  await expect(lines.first()).toBeVisible();
  await page.getByRole('searchbox', { name: '로그에서 찾기' }).fill('leaderElected');
  await expect(lines).toHaveCount(1);
  await lines.first().click();
  await expect(lines.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(lab.clock).toContainText(await lines.locator('.mono').first().innerText());
  await page.getByRole('searchbox', { name: '로그에서 찾기' }).fill('nothing says this');
  await expect(page.getByText('찾는 내용이 없습니다')).toBeVisible();
});

test('charts show what was committed; a click and a row of their tables go to the moment', async ({ lab, page }) => {
  await openTab(lab, '그래프');
  const latency = page.getByRole('img', { name: /^지연: 가장 큰 값/ });
  await expect(latency.locator('.chart__dot').first()).toBeAttached();
  const before = await lab.clock.innerText();
  await latency.click({ position: { x: 60, y: 30 } });
  await expect(lab.clock).not.toHaveText(before);
  await lab.button('표로 보기').click();
  const rows = page.getByRole('button', { name: /로 이동: .*ms$/ });
  const time = await rows.last().innerText();
  await rows.last().click();
  await expect(lab.clock).toContainText(time);
});
