/** Panels in a page of their own, over the recorded trace: what tests of components begin with. */
import { act, type ReactNode } from 'react';
import type { Root } from 'react-dom/client';
import type { Language } from '../../i18n/language.ts';
import { TextProvider } from '../../i18n/text-context.tsx';
import { loadTranslate } from '../../i18n/translate.ts';
import { type Lab, LabProvider } from '../../link/react/lab-context.tsx';
import type { Inspection } from '../lab-types.ts';
import { recorded } from './recorded-trace.ts';

const frame = { branch: 'main', fromSeq: 0, branches: [], ...recorded };

/** In place of the worker, as far as a panel asks it: the recorded trace, and the same `inspection` of everything. */
export const hostAnswering = (inspection: Inspection): unknown => ({
  open: () => Promise.resolve({ ok: true, value: frame }),
  advance: () => Promise.resolve({ ...frame, fromSeq: recorded.entries.length, entries: [] }),
  inspect: () => Promise.resolve({ ok: true, value: inspection }),
});

export async function renderInLab(root: Root, lab: Lab, language: Language, page: ReactNode): Promise<void> {
  const translate = await loadTranslate(language);
  await act(async () => {
    root.render(
      <LabProvider lab={lab}>
        <TextProvider translate={translate}>{page}</TextProvider>
      </LabProvider>,
    );
    await Promise.resolve();
  });
}
