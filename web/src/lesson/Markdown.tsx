/** Draws narration text. */
import { parseInline, parseMarkdown } from './markdown.ts';
import type { Inline } from './markdown.ts';

function InlineText({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => {
    if (part.type === 'bold') return <b key={index}>{part.text}</b>;
    if (part.type === 'code') return <code key={index}>{part.text}</code>;
    return <span key={index}>{part.text}</span>;
  });
}

/** One line: a label. */
export function MarkdownLine({ text }: { readonly text: string }) {
  return <InlineText parts={parseInline(text)} />;
}

export function Markdown({ text }: { readonly text: string }) {
  return parseMarkdown(text).map((block, index) => {
    if (block.type === 'paragraph') {
      return (
        <p key={index}>
          {block.lines.map((line, number) => (
            <span key={number} className="prose-line">
              <InlineText parts={line} />{' '}
            </span>
          ))}
        </p>
      );
    }
    const items = block.items.map((item, number) => (
      <li key={number}>
        <InlineText parts={item} />
      </li>
    ));
    return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
  });
}
