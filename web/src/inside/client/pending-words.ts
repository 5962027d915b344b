/** A call under way in words: what has been done of it, and whom it waits for. Pure. */
import type { Translate } from '../../i18n/translate.ts';
import type { InsideOf } from '../../link/react/use-inside.ts';

type Pending = InsideOf<'client'>['pending'][number];

/** What is called: a function of a chaincode as it is written, else what the command is called. */
export function callName(t: Translate, { call, task, stage }: Pending): string {
  if (call !== '' && stage !== 'ca') return call;
  const key = `commands.${task}`;
  const name = t.has(key) ? t(key) : task;
  return call === '' ? name : `${name} · ${call}`;
}

/** `2 of 2 endorsements · waits for the commit of peer0.org1`. */
export function pendingText(t: Translate, call: Pending, nameOf: (node: string) => string): string {
  const { stage, asked, answered, waitsFor } = call;
  const endorsed =
    asked.length === 0 ? '' : t('things.client.endorsed', { count: answered.length, asked: asked.length });
  const who = waitsFor.map(nameOf).join(', ');
  switch (stage) {
    case 'endorsing':
      return who === '' ? endorsed : `${endorsed} · ${t('things.client.waitsFor', { who })}`;
    case 'broadcasting':
      return [endorsed, t('things.client.waitsOrderer', { who })].filter(Boolean).join(' · ');
    case 'committing':
      return [endorsed, t('things.client.waitsCommit', { who })].filter(Boolean).join(' · ');
    case 'fetching':
    case 'gateway':
    case 'ca':
      return t('things.client.waitsFor', { who });
  }
}

/** The stations a call goes through, and which it is at; null for calls that have only one. */
export function stationsOf({
  stage,
}: Pending):
  | readonly { readonly name: 'endorsing' | 'broadcasting' | 'committing'; readonly state: 'done' | 'now' | 'open' }[]
  | null {
  const names = ['endorsing', 'broadcasting', 'committing'] as const;
  const at = names.findIndex((name) => name === stage);
  if (at < 0) return null;
  return names.map((name, index) => ({ name, state: index < at ? 'done' : index === at ? 'now' : 'open' }));
}
