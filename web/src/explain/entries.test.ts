import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dictionary as en } from '../i18n/en/dictionary.ts';
import { dictionary as ko } from '../i18n/ko/dictionary.ts';
import { isBuilt } from '../scenes/catalog.ts';
import { isSceneId } from '../scenes/course.ts';
import { TxValidationCode } from '../sim/wire/gen/peer/transaction_pb.ts';
import { EXPLANATIONS, explainCode } from './entries.ts';
import { findExplanations } from './find-explanations.ts';

const SCENES = join(import.meta.dirname, '../scenes');
/** A TypeScript enum also maps its numbers back to names. */
const NUMBERS = Object.entries(TxValidationCode).filter(([name]) => /^[A-Z]/.test(name));

describe('entries', () => {
  it('every validation code of Fabric has one, under its number', () => {
    expect(NUMBERS.length).toBeGreaterThan(25);
    for (const [name, number] of NUMBERS) expect(explainCode(name)?.code, name).toEqual({ name, number });
  });

  it('a code we do not know, a status, or the name of something every object has, is no validation code', () => {
    for (const name of ['SOMETHING_NEW', 'status.FORBIDDEN', 'constructor']) expect(explainCode(name)).toBeNull();
  });

  it('has layer, cause and remedy in both languages', () => {
    for (const { id, layer } of EXPLANATIONS)
      for (const { explain } of [ko, en]) {
        const words: Readonly<Record<string, string>> = explain;
        for (const key of [`${id}.cause`, `${id}.remedy`, `layer.${layer}`]) expect(words[key] ?? '', key).not.toBe('');
      }
  });

  it('no words are left over', () => {
    const known = new Set(EXPLANATIONS.flatMap(({ id, layer }) => [`${id}.cause`, `${id}.remedy`, `layer.${layer}`]));
    const extra = Object.keys(ko.explain).filter((key) => !known.has(key) && !key.startsWith('ui.'));
    expect(extra).toEqual([]);
  });

  it('names scenes of the course, and steps that are in them', () => {
    for (const { id, seen, about } of EXPLANATIONS) {
      expect(isBuilt(about.scene), `${id}: ${about.scene}`).toBe(true);
      if (seen === null) continue;
      expect(isSceneId(seen.scene), `${id}: ${seen.scene}`).toBe(true);
      const prose = join(SCENES, seen.scene, 'en.md');
      if (seen.step === undefined) continue;
      expect(existsSync(prose), `${id}: ${seen.scene} is not built`).toBe(true);
      expect(readFileSync(prose, 'utf8'), id).toMatch(new RegExp(`^## ${seen.step} `, 'm'));
    }
  });

  it('each text finds its own entry', () => {
    for (const { id, texts } of EXPLANATIONS)
      for (const text of texts)
        expect(findExplanations(text.replaceAll(/[*~]/g, 'x'))[0]?.explanation.id, text).toBe(id);
  });
});
