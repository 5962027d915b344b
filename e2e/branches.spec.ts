/** A branch of time gets a name, is laid beside the one it left, and what differs is listed and leads to its moment. */
import { expect, test } from './support/lab-test.ts';

const PEER = 'peer1.org1.example.com';

const WORDS = {
  ko: {
    list: '갈래 목록',
    name: '갈래 이름',
    beside: '나란히 비교',
    given: '피어가 멈춘 세계',
    differences: /^다른 점 \d+가지$/,
    commands: '명령',
    back: '실험실로 돌아가기',
    show: '이 갈래 보기',
    remove: '지우기',
    sure: '정말 지우기',
  },
  en: {
    list: 'List of branches',
    name: 'Name of the branch',
    beside: 'Side by side',
    given: 'A peer is down',
    differences: /^\d+ differences$/,
    commands: 'Commands',
    back: 'Back to the lab',
    show: 'Show this branch',
    remove: 'Delete',
    sure: 'Really delete',
  },
} as const;

for (const language of ['ko', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language });

    test('two branches side by side', async ({ lab, page }) => {
      const words = WORDS[language];
      await lab.open(`#/transaction-flow/endorse?lang=${language}`);
      await expect(lab.question).toBeVisible();
      await lab.playhead.press('End');
      for (let step = 0; step < 3; step++) await lab.playhead.press('ArrowLeft');
      await lab.choose(PEER, lab.words.crash);
      const branches = page.getByRole('combobox', { name: lab.words.branch });
      await expect(branches).toHaveValue('branch-1');

      await lab.button(words.list).click();
      await page.getByRole('textbox', { name: words.name }).nth(1).fill(words.given);
      await page.getByRole('button', { name: words.beside }).last().click();

      const list = page.getByRole('complementary', { name: words.differences });
      await expect(list.getByRole('columnheader', { name: words.given }).first()).toBeVisible();
      await expect(page).toHaveURL(/branches=main,branch-1$/);
      const [left, right] = [0, 1].map((side) =>
        page.locator('.compare-side').nth(side).locator(`[data-node="${PEER}"]`),
      );
      await list.getByRole('button').first().click();
      await expect(right ?? list).toHaveClass(/is-crashed/);
      await expect(left ?? list).not.toHaveClass(/is-crashed/);

      await page.keyboard.press('Escape');
      await expect(lab.narration).toBeVisible();
      await expect(branches.locator('option:checked')).toHaveText(words.given);
      await lab.button(words.list).click();
      await page.getByRole('button', { name: words.show }).click();
      await lab.button(words.list).click();
      await lab.button(words.remove).click();
      await lab.button(words.sure).click();
      await page.keyboard.press('Escape');
      await expect(branches).toHaveCount(0);
    });
  });
}
