/**
 * The little of Markdown that narration needs: paragraphs, lists, **bold** and `code`. Anything else, HTML included,
 * is text: what a scene or a link brings along can never become markup.
 */
export type Inline = { readonly type: 'text' | 'bold' | 'code'; readonly text: string };

export type Block =
  | { readonly type: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

const INLINE = /\*\*([^*]+)\*\*|`([^`]+)`/g;

export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let last = 0;
  const push = (type: Inline['type'], piece: string): void => {
    if (piece !== '') parts.push({ type, text: piece });
  };
  for (const match of text.matchAll(INLINE)) {
    push('text', text.slice(last, match.index));
    if (match[1] !== undefined) push('bold', match[1]);
    else push('code', match[2] ?? '');
    last = match.index + match[0].length;
  }
  push('text', text.slice(last));
  return parts;
}

const ITEM = /^\s*(?:([-*])|\d+[.)])\s+(.*)$/;

export function parseMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of text.split(/\n\s*\n/)) {
    let lines: (readonly Inline[])[] = [];
    let items: (readonly Inline[])[] = [];
    let ordered = false;
    const flush = (): void => {
      if (lines.length > 0) blocks.push({ type: 'paragraph', lines });
      if (items.length > 0) blocks.push({ type: 'list', ordered, items });
      lines = [];
      items = [];
    };
    for (const line of part.split('\n')) {
      const item = ITEM.exec(line);
      if (item === null) {
        if (items.length > 0) flush();
        if (line.trim() !== '') lines.push(parseInline(line.trim()));
      } else {
        if (lines.length > 0) flush();
        ordered = item[1] === undefined;
        items.push(parseInline(item[2] ?? ''));
      }
    }
    flush();
  }
  return blocks;
}
