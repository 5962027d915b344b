/** Insides of nodes, and of the things in a peer one after the other; by keyboard, from the stage of a scene. */
import { expect } from '@playwright/test';
import type { Lab } from './lab.ts';
import { type MomentName, MOMENTS } from './moments.ts';
import { there, type View } from './view.ts';

const INSIDE = '.inside';
/** Everything inside is drawn on sheets; what is still on its way is a sentence. */
const SHEET = `${INSIDE} .inside-sheet`;

async function enter(lab: Lab, node: string): Promise<void> {
  await lab.card(node).getByRole('button').focus();
  await lab.page.keyboard.press('Enter');
  await there(lab.page.locator(SHEET));
}

/** Out, up to the network. */
async function leave({ page }: Lab): Promise<void> {
  await page.locator('.inside__crumbs button').first().click();
  await expect(page.locator(INSIDE)).toHaveCount(0);
}

const node = (name: string, id: string): View => ({
  name: `inside of ${name}`,
  part: INSIDE,
  open: (lab) => enter(lab, id),
  close: leave,
});

/** A page of the peer that is open. */
const pageOfPeer = (index: number): View => ({
  name: `inside of a peer, page ${String(index + 1)}`,
  part: INSIDE,
  open: async ({ page }) => {
    await page.locator('.peer-inside__bar').getByRole('tab').nth(index).click();
    await there(page.locator(`.peer-inside [role="tabpanel"] :is(.inside-sheet, .inside__empty)`));
  },
});

/** Goes into the first thing that `thing` finds where the view before stands. */
const further = (name: string, thing: string): View => ({
  name: `inside of ${name}`,
  part: INSIDE,
  open: async ({ page }) => {
    const title = page.locator('#inside-title');
    const before = (await title.textContent()) ?? '';
    await page.locator(`${INSIDE} ${thing}`).first().press('Enter');
    await expect(title).not.toHaveText(before);
    await there(page.locator(SHEET));
  },
});

/** One level out again. */
const andBack = (view: View): View => ({ ...view, close: ({ page }) => page.keyboard.press('Escape') });

const PEER = node('a peer', 'peer0.org1.example.com');
const LAST_PAGE = 4;

/** One stands in the network before and after. */
export const INSIDES: readonly View[] = [
  node('an orderer', 'orderer2.example.com'),
  node('a CA', 'ca.org1.example.com'),
  node('a client', 'client.org1.example.com'),
  { name: PEER.name, part: PEER.part, open: PEER.open },
  pageOfPeer(1),
  pageOfPeer(2),
  pageOfPeer(3),
  { ...pageOfPeer(LAST_PAGE), close: pageOfPeer(0).open },
  further('a block', '.peer-block.is-current'),
  andBack(further('the configuration', '.panel-link:last-of-type')),
  further('a transaction', '.thing-card[data-tone]'),
  andBack(further('a certificate', '.thing-column .panel-link')),
  { ...further('a policy', '.transaction-inside .thing-card'), close: leave },
];

/** The inside a link leads to, in the language the page is read in. */
const linked = (name: string, moment: MomentName, sign: string): View => ({
  name: `inside of ${name}`,
  part: INSIDE,
  open: async ({ page }) => {
    const language = (await page.locator('html').getAttribute('lang')) === 'ko' ? 'ko' : 'en';
    await page.goto(`./#s=${MOMENTS[moment][language]}`);
    await there(page.locator(`${INSIDE} ${sign}`));
  },
  close: leave,
});

const BY_SNAPSHOT = node('a peer that joined by a snapshot', 'peer1.org1.example.com');

/** Of networks that no scene has: one is led into them by links, and stays there. */
export const INSIDES_BY_LINK: readonly View[] = [
  linked('a Kafka broker', 'kafka', '.raft-log'),
  node('a ZooKeeper server', 'zookeeper0.example.com'),
  linked('a BFT orderer amid a decision', 'bft', '.bft-votes'),
  { name: BY_SNAPSHOT.name, part: BY_SNAPSHOT.part, open: BY_SNAPSHOT.open },
  { ...pageOfPeer(LAST_PAGE), name: 'inside of that peer, its snapshots', close: leave },
];
