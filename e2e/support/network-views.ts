/** Views that need something done first: branches of time, what is broken, a network of one's own. */
import { expect } from '@playwright/test';
import { dialog, DIALOG, letGo, openCommand } from './dialogs.ts';
import type { Lab } from './lab.ts';
import { there, type View } from './view.ts';

const BROKEN = 'peer1.org1.example.com';

/** Breaks a node a while ago: then there is another branch, and something to mend. */
async function actInThePast(lab: Lab): Promise<void> {
  for (let step = 0; step < 3; step++) await lab.button(lab.words.back).click();
  await lab.choose(BROKEN, lab.words.crash);
}

const openBranches = async ({ page }: Lab): Promise<void> => {
  await there(page.locator('.transport__branch'));
  await page.locator('.transport__branch .ui-button').click();
  await there(page.locator('.branch-list__actions'));
};

export const BRANCHES: readonly View[] = [
  dialog('branches', async (lab) => {
    await actInThePast(lab);
    await openBranches(lab);
  }),
  {
    name: 'two branches side by side',
    part: 'html',
    open: async (lab) => {
      await openBranches(lab);
      await lab.page.locator('.branch-list__actions').last().getByRole('button').last().click();
      await there(lab.page.locator('.compare-side [data-node]'));
    },
    close: async (lab) => {
      await lab.page.keyboard.press('Escape');
      await lab.ready();
    },
  },
];

/** What is broken now, parting the network, the plan. */
export const FAULTS: readonly View[] = [0, 1, 2].map((index) => ({
  name: `faults, page ${String(index + 1)}`,
  part: DIALOG,
  open: async (lab) => {
    if (index === 0) await openCommand(lab, 'planFaults');
    await lab.page.locator(DIALOG).getByRole('tab').nth(index).click();
    await there(lab.page.locator(`${DIALOG} [role="tabpanel"] > *`));
  },
  ...(index === 2 ? { close: letGo } : {}),
}));

const START = '.sandbox-start';
const BAR = '.sandbox-bar';

/** A network of one's own; it takes the place of the lesson, first as it stands there. */
export const SANDBOX: readonly View[] = [
  {
    name: 'sandbox',
    part: START,
    open: async ({ page, words }) => {
      const mode = page.getByRole('radio', { name: words.sandbox });
      // In a narrow window the switch is in the sheet of the outline.
      if ((await mode.count()) === 0) await page.locator('.top button').first().click();
      await mode.click();
      await there(page.locator(START));
    },
  },
  {
    name: 'sandbox, a plan with flaws',
    part: '.build',
    open: async ({ page }) => {
      await page.locator(`${START} .sandbox-card--own button`).click();
      await there(page.locator('.build__ways'));
    },
    close: ({ page }) => page.locator('.build__plan header button').click(),
  },
  {
    name: 'sandbox, a plan',
    part: '.build',
    open: async ({ page }) => {
      await page.locator('.sandbox-start__ready button').nth(1).click();
      await there(page.locator('.build__ways'));
    },
    close: ({ page }) => page.locator('.build__plan header button').click(),
  },
  {
    name: 'sandbox, going on with the scene',
    part: 'html',
    open: async ({ page }) => {
      await page.locator('.sandbox-start__own .sandbox-card').nth(1).getByRole('button').click();
      await there(page.locator(BAR));
    },
  },
  ...['org', 'channel'].map((kind) =>
    dialog(`sandbox, adding: ${kind}`, async (lab) => {
      await openCommand(lab, 'extendNetwork');
      await lab.page.locator(`${DIALOG} .extend select`).first().selectOption(kind);
    }),
  ),
  {
    name: 'sandbox, naming what is kept',
    part: BAR,
    open: async ({ page }) => {
      await page.locator(`${BAR} > .sandbox-bar__row`).last().getByRole('button').nth(2).click();
      await there(page.locator(`${BAR} form`));
    },
    close: async ({ page }) => {
      const form = page.locator(`${BAR} form`);
      await form.getByRole('textbox').fill('axe');
      await form.getByRole('button').click();
      await expect(form).toHaveCount(0);
    },
  },
  {
    name: 'sandbox, what is kept',
    part: START,
    open: async ({ page }) => {
      await page.locator(`${BAR} > .sandbox-bar__row`).last().getByRole('button').last().click();
      const kept = page.locator('.sandbox-kept li').last();
      await kept.getByRole('button').nth(1).click();
      await there(kept.getByRole('textbox'));
      await kept.getByRole('button').nth(3).click();
      await there(kept.getByRole('group'));
    },
  },
];
