/**
 * `test` with the lab in it. After every test, whatever it was about: no error on the console, and nobody but our own
 * server was asked for anything.
 */
import { test as base, expect } from '@playwright/test';
import { Lab } from './lab.ts';
import { type Language, WORDS } from './words.ts';

interface LabFixtures {
  readonly lab: Lab;
  /** The language the browser asks for. */
  readonly language: Language;
}

const LOCALES = { ko: 'ko-KR', en: 'en-US' } as const;

export const test = base.extend<LabFixtures>({
  language: ['ko', { option: true }],
  locale: async ({ language }, use) => use(LOCALES[language]),
  lab: async ({ page, context, baseURL, language }, use) => {
    const errors: string[] = [];
    const elsewhere: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    context.on('weberror', (error) => errors.push(String(error.error())));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(baseURL ?? '') && !url.startsWith('data:') && !url.startsWith('blob:')) elsewhere.push(url);
    });
    await use(new Lab(page, WORDS[language]));
    expect(errors, 'errors on the console').toEqual([]);
    expect(elsewhere, 'requests to others').toEqual([]);
  },
});

export { expect } from '@playwright/test';
