/** A contract is edited, checked, deployed and called without leaving the page. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

test.use({ language: 'en' });

/** The compiler is three megabytes, and everything the network does has to be computed. */
const PATIENCE_MILLIS = 40_000;

async function openWorkshop(lab: Lab, page: Page): Promise<Locator> {
  await lab.open();
  await lab.shown();
  await page.getByRole('tab', { name: 'Chaincode', exact: true }).click();
  await page.getByRole('button', { name: 'Contract workshop' }).click();
  const workshop = page.getByRole('dialog', { name: 'Contract workshop' });
  await expect(workshop.locator('.cm-content')).toBeVisible({ timeout: PATIENCE_MILLIS });
  return workshop;
}

/** Replaces the text of the open file. */
async function write(page: Page, workshop: Locator, text: string): Promise<void> {
  await workshop.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function deploy(workshop: Locator): Promise<void> {
  await workshop.getByRole('tab', { name: 'Deploy' }).click();
  await workshop.getByRole('button', { name: /^(?:Deploy|Upgrade to sequence)/ }).click();
  await expect(workshop.getByText(/is in force on channel mychannel/)).toBeVisible({ timeout: PATIENCE_MILLIS });
  await workshop.getByRole('button', { name: 'Call it' }).click();
}

test('the lab’s contract is edited and upgraded, and answers otherwise', async ({ lab, page }) => {
  test.setTimeout(3 * PATIENCE_MILLIS);
  const workshop = await openWorkshop(lab, page);
  await workshop.getByRole('combobox', { name: 'Contract' }).selectOption('asset');
  await workshop.getByRole('button', { name: 'lib/ledger-json.js' }).click();
  await expect(workshop.locator('.cm-content')).toContainText('Endorsers must write the same bytes');
  await write(
    page,
    workshop,
    'module.exports.encode = (value) => Buffer.from(`edited ${JSON.stringify(value)}`);\n' +
      "module.exports.decode = (bytes) => JSON.parse(bytes.toString().replace('edited ', ''));\n",
  );
  await expect(workshop.getByText('edited, not deployed')).toBeVisible();
  await deploy(workshop);
  await workshop.getByRole('combobox', { name: 'Transaction' }).selectOption('ReadAsset');
  await workshop.getByLabel(/^id/).fill('asset1');
  await workshop.getByRole('button', { name: 'Evaluate' }).click();
  const answer = workshop.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('peer0.org1.example.com answered', { timeout: PATIENCE_MILLIS });
  await expect(answer.locator('pre')).toContainText('edited {');

  await workshop.getByRole('button', { name: 'Submit' }).click();
  await expect(answer).toContainText('It is in block', { timeout: PATIENCE_MILLIS });
  await answer.getByRole('button', { name: 'Show in the inspector' }).click();
  await expect(workshop).toHaveCount(0);
  await expect(lab.inspector).toContainText('ReadAsset("asset1")');
});

test('a type error is shown at its line, and keeps the contract from being deployed', async ({ lab, page }) => {
  test.setTimeout(3 * PATIENCE_MILLIS);
  const workshop = await openWorkshop(lab, page);
  await workshop.getByRole('button', { name: 'New TypeScript' }).click();
  const problems = workshop.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('No problems', { timeout: PATIENCE_MILLIS });
  await workshop.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('export const count: number = "three";\n');
  const problem = problems.getByRole('button', { name: /src\/counter-contract\.ts, line 20/ });
  await expect(problem).toContainText("Type 'string' is not assignable to type 'number'", { timeout: PATIENCE_MILLIS });
  await problem.click();
  await expect(workshop.locator('.cm-activeLine')).toContainText('export const count');
  await expect(workshop.locator('.cm-lintRange-error')).toHaveText('count');
  await workshop.getByRole('tab', { name: 'Deploy' }).click();
  await workshop.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(workshop.getByRole('alert')).toContainText('It does not compile', { timeout: PATIENCE_MILLIS });
});

test('Esc and then Tab leave the editor, and what was typed outlives the page', async ({ lab, page }) => {
  test.setTimeout(2 * PATIENCE_MILLIS);
  const workshop = await openWorkshop(lab, page);
  await workshop.getByRole('combobox', { name: 'Contract' }).selectOption('car');
  await workshop.locator('.cm-content').click();
  await page.keyboard.insertText('// mine ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(workshop, 'the dialog is still there').toBeVisible();
  await expect(workshop.locator('.cm-content')).not.toBeFocused();
  await expect(workshop.getByText('edited, not deployed')).toBeVisible();
  await page.waitForTimeout(1_000);
  await page.reload();
  await lab.ready();
  await page.getByRole('tab', { name: 'Chaincode', exact: true }).click();
  await page.getByRole('button', { name: 'Contract workshop' }).click();
  await workshop.getByRole('combobox', { name: 'Contract' }).selectOption({ label: 'car (edited)' });
  await expect(workshop.locator('.cm-content')).toContainText('// mine');
});

/** A package as the peer's command lays it out, made by the system's own tar. */
function packageFile(folder: string): string {
  const code = join(folder, 'code');
  mkdirSync(join(code, 'src'), { recursive: true });
  writeFileSync(
    join(code, 'src/package.json'),
    JSON.stringify({ name: 'greeter', main: 'index.js', scripts: { start: 'fabric-chaincode-node start' } }),
  );
  writeFileSync(
    join(code, 'src/index.js'),
    "const { Contract } = require('fabric-contract-api');\n" +
      'class Greeter extends Contract { async Greet(ctx, name) { return `Hello, ${name}`; } }\n' +
      'exports.contracts = [Greeter];\n',
  );
  writeFileSync(join(folder, 'metadata.json'), JSON.stringify({ path: 'greeter', type: 'node', label: 'greeter_1.0' }));
  execFileSync('tar', ['-czf', join(folder, 'code.tar.gz'), '-C', code, 'src/package.json', 'src/index.js']);
  const file = join(folder, 'greeter.tar.gz');
  execFileSync('tar', ['-czf', file, '-C', folder, 'metadata.json', 'code.tar.gz']);
  return file;
}

test('a package made elsewhere is imported, deployed and called', async ({ lab, page }, info) => {
  test.setTimeout(3 * PATIENCE_MILLIS);
  const workshop = await openWorkshop(lab, page);
  await workshop
    .getByLabel('Import .tar.gz')
    .last()
    .setInputFiles(packageFile(info.outputPath('package')));
  await expect(workshop.getByText(/It came as a package \(id greeter_1\.0:[0-9a-f]+/)).toBeVisible();
  await deploy(workshop);
  await expect(workshop.getByRole('combobox', { name: 'Chaincode' })).toHaveValue('greeter');
  await workshop.getByRole('textbox', { name: /^name/ }).fill('world');
  await workshop.getByRole('button', { name: 'Evaluate' }).click();
  await expect(workshop.getByRole('region', { name: 'Answer' }).locator('pre')).toHaveText('Hello, world', {
    timeout: PATIENCE_MILLIS,
  });
});
