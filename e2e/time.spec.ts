/** The picture at a time is a function of the time: whichever way it was reached. Acting in the past leaves the future as it was. */
import type { Lab, Picture } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

const STEPS = 6;

/** Presses `key` on the time line and looks, `count` times; pictures by their time. */
async function walk(lab: Lab, key: string, count: number): Promise<ReadonlyMap<number, Picture>> {
  const pictures = new Map<number, Picture>();
  for (let step = 0; step < count; step++) {
    await lab.playhead.press(key);
    const picture = await lab.picture();
    pictures.set(picture.time, picture);
  }
  return pictures;
}

test('stepping back and scrubbing show exactly what stepping forward showed', async ({ lab }) => {
  await lab.open('#/transaction-flow/submit');
  await lab.answer('3');
  await lab.playhead.press('Home');
  const start = await lab.picture();
  await lab.playhead.press('End');
  const end = await lab.picture();
  expect(end.cards).not.toBe(start.cards);

  const back = await walk(lab, 'ArrowLeft', STEPS);
  const forth = await walk(lab, 'ArrowRight', STEPS);
  const both = [...back.keys()].filter((time) => forth.has(time));
  expect(both.length).toBeGreaterThanOrEqual(STEPS - 1);
  for (const time of both) expect(forth.get(time)).toEqual(back.get(time));
  expect(new Set([...back.values()].map(({ canvas }) => canvas)).size).toBeGreaterThan(STEPS / 2);

  // The same place on the time line, come to from the past and from the future.
  const track = await lab.playhead.boundingBox();
  if (track === null) throw new Error('no time line');
  const place = { x: track.width * 0.6, y: track.height - 4 };
  await lab.playhead.press('Home');
  await lab.playhead.click({ position: place });
  const fromPast = await lab.picture();
  await lab.playhead.press('End');
  await lab.playhead.click({ position: place });
  expect(await lab.picture()).toEqual(fromPast);
  expect([start.time, end.time]).not.toContain(fromPast.time);
});

test('the buttons of the transport step, play and pause', async ({ lab }) => {
  await lab.open();
  await lab.shown();
  const shown = await lab.picture();
  await lab.button(lab.words.back).click();
  const before = await lab.picture();
  expect(before.time).toBeLessThan(shown.time);
  await lab.button(lab.words.play).click();
  await expect(lab.button(lab.words.pause)).toBeVisible();
  await lab.button(lab.words.pause).click();
  const paused = await lab.picture();
  expect(paused.time).toBeGreaterThan(before.time);
});

test('acting in the past makes a branch, and the future as it was can be gone back to', async ({ lab, page }) => {
  const peer = lab.card('peer1.org1.example.com');
  await lab.open();
  await lab.shown();
  await lab.playhead.press('End');
  const future = await lab.picture();
  for (let step = 0; step < 3; step++) await lab.playhead.press('ArrowLeft');

  await lab.choose('peer1.org1.example.com', lab.words.crash);
  const branches = page.getByRole('combobox', { name: lab.words.branch });
  await expect(branches.locator('option')).toHaveCount(2);
  await expect(branches).toHaveValue('branch-1');
  await expect(peer).toHaveClass(/is-crashed/);
  await expect(lab.button(lab.words.toTheLesson)).toBeVisible();

  await branches.selectOption(lab.words.mainBranch);
  await lab.playhead.press('End');
  await expect(peer).not.toHaveClass(/is-crashed/);
  expect((await lab.picture()).cards).toBe(future.cards);
  await branches.selectOption('branch-1');
  await lab.playhead.press('End');
  await expect(peer).toHaveClass(/is-crashed/);
  await lab.button(lab.words.toTheLesson).click();
  await expect(branches).toHaveValue('main');
});
