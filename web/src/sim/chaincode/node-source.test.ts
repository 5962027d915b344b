import { describe, expect, it } from 'vitest';
import { asNodeErrors } from './node-source.ts';

describe('catch clauses get their call', () => {
  const table: readonly (readonly [why: string, before: string, after: string])[] = [
    ['a plain clause', 'try { a(); } catch (e) { b(e); }', 'try { a(); } catch (e) {__asNodeError(e); b(e); }'],
    ['no binding: nothing to rewrite', 'try { a(); } catch { b(); }', 'try { a(); } catch { b(); }'],
    [
      'a pattern is taken apart after the call',
      'try {} catch ({ message }) { b(message); }',
      'try {} catch (__caught) {let { message }=__asNodeError(__caught); b(message); }',
    ],
    ['the method of a promise', 'p.catch((e) => { b(e); });', 'p.catch((e) => { b(e); });'],
    ['the method on its own line', 'p\n  .catch (e)\n{ b; }', 'p\n  .catch (e)\n{ b; }'],
    ['a longer word', 'catchAll (e) { }', 'catchAll (e) { }'],
    ['text in quotes', `'catch (e) {' + "catch (e) {"`, `'catch (e) {' + "catch (e) {"`],
    ['a template', '`catch (e) { ${f(`catch (e) {`)}`', '`catch (e) { ${f(`catch (e) {`)}`'],
    ['comments', '// catch (e) {\n/* catch (e) { */', '// catch (e) {\n/* catch (e) { */'],
    [
      'a regular expression',
      "const r = /'catch (e) {[/']/; try {} catch (e) {}",
      "const r = /'catch (e) {[/']/; try {} catch (e) {__asNodeError(e);}",
    ],
    ['after return', "return /'/.test(a); } catch (e) {", "return /'/.test(a); } catch (e) {__asNodeError(e);"],
    [
      'a division is not a regular expression',
      "a / b; 'x'; c / d; try {} catch (e) {}",
      "a / b; 'x'; c / d; try {} catch (e) {__asNodeError(e);}",
    ],
    ['a script for the shell', '#!/usr/bin/env node\na();', '///usr/bin/env node\na();'],
  ];
  for (const [why, before, after] of table) {
    it(why, () => {
      expect(asNodeErrors(before)).toBe(after);
    });
  }

  it('lines stay where they are', () => {
    const source = 'try {\n  a();\n}\ncatch (\n  e\n)\n{\n  b();\n}\n';
    expect(asNodeErrors(source).split('\n')).toHaveLength(source.split('\n').length);
  });
});
