/** Every view of the lab and how a learner gets to it: tests of what holds of all of them go through this list. */
import { expect } from '@playwright/test';
import { dialog, DIALOG, letGo, openCommand } from './dialogs.ts';
import { INSIDES, INSIDES_BY_LINK } from './inside-views.ts';
import { BRANCHES, FAULTS, SANDBOX } from './network-views.ts';
import { there, type View } from './view.ts';

const NODE = 'peer0.org1.example.com';

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

/** What can be looked at beside nodes and messages, found by a word of any language. */
const STRUCTURES: readonly View[] = [
  ['link', 'peer0.org1 orderer2'],
  ['channel', 'mychannel'],
  ['chaincode', 'basic'],
  ['key', 'asset1'],
].map(([kind = '', query = '']) => ({
  name: `inspector, ${kind}`,
  part: '.inspector',
  open: async (lab) => {
    await lab.lookFor(query, kind);
    await lab.inspector.getByRole('tab').first().click();
    await there(lab.inspector.locator('.thing-link'));
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

const DIALOGS: readonly View[] = [
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
  dialog('term', async (lab) => {
    await lab.lookFor('endorsement', 'term');
    await expect(lab.page.locator(DIALOG)).toHaveCount(2);
    await there(lab.page.locator('.entry__see button'));
  }),
  dialog('keys', async ({ page }) => {
    await page.locator('body').press('Shift+Slash');
  }),
  dialog('sharing', (lab) => lab.button(lab.words.share).click()),
];

/** Pages of the contract workshop. */
const WORKSHOP: readonly View[] = [0, 1, 2].map((index) => ({
  name: `workshop, page ${String(index + 1)}`,
  part: DIALOG,
  open: async (lab) => {
    if (index === 0) await openCommand(lab, 'writeContract');
    if (index === 0) await there(lab.page.locator('.cm-content'));
    await lab.page.locator(DIALOG).getByRole('tab').nth(index).click();
    await there(lab.page.locator(DIALOG).getByRole('combobox'));
  },
  ...(index === 2 ? { close: letGo } : {}),
}));

/** Views that any window has, from a scene that is open. What the last of them do to the network stays done. */
export const IN_ANY_WINDOW: readonly View[] = [...DIALOGS, ...WORKSHOP, ...INSIDES, ...BRANCHES, ...FAULTS, ...SANDBOX];

/** Views beside the lesson's own, from a scene that is open at 1440 × 900. */
export const VIEWS: readonly View[] = [
  LEGEND,
  ...DOCK,
  ...INSPECTOR,
  ...STRUCTURES,
  MENU,
  PRESENTING,
  ...IN_ANY_WINDOW,
  ...INSIDES_BY_LINK,
];
