/**
 * ESLint rule: no words in JSX. Every word a reader meets comes from the dictionaries, in both languages; a literal in
 * a component would exist in one only. Letters count; symbols, digits and punctuation do not.
 */

const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
]);
const LETTER = /\p{L}/u;

/** The text of a literal or a template without holes, else undefined. */
function literalText(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis.map((quasi) => quasi.value.raw).join('');
  return undefined;
}

/** Literals an expression may end up showing: through `?:`, `&&`, `??` and `||`. */
function shown(node) {
  if (node?.type === 'ConditionalExpression') return [...shown(node.consequent), ...shown(node.alternate)];
  if (node?.type === 'LogicalExpression') return [...shown(node.left), ...shown(node.right)];
  return node ? [node] : [];
}

const rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { literal: 'Words belong in the dictionaries (i18n): "{{text}}"' },
  },
  create(context) {
    const judge = (node, text) => {
      if (text === undefined || !LETTER.test(text)) return;
      context.report({ node, messageId: 'literal', data: { text: text.trim() } });
    };
    return {
      JSXText: (node) => judge(node, node.value),
      JSXExpressionContainer: (node) => {
        if (node.parent.type !== 'JSXElement' && node.parent.type !== 'JSXFragment') return;
        for (const part of shown(node.expression)) judge(part, literalText(part));
      },
      JSXAttribute: (node) => {
        if (node.name.type !== 'JSXIdentifier' || !SPOKEN.has(node.name.name)) return;
        const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
        for (const part of shown(value)) judge(part, literalText(part));
      },
    };
  },
};

export default rule;
