/** Every view of the lab and how a learner gets to it: tests of what holds of all of them go through this list. */
import { expect, type Locator } from '@playwright/test';
import type { Lab } from './lab.ts';

export interface View {
  readonly name: string;
  /** The part of the page that is new. */
  readonly part: string;
  readonly open: (lab: Lab) => Promise<void>;
  readonly close?: (lab: Lab) => Promise<void>;
}

const LOADING_MILLIS = 20_000;
const NODE = 'peer0.org1.example.com';
const DIALOG = 'dialog[open]';

const there = (part: Locator): Promise<void> => expect(part.first()).toBeVisible({ timeout: LOADING_MILLIS });

async function letGo({ page }: Lab): Promise<void> {
  // What is in a dialog goes when the page has heard that it was closed.
  const open = page.locator('.ui-dialog__frame');
  // A dialog over a dialog leaves one by one.
  for (let left = await open.count(); left > 0; left--) {
    await page.keyboard.press('Escape');
    await expect(open).toHaveCount(left - 1);
  }
}

const dialog = (name: string, open: (lab: Lab) => Promise<void>, sign = DIALOG): View => ({
  name,
  part: DIALOG,
  open: async (lab) => {
    await open(lab);
    await there(lab.page.locator(sign));
  },
  close: letGo,
});

/** Pages of the dock in their order, each with something that shows it is there. */
const PAGES = [
  ['time line', '.dock canvas'],
  ['sequence', '.dock__page > *'],
  ['blocks', '.blocks__tools'],
  ['logs', '.dock__page input'],
  ['charts', '.dock__page svg, .dock__page canvas'],
  ['terminal', '.terminal'],
  ['chaincode', '.chaincode-page__bar'],
] as const;

export const DOCK: readonly View[] = PAGES.map(([page, sign], index) => ({
  name: `dock, ${page}`,
  part: '.dock',
  open: async ({ page: tab }) => {
    await tab.locator('.dock').getByRole('tab').nth(index).click();
    await there(tab.locator(sign));
  },
}));

/** Pages of the inspector of a node. */
const INSPECTOR: readonly View[] = [0, 1, 2, 3].map((index) => ({
  name: `inspector, page ${String(index + 1)}`,
  part: '.inspector',
  open: async (lab) => {
    if (index === 0) await lab.card(NODE).click();
    await lab.inspector.getByRole('tab').nth(index).click();
    await there(lab.inspector.getByRole('tabpanel'));
  },
}));

const LEGEND: View = {
  name: 'legend',
  part: '.stage-tools',
  open: async ({ page }) => {
    await page.locator('.stage-tools button').last().click();
    await there(page.locator('.stage-legend'));
  },
  close: ({ page }) => page.locator('.stage-tools button').last().click(),
};

const MENU: View = {
  name: 'menu of a node',
  part: '.stage-menu',
  open: async ({ page }) => {
    await page.locator(`[data-node="${NODE}"] > [role="button"]`).focus();
    await page.keyboard.press('m');
    await there(page.locator('.stage-menu'));
  },
  close: ({ page }) => page.keyboard.press('Escape'),
};

/** Inside of a node. */
export const INSIDE: View = {
  name: 'inside of a peer',
  part: '.inside',
  open: async ({ page }) => {
    await page.locator(`[data-node="${NODE}"] > [role="button"]`).focus();
    await page.keyboard.press('Enter');
    await there(page.locator('.inside .inside-sheet'));
  },
  close: async ({ page }) => {
    await page.keyboard.press('Escape');
    await expect(page.locator('.inside')).toHaveCount(0);
  },
};

const PRESENTING: View = {
  name: 'presenting',
  part: 'html',
  open: async ({ page }) => {
    await page.locator('.top .ui-button--primary').click();
    await there(page.locator('.frame--present [data-node]'));
  },
  close: async ({ page }) => {
    await page.locator('.frame--present').press('Escape');
    await there(page.locator('.top'));
  },
};

/** A network of one's own; it takes the place of the lesson. */
const SANDBOX: View = {
  name: 'sandbox',
  part: '.sandbox-start',
  open: async ({ page, words }) => {
    await page.getByRole('radio', { name: words.sandbox }).click();
    await there(page.locator('.sandbox-start'));
  },
};

export const DIALOGS: readonly View[] = [
  dialog('commands', ({ page }) => page.keyboard.press('Control+k'), `${DIALOG} [role="option"]`),
  dialog('form of a command', async ({ page }) => {
    await page.keyboard.press('Control+k');
    await there(page.locator(`${DIALOG} [role="option"]`));
    await page.keyboard.press('Enter');
  }),
  dialog('explanation', async ({ page }) => {
    await page.keyboard.press('Control+k');
    await there(page.locator(`${DIALOG} [role="option"]`));
    await page.keyboard.type('MVCC_READ_CONFLICT');
    await page.keyboard.press('Enter');
    await expect(page.locator(DIALOG)).toHaveCount(2);
  }),
  dialog('keys', async ({ page }) => {
    await page.locator('body').press('Shift+Slash');
  }),
  dialog('sharing', (lab) => lab.button(lab.words.share).click()),
];

/** Pages of the contract workshop, from the dock's last page. */
const WORKSHOP: readonly View[] = [0, 1, 2].map((index) => ({
  name: `workshop, page ${String(index + 1)}`,
  part: DIALOG,
  open: async ({ page }) => {
    if (index === 0) await page.locator('.chaincode-page__bar .ui-button').first().click();
    if (index === 0) await there(page.locator('.cm-content'));
    await page.locator(DIALOG).getByRole('tab').nth(index).click();
    await there(page.locator(DIALOG).getByRole('combobox'));
  },
  ...(index === 2 ? { close: letGo } : {}),
}));

/** Views beside the lesson's own, from a scene that is open at 1440 × 900. */
export const VIEWS: readonly View[] = [
  LEGEND,
  ...DOCK,
  ...WORKSHOP,
  ...INSPECTOR,
  MENU,
  INSIDE,
  ...DIALOGS,
  PRESENTING,
  SANDBOX,
];
