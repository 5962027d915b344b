import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize, tokenLines } from './tokenize.ts';

const typeOf = (source: string, text: string): string | undefined =>
  tokenize(source).find((token) => token.text === text)?.type;

describe('tokenize', () => {
  it.each([
    ['const a = 1;', 'const', 'keyword'],
    ['const a = 0x1f;', '0x1f', 'number'],
    ['a = "it\\"s"; b', '"it\\"s"', 'string'],
    // A keyword inside a string is no keyword.
    ["throw 'return'", "'return'", 'string'],
    ['x // const', '// const', 'comment'],
    ['/* a\nb */ c', '/* a\nb */', 'comment'],
    ['`a ${b}\nc` d', '`a ${b}\nc`', 'string'],
    ['ctx.stub.putState(key)', 'putState', 'name'],
    ['class const2 {}', ' const2 {}', 'plain'],
    // An open string ends with its line, an open comment with the file.
    ["'open\nconst", 'const', 'keyword'],
    ['/* open\nconst', '/* open\nconst', 'comment'],
  ])('%j: %j is a %s', (source, text, type) => {
    expect(typeOf(source, text)).toBe(type);
  });

  it('loses nothing, whatever the text', () => {
    const piece = fc.constantFrom('"', "'", '`', '//', '/*', '*/', '\n', '\\', 'const ', '12', ' ', 'f(', 'ü', '${');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (source) => {
          expect(
            tokenize(source)
              .map(({ text }) => text)
              .join(''),
          ).toBe(source);
          const lines = tokenLines(source).map((tokens) => tokens.map(({ text }) => text).join(''));
          expect(lines).toEqual(source.split('\n'));
        },
      ),
    );
  });
});
