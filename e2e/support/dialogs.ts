/** Dialogs as views, and the one that finds commands, which leads to many of them. */
import { expect } from '@playwright/test';
import type { Lab } from './lab.ts';
import { there, type View } from './view.ts';

export const DIALOG = 'dialog[open]';

/** Closes all that is open. */
export async function letGo({ page }: Lab): Promise<void> {
  // What is in a dialog goes when the page has heard that it was closed.
  const open = page.locator('.ui-dialog__frame');
  // A dialog over a dialog leaves one by one.
  for (let left = await open.count(); left > 0; left--) {
    await page.keyboard.press('Escape');
    await expect(open).toHaveCount(left - 1);
  }
}

export const dialog = (name: string, open: (lab: Lab) => Promise<void>, sign = DIALOG): View => ({
  name,
  part: DIALOG,
  open: async (lab) => {
    await open(lab);
    await there(lab.page.locator(sign));
  },
  close: letGo,
});

/** Finds a command by the name it has in a recording, and chooses it. */
export async function openCommand({ page }: Lab, command: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await there(page.locator(`${DIALOG} [role="option"]`));
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}
