/** One file in CodeMirror. Lazily loaded. */
import { setDiagnostics } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { usePhone } from '../../ui/use-media.ts';
import type { ContractProblem } from '../../contracts/compile-contract.ts';
import { diagnosticsOf, editorState } from './editor-setup.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface CodeEditorProps {
  readonly path: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly problems: readonly ContractProblem[];
  /** Where the caret is wanted; a new object moves it again. */
  readonly place: Place | null;
  readonly onChange: (text: string) => void;
}

/** Rebuilt for another file, language or width (`key` of the owner); typing goes on in the one that is there. */
export function CodeEditor({ path, text, readOnly, problems, place, onChange }: CodeEditorProps) {
  const t = useText();
  const wraps = usePhone();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useEffectEvent(onChange);
  const start = useEffectEvent(() =>
    editorState({
      path,
      text,
      label: t('contract.source', { file: path }),
      readOnly,
      wraps,
      translate: t,
      onChange: (now) => changed(now),
    }),
  );

  useEffect(() => {
    if (box.current === null) return undefined;
    const editor = new EditorView({ parent: box.current, state: start() });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [path, readOnly, wraps, t]);

  // The text may change behind the editor's back: edits discarded, a folder imported.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc, problems, t)));
  }, [problems, path, readOnly, wraps, t]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || place?.file !== path) return;
    const line = editor.state.doc.line(Math.min(Math.max(place.line, 1), editor.state.doc.lines));
    const at = Math.min(line.from + place.column - 1, line.to);
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [place, path]);

  return (
    <div
      ref={box}
      className="contract__code"
      onKeyDown={(event) => {
        // Esc gives Tab back to the page; it must not close the dialog with everything in it.
        if (event.key === 'Escape') event.preventDefault();
      }}
    />
  );
}
