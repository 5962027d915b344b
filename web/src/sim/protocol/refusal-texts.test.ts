import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errors as en } from '../../i18n/en/errors.ts';
import { errors as ko } from '../../i18n/ko/errors.ts';

const SOURCES = ['../kernel', '.', '../topology', '../worker'].flatMap((folder) => {
  const dir = path.join(import.meta.dirname, folder);
  return readdirSync(dir)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(dir, file), 'utf8'));
});

/** Codes given to `refuse`, and those in tables of checks. */
const CODES = new Set(
  SOURCES.flatMap((text) => [
    ...[...text.matchAll(/refuse\(\s*'(\w+)'/g)].map(([, code]) => code ?? ''),
    ...[...text.matchAll(/'((?:not|unknown)[A-Z]\w*)'\]?,?$/gm)].map(([, code]) => code ?? ''),
  ]),
);

describe('every refusal of the simulation has a sentence in both languages', () => {
  it('finds the codes', () => {
    expect(CODES.size).toBeGreaterThan(30);
  });

  it.each([...CODES].sort())('%s', (code) => {
    expect(en).toHaveProperty(code);
    expect(ko).toHaveProperty(code);
  });
});
