/** What an error means: pasted into the search, or asked for where the lab shows one. */
import { expect, test } from './support/lab-test.ts';

const PASTED = `Error: got unexpected status: SERVICE_UNAVAILABLE
 -- no Raft leader`;

const WORDS = {
  ko: {
    title: '오류 설명',
    none: /맞는 명령도, 용어도, 오류 설명도 없습니다/,
    cause: /오더러에 리더가 없어/,
    see: /^일어나는 모습 보기/,
  },
  en: {
    title: 'Explanation',
    none: /no command, no term, and no entry/,
    cause: /orderers have no leader/,
    see: /^See it happen/,
  },
} as const;

for (const language of ['ko', 'en'] as const) {
  const words = WORDS[language];
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${language}, ${String(viewport.width)} pixels wide`, () => {
      test.use({ language, viewport });

      test('a pasted error leads to its entry, a code to the scene where it happens', async ({ lab, page }) => {
        await lab.open();
        await page.keyboard.press('Control+k');
        const search = page.getByRole('dialog').getByRole('combobox');
        await expect(search).toBeFocused();
        await search.evaluate((field, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text', text);
          field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }, PASTED);
        const found = page.getByRole('dialog').getByRole('option');
        await expect(found.first()).toContainText('no Raft leader');
        await expect(found.nth(1)).toContainText('SERVICE_UNAVAILABLE (503)');
        await page.keyboard.press('Enter');
        const entry = page.getByRole('dialog', { name: words.title });
        await expect(entry).toContainText(words.cause);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        // Closing it leads back to the search as it was.
        await page.keyboard.press('Escape');
        await expect(entry).toHaveCount(0);
        await expect(search).toHaveValue(/no Raft leader$/);
        await search.fill('no such thing at all');
        await expect(page.getByText(words.none)).toBeVisible();
        await search.fill('10');
        await expect(found.first()).toContainText('ENDORSEMENT_POLICY_FAILURE');
        await page.keyboard.press('Enter');
        await entry.getByRole('button', { name: words.see }).click();
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await expect(page).toHaveURL(/#\/transaction-flow\/policy/);
        await lab.ready();
      });
    });
  }
}

test.describe('where the lab shows an error', () => {
  test.use({ language: 'en' });

  test('the inspector leads to the entry, and back', async ({ lab, page }) => {
    await lab.open('#/transaction-flow/policy');
    await lab.answer('1');
    await lab.card('client.org1.example.com').click();
    await lab.inspector
      .getByRole('button', { name: /ENDORSEMENT_POLICY_FAILURE/ })
      .first()
      .click();
    await lab.inspector.getByRole('button', { name: 'Explain: ENDORSEMENT_POLICY_FAILURE' }).click();
    const entry = page.getByRole('dialog', { name: 'Explanation' });
    await expect(entry).toContainText('committing peers: endorsement policy (VSCC)');
    await page.keyboard.press('Escape');
    await expect(entry).toHaveCount(0);
    await expect(lab.inspector.getByRole('button', { name: 'Explain: ENDORSEMENT_POLICY_FAILURE' })).toBeFocused();
  });

  test('the task says what a command of one’s own failed with, and what it means', async ({ lab, page }) => {
    await lab.open('#/transaction-flow/your-turn');
    await expect(lab.task).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press('Control+k');
    const form = page.getByRole('dialog');
    await form.getByRole('combobox').fill('submitTransaction');
    await page.keyboard.press('Enter');
    await form.getByLabel('Function', { exact: true }).fill('Nope');
    await form.getByRole('button', { name: 'Give the command' }).click();
    await expect(lab.task).toContainText('function that does not exist: Nope', { timeout: 20_000 });
    await lab.task.getByRole('button', { name: 'Explain' }).click();
    const entry = page.getByRole('dialog', { name: 'Explanation' });
    await expect(entry).toContainText('function that does not exist: Nope');
    await expect(entry).toContainText('Upper and lower case count');
  });
});
