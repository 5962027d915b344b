/** The lab's page with a recording in it, as a benchmark drives it and asks how busy its main thread is. */
import path from 'node:path';
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { Recording } from '../../web/src/sim/protocol/recording.ts';

/** Pages of the dock by their names. */
export const TABS = ['Time line', 'Sequence', 'Blocks', 'Logs', 'Charts', 'Terminal', 'Chaincode'] as const;
export type TabName = (typeof TABS)[number];

const OPENING_MILLIS = 30 * 60_000;
const LOOK_EVERY_MILLIS = 200;
/** Until digits and what is drawn a frame later have followed. */
const SETTLE_MILLIS = 90;
/** Until what is fetched from the worker has come, and been drawn. */
const FETCH_MILLIS = 700;
const PLAYED_MILLIS = 6_000;

/** The methods of `long-run-watch.js`. */
type Asked = Readonly<Record<string, (argument: unknown) => unknown>>;

export interface Opening {
  readonly millis: number;
  /** The longest the page was held up meanwhile, milliseconds; 0 for never as long as 50. */
  readonly longest: number;
  readonly facts: number;
  /** Whether it was shown how far the work is. */
  readonly progress: boolean;
}

export class LongRunPage {
  private readonly page: Page;
  private readonly session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.session = session;
  }

  static async open(browser: Browser, address: string): Promise<LongRunPage> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'long-run-watch.js') });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`${address}#/sandbox?lang=en`);
    return new LongRunPage(page, session);
  }

  close = (): Promise<void> => this.page.close();

  /** As a learner does: with the file. */
  async openRecording(recording: Recording): Promise<Opening> {
    const files = this.page.getByTestId('sandbox-files');
    await files.waitFor({ state: 'attached' });
    const begun = performance.now();
    const buffer = Buffer.from(JSON.stringify(recording));
    await files.setInputFiles({ name: 'long-run.json', mimeType: 'application/json', buffer });
    // Handing a large file to the page is the driver's work.
    await this.forgetLongTasks();
    let progress = false;
    let state = { ready: false, facts: 0 };
    while (!state.ready || state.facts === 0) {
      if (performance.now() - begun > OPENING_MILLIS) throw new Error('the recording was not opened');
      await this.page.waitForTimeout(LOOK_EVERY_MILLIS);
      progress ||= (await this.page.getByRole('progressbar').count()) > 0;
      state = (await this.ask('state')) as typeof state;
    }
    const millis = performance.now() - begun;
    await this.ask('settle', 2_000);
    const longest = await this.longestTask();
    await this.ask('prepare');
    return { millis, longest, facts: state.facts, progress };
  }

  private ask(method: string, argument: unknown = null): Promise<unknown> {
    return this.page.evaluate(
      ([name, given]) => (window as unknown as { readonly longRun: Asked }).longRun[name]?.(given),
      [method, argument] as const,
    );
  }

  /**
   * Milliseconds of processor time the main thread took while `act` went on, drawing included: what else the machine does
   * is not in them.
   */
  async busy(act: () => Promise<unknown>): Promise<number> {
    const before = await this.taskMillis();
    await act();
    return (await this.taskMillis()) - before;
  }

  private async taskMillis(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  }

  forgetLongTasks = (): Promise<unknown> =>
    this.page.evaluate(() => ((window as unknown as { longRun: { longest: number } }).longRun.longest = 0));

  /** Milliseconds; 0 where none took 50. */
  longestTask = (): Promise<number> =>
    this.page.evaluate(() => (window as unknown as { longRun: { longest: number } }).longRun.longest);

  jumpToEnd = (): Promise<unknown> => this.ask('jumpToEnd', FETCH_MILLIS);

  async openTab(name: TabName): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
    await this.ask('settle', SETTLE_MILLIS);
  }

  /** The moments lie all over the recording, in an order that jumps about. */
  seek = (index: number): Promise<unknown> => this.ask('seek', { index, millis: SETTLE_MILLIS });

  seekInside = (index: number): Promise<unknown> => this.ask('seek', { index, millis: FETCH_MILLIS });

  step = (): Promise<unknown> => this.ask('step', SETTLE_MILLIS);

  select = (what: 'block' | 'transaction' | 'nothing', index: number): Promise<unknown> =>
    this.ask('select', { what, index, millis: FETCH_MILLIS });

  goInside = (): Promise<unknown> => this.ask('goInside', 2 * FETCH_MILLIS);

  goOut = (): Promise<unknown> => this.ask('goInside');

  /** Milliseconds between frames at 16×. */
  play = async (): Promise<readonly number[]> => (await this.ask('play', PLAYED_MILLIS)) as readonly number[];

  /** Presses the pointer on the time line. */
  async beginScrub(): Promise<void> {
    const { x, y } = await this.onTrack(0.5);
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
  }

  /** Drags to a share of its width. */
  async scrubTo(share: number): Promise<void> {
    const { x, y } = await this.onTrack(share);
    await this.page.mouse.move(x, y);
    await this.ask('settle', 0);
  }

  endScrub = (): Promise<void> => this.page.mouse.up();

  private async onTrack(share: number): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.page.locator('.timeline__track').boundingBox();
    if (box === null) throw new Error('the time line is not shown');
    return { x: box.x + 20 + share * (box.width - 40), y: box.y + box.height / 2 };
  }
}
