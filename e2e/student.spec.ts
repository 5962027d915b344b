/** A scene from its first to its last step, with the keyboard alone. */
import type { Lab } from './support/lab.ts';
import { expect, test } from './support/lab-test.ts';

interface Visit {
  readonly questions: number;
  readonly actions: number;
}

/** The control that leads on, whatever it is called just now. */
const onwards = (lab: Lab) => lab.narration.locator('.narration__controls .ui-button--primary');

async function answer(lab: Lab, digit: string): Promise<void> {
  const nodes = lab.question.getByRole('combobox', { name: lab.words.nodeList });
  if (await nodes.isVisible()) {
    await nodes.selectOption({ index: Number(digit) });
    await lab.press(lab.question.getByRole('button', { name: lab.words.answer }));
  } else {
    const count = await lab.question.locator('.question__option').count();
    await lab.page.keyboard.press(String(Math.min(Number(digit), count)));
  }
  await expect(lab.question).toContainText(new RegExp(`${lab.words.right}|${lab.words.wrong}`));
  await lab.press(lab.button(lab.words.see));
}

async function act(lab: Lab): Promise<void> {
  await lab.press(lab.task.getByRole('button', { name: lab.words.hint }));
  await expect(lab.task).toContainText(lab.words.firstHint);
  await lab.press(lab.task.getByRole('button', { name: lab.words.doIt }));
  await expect(lab.task).toBeHidden();
}

interface Manner {
  /** The answer given to every question. */
  readonly digit: string;
  /** So many steps are watched to their end; of the others the end is shown as soon as that is offered. */
  readonly watched: number;
}

/** What can be done now: something to answer, something to do, or a way on; waits until there is one of them. */
async function offered(lab: Lab, patient: boolean): Promise<'question' | 'task' | 'onwards'> {
  const shown = lab.button(lab.words.next);
  const way = patient ? shown : onwards(lab).and(lab.page.locator(':enabled'));
  const unanswered = lab.question.locator('.question__option, .question__nodes select').first();
  await expect(unanswered.or(lab.task).or(way).first()).toBeEnabled({ timeout: 20_000 });
  if (await unanswered.isVisible()) return 'question';
  return (await lab.task.isVisible()) ? 'task' : 'onwards';
}

/** Goes through `count` steps; answers what is asked, does what is to be done. */
async function goThrough(lab: Lab, count: number, { digit, watched }: Manner): Promise<Visit> {
  const finished = lab.page.getByRole('region', { name: lab.words.finished });
  const visit = { questions: 0, actions: 0, steps: new Set<string>() };
  while (!(await finished.isVisible())) {
    visit.steps.add(await lab.place.innerText());
    switch (await offered(lab, visit.steps.size <= watched)) {
      case 'question':
        await answer(lab, digit);
        visit.questions++;
        break;
      case 'task':
        await act(lab);
        visit.actions++;
        break;
      case 'onwards':
        await lab.press(onwards(lab));
    }
  }
  expect([...visit.steps].map((place) => place.split(' · ')[0])).toEqual(
    Array.from({ length: count }, (_, index) => lab.words.place(index + 1, count)),
  );
  return { questions: visit.questions, actions: visit.actions };
}

for (const language of ['ko', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language });

    test('the life of a transaction is gone through without a mouse', async ({ lab }) => {
      test.setTimeout(120_000);
      await lab.open('#/transaction-flow');
      const manner = language === 'ko' ? { digit: '1', watched: 4 } : { digit: '3', watched: 0 };
      expect(await goThrough(lab, 20, manner)).toEqual({ questions: 7, actions: 5 });
      await expect(lab.card('peer1.org2.example.com')).toBeVisible();
    });
  });
}

test('a network is brought up from a plan to its first transaction, and its policy is changed by two', async ({
  lab,
}) => {
  test.setTimeout(180_000);
  await lab.open('#/bring-up-today');
  await expect(lab.cards).toHaveCount(0);
  await expect(lab.place).toContainText(lab.words.place(1, 19));
  expect(await goThrough(lab, 19, { digit: '2', watched: 0 })).toEqual({ questions: 5, actions: 5 });
  await expect(lab.cards).toHaveCount(13);
  await expect(lab.card('client.org1.example.com')).toContainText('VALID');
});

test("the course's seven pictures are gone through, from the system channel to the last client server", async ({
  lab,
}) => {
  test.setTimeout(180_000);
  await lab.open('#/bring-up');
  await expect(lab.cards).toHaveCount(0);
  expect(await goThrough(lab, 21, { digit: '2', watched: 0 })).toEqual({ questions: 7, actions: 5 });
  await expect(lab.cards).toHaveCount(14);
  await expect(lab.card('client.org2.example.com')).toContainText('VALID');
});

test('three ordering services are loaded, broken and mended, each on a network of its own', async ({ lab }) => {
  test.setTimeout(300_000);
  await lab.open('#/ordering');
  await expect(lab.card('kafka0.example.com')).toBeVisible();
  expect(await goThrough(lab, 32, { digit: '2', watched: 0 })).toEqual({ questions: 13, actions: 14 });
  await expect(lab.card('kafka0.example.com')).toHaveCount(0);
  await expect(lab.cards).toHaveCount(8);
});

test.describe('identities', () => {
  test.use({ language: 'en' });

  test('a user is registered, enrolled, revoked, and refused once the list is in the channel', async ({ lab }) => {
    test.setTimeout(180_000);
    await lab.open('#/identities');
    expect(await goThrough(lab, 23, { digit: '1', watched: 0 })).toEqual({ questions: 9, actions: 7 });
    await expect(lab.card('client.org1.example.com')).not.toContainText('VALID');
  });
});

test('a clicker alone gets past a question, a task and back; stopping a node counts as switching it off', async ({
  lab,
  page,
}) => {
  await lab.open('#/nodes/orderer');
  await expect(lab.question).toBeVisible();
  await page.locator('.top .ui-button--primary').click();
  await expect(page.locator('.frame--present')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(lab.question).toContainText('정답: 다른 오더러가 리더가 된다');
  await page.keyboard.press('PageDown');
  await expect(lab.task).toBeVisible();
  await lab.choose('orderer2.example.com', '정상 종료 (SIGTERM)');
  await expect(lab.task).toBeHidden();
  await page.keyboard.press('PageUp');
  await expect(lab.place).toContainText(lab.words.place(1, 14));
});
