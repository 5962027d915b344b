import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './markdown.ts';

describe('narration text', () => {
  it('knows bold and code, and leaves what is not closed alone', () => {
    expect(parseInline('a **b** `c*` **d')).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'bold', text: 'b' },
      { type: 'text', text: ' ' },
      { type: 'code', text: 'c*' },
      { type: 'text', text: ' **d' },
    ]);
  });

  it('keeps markup as the text it is', () => {
    const text = '<img src=x onerror=alert(1)> [link](javascript:1)';
    expect(parseMarkdown(text)).toEqual([{ type: 'paragraph', lines: [[{ type: 'text', text }]] }]);
  });

  it('separates paragraphs and lists, with or without an empty line', () => {
    expect(parseMarkdown('one\ntwo\n- a\n- b\nafter\n\n1. x').map((block) => block.type)).toEqual([
      'paragraph',
      'list',
      'paragraph',
      'list',
    ]);
  });
});
