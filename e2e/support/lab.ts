/** The page as a learner meets it: what can be read on it, and what can be pressed. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

/** A network has real keys and blocks to make before the page answers. */
const OPENING_MILLIS = 20_000;
const MOST_TABS = 200;

export class Lab {
  readonly page: Page;
  readonly words: Words;
  readonly narration: Locator;
  readonly heading: Locator;
  /** Where in the scene: “Step 2 of 13 · endorse”. */
  readonly place: Locator;
  readonly question: Locator;
  readonly task: Locator;
  /** Of what has been started; the rest of the plan is outlined. */
  readonly cards: Locator;
  readonly clock: Locator;
  readonly playhead: Locator;
  readonly inspector: Locator;

  constructor(page: Page, words: Words) {
    this.page = page;
    this.words = words;
    this.narration = page.locator('.narration');
    this.heading = this.narration.getByRole('heading', { level: 2 });
    this.place = page.locator('.narration__place');
    this.question = page.getByRole('region', { name: words.predict });
    this.task = page.getByRole('region', { name: words.yourTurn });
    this.cards = page.locator('[data-node]:not(.stage-planned)');
    this.clock = page.locator('.transport__clock');
    this.playhead = page.getByRole('slider', { name: words.playhead });
    this.inspector = page.locator('.inspector');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Opens an address of the lab (the part from `#` on) and waits until its scene is there. */
  async open(hash = ''): Promise<void> {
    await this.page.goto(`./${hash}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.narration).toBeVisible({ timeout: OPENING_MILLIS });
  }

  /** Waits until the step has been shown: the playhead stands, and the way on is open. */
  async shown(): Promise<void> {
    await expect(this.button(this.words.next)).toBeEnabled({ timeout: OPENING_MILLIS });
  }

  /** Answers the question of the step with a digit, and goes on to see what happens. */
  async answer(digit: string): Promise<void> {
    await expect(this.question).toBeVisible({ timeout: OPENING_MILLIS });
    await this.page.keyboard.press(digit);
    await this.button(this.words.see).click();
    await this.shown();
  }

  card(node: string): Locator {
    return this.page.locator(`[data-node="${node}"]`);
  }

  /** Opens the menu of a node with the keyboard and chooses from it. */
  async choose(node: string, action: string): Promise<void> {
    await this.card(node).getByRole('button').focus();
    await this.page.keyboard.press('m');
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** Finds something of a kind (`link`, `key`, `term` …) with the search, and opens the first of them. */
  async lookFor(query: string, kind: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('dialog').getByRole('combobox').fill(query);
    await this.page.locator(`[cmdk-item][data-value^="${kind} "]`).first().click();
  }

  /** Moves the focus to `target` as someone without a mouse does. */
  async tabTo(target: Locator): Promise<void> {
    const hasFocus = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
    for (let presses = 0; presses < MOST_TABS; presses++) {
      if (await hasFocus()) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  }

  /** Presses a button with the keyboard. */
  async press(target: Locator): Promise<void> {
    await expect(target).toBeEnabled({ timeout: OPENING_MILLIS });
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Everything the stage and the time line say, and every pixel of the messages; once nothing changes any more. */
  async picture(): Promise<Picture> {
    let before = '';
    for (;;) {
      const picture = await this.glance();
      const text = JSON.stringify(picture);
      if (text === before) return picture;
      before = text;
      await this.page.waitForTimeout(SETTLE_MILLIS);
    }
  }

  private async glance(): Promise<Picture> {
    const cards = await this.cards.evaluateAll((all) =>
      all.map((card) => `${card.textContent} ${card.ariaLabel ?? ''}`),
    );
    const canvas = await this.page
      .locator('.stage-canvas')
      .evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    return {
      time: Number(await this.playhead.getAttribute('aria-valuenow')),
      story: (await this.playhead.getAttribute('aria-valuetext')) ?? '',
      cards: cards.join('\n'),
      canvas,
    };
  }
}

/** Longer than the page waits before it says a new time. */
const SETTLE_MILLIS = 450;

export interface Picture {
  /** Simulated microseconds. */
  readonly time: number;
  readonly story: string;
  readonly cards: string;
  /** As a PNG in text. */
  readonly canvas: string;
}
