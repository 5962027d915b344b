/** Links: to this moment, damaged, and to what does not exist. */
import { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

async function linkOf(lab: Lab): Promise<string> {
  await lab.button(lab.words.share).click();
  const link = lab.page.getByRole('textbox', { name: lab.words.link });
  await expect(link).not.toHaveValue('');
  const address = await link.inputValue();
  await lab.button(lab.words.close).click();
  return address;
}

const dockTab = (lab: Lab, name: string) => lab.page.getByRole('tab', { name, exact: true });

const notice = (lab: Lab) => lab.page.locator('.stage-area__trouble');

/** Replaces the character in the middle of what the link carries. */
function damaged(link: string): string {
  const start = link.indexOf('#s=') + 3;
  const middle = Math.floor((start + link.lastIndexOf('.')) / 2);
  return `${link.slice(0, middle)}${link[middle] === 'A' ? 'B' : 'A'}${link.slice(middle + 1)}`;
}

test('a link opens the same scene, step, time and world for someone else', async ({ lab, browser }) => {
  await lab.open('#/transaction-flow/endorse');
  await lab.answer('2');
  // In the middle of a step, in a branch of one's own.
  await lab.playhead.press('ArrowLeft');
  await lab.choose('peer1.org2.example.com', lab.words.crash);
  await expect(lab.card('peer1.org2.example.com')).toHaveClass(/is-crashed/);
  await lab.button(lab.words.pause).click();
  const here = await lab.picture();
  const heading = await lab.heading.innerText();
  await dockTab(lab, '블록').click();
  await expect(lab.page).toHaveURL(/dock=blocks/);
  const link = await linkOf(lab);

  const other = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  const otherPage = await other.newPage();
  const errors: string[] = [];
  otherPage.on('pageerror', (error) => errors.push(String(error)));
  await otherPage.goto(link);
  const elsewhere = new Lab(otherPage, lab.words);
  await elsewhere.ready();
  await expect(elsewhere.heading).toHaveText(heading);
  await expect(dockTab(elsewhere, '블록')).toHaveAttribute('aria-selected', 'true');
  await dockTab(elsewhere, '타임라인').click();
  const there = await elsewhere.picture();
  expect(there).toEqual(here);
  await expect(notice(elsewhere)).toHaveCount(0);
  expect(errors).toEqual([]);
  await other.close();
});

test('a damaged link and a cut-off one say so, and open the scene they spoke of', async ({ lab, page }) => {
  await lab.open('#/bring-up-today');
  await lab.shown();
  const link = await linkOf(lab);
  for (const broken of [damaged(link), link.slice(0, -12)]) {
    await page.goto('about:blank');
    await page.goto(broken);
    await lab.ready();
    await expect(notice(lab)).toContainText('링크');
    await expect(page).toHaveURL(/#\/bring-up-today/);
    await expect(lab.place).toContainText(lab.words.place(1, 19));
  }
});

for (const [hash, why] of [
  ['#/no-such-scene', 'a scene that does not exist'],
  ['#/mvcc-conflict', 'a scene that is still to come'],
  ['#/transaction-flow/no-such-step', 'a step that does not exist'],
  ['#s=%%%', 'no link at all'],
] as const) {
  test(`the address of ${why} says so and opens the nearest thing that works`, async ({ lab, page }) => {
    await lab.open(hash);
    await expect(notice(lab)).not.toBeEmpty();
    await expect(page).toHaveURL(/#\/transaction-flow\/propose/);
    await lab.shown();
    await notice(lab).getByRole('button', { name: lab.words.close }).click();
    await expect(notice(lab)).toHaveCount(0);
  });
}
