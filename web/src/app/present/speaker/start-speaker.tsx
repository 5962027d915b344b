/** The page of the speaker's window: the same build as the lab, without a network of its own. */
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';
import { chooseLanguage } from '../../../i18n/language.ts';
import { TextProvider } from '../../../i18n/text-context.tsx';
import { loadTranslate } from '../../../i18n/translate.ts';
import type { Translate } from '../../../i18n/translate.ts';
import { WordlessPage } from '../../WordlessPage.tsx';
import { createSpeakerClient } from './speaker-client.ts';
import type { SpeakerClient } from './speaker-client.ts';
import { listenToSpeakerKeys } from './speaker-keys.ts';
import { SpeakerPage } from './SpeakerPage.tsx';

export function startSpeaker(root: HTMLElement, id: string): void {
  const client = createSpeakerClient(id);
  listenToSpeakerKeys(client);
  createRoot(root).render(<SpeakerRoot client={client} />);
}

/** In the language and the theme of the lab, and until it answers in those the browser asks for. */
function SpeakerRoot({ client }: { readonly client: SpeakerClient }) {
  const language = useStore(client.store, ({ shot }) => shot?.language ?? chooseLanguage(navigator.languages));
  const theme = useStore(client.store, ({ shot }) => shot?.theme ?? null);
  const [translate, setTranslate] = useState<Translate | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    loadTranslate(language).then(
      (loaded) => {
        if (wanted) setTranslate(() => loaded);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  useEffect(() => {
    if (theme !== null) document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    if (translate === null) return;
    document.documentElement.lang = translate.language;
    document.title = translate('present.window.title');
  }, [translate]);
  if (translate === null) return <WordlessPage failed={failed} />;
  return (
    <TextProvider translate={translate}>
      <SpeakerPage client={client} />
    </TextProvider>
  );
}
