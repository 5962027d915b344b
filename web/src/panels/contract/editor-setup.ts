/** CodeMirror as the lab uses it: colours from the tokens, words from the dictionaries, problems at their line. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { compilerWords } from './compiler-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { TextKey } from '../../i18n/dictionary.ts';
import type { ContractProblem } from '../../contracts/compile-contract.ts';

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: [tags.string, tags.regexp], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--org2)' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self], color: 'var(--config)', fontWeight: '600' },
  { tag: [tags.typeName, tags.className, tags.meta], color: 'var(--org1)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--org5)' },
  { tag: tags.propertyName, color: 'var(--org5)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-2)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 45%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--sunken)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 24%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--warn-t)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--good-t)', color: 'inherit' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel input, .cm-panel button': { fontFamily: 'var(--sans)', fontSize: '13px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-1)',
  },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', fontSize: '13px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warn)' },
});

/** Words of CodeMirror that a learner can meet, and ours for them. */
const PHRASES: Readonly<Record<string, TextKey>> = {
  Find: 'contract.editor.find',
  Replace: 'contract.editor.replaceWith',
  next: 'contract.editor.next',
  previous: 'contract.editor.previous',
  all: 'contract.editor.all',
  'match case': 'contract.editor.matchCase',
  'by word': 'contract.editor.byWord',
  regexp: 'contract.editor.regexp',
  replace: 'contract.editor.replace',
  'replace all': 'contract.editor.replaceAll',
  close: 'shell.close',
  'Go to line': 'contract.editor.goToLine',
  go: 'contract.editor.go',
  Diagnostics: 'contract.problems',
  'No diagnostics': 'contract.problems.none',
  'current match': 'contract.editor.currentMatch',
  'on line': 'contract.editor.onLine',
};

function languageOf(path: string): Extension {
  if (/\.[cm]?ts$/.test(path)) return javascript({ typescript: true });
  if (/\.[cm]?js$/.test(path)) return javascript();
  return path.endsWith('.json') ? json() : [];
}

interface Setup {
  readonly path: string;
  readonly text: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly wraps: boolean;
  readonly translate: Translate;
  readonly onChange: (text: string) => void;
}

export function editorState({ path, text, label, readOnly, wraps, translate, onChange }: Setup): EditorState {
  const phrases = Object.fromEntries(Object.entries(PHRASES).map(([word, key]) => [word, translate(key)]));
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      lintGutter(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
      indentUnit.of('  '),
      languageOf(path),
      syntaxHighlighting(COLOURS),
      LOOK,
      EditorState.phrases.of(phrases),
      EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      wraps ? EditorView.lineWrapping : [],
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
}

/** Where a line and column (both from 1) are; what lies outside is moved to the nearest place. */
function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column - 1, 0), at.to);
}

/** Problems as CodeMirror draws them; one of no length is drawn as the rest of its word. */
export function diagnosticsOf(doc: Text, problems: readonly ContractProblem[], t: Translate): readonly Diagnostic[] {
  return problems.map((problem) => {
    const { line, column, endLine, endColumn, severity } = problem;
    const words = compilerWords(t, problem);
    const message = words === null ? problem.message : `${words}\n${problem.message}`;
    const from = offsetOf(doc, line, column);
    const to = offsetOf(doc, endLine, endColumn);
    return { from, to: Math.max(to, Math.min(from + 1, doc.length)), severity, message };
  });
}
