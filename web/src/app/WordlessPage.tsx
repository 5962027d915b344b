/** Before there are words: the logo alone, for some milliseconds; and when there will be none, that, in both languages. */
import { LANGUAGES } from '../i18n/language.ts';
import { WITHOUT_WORDS } from '../i18n/without-words.ts';
import { Button } from '../ui/Button.tsx';
import { Logo } from './Logo.tsx';

export function WordlessPage({ failed }: { readonly failed: boolean }) {
  if (!failed) {
    return (
      <main className="waiting" aria-busy="true">
        <Logo size={48} />
      </main>
    );
  }
  return (
    <main className="waiting waiting--failed" role="alert">
      <Logo size={48} />
      {LANGUAGES.map((language) => (
        <div key={language} lang={language}>
          <p>{WITHOUT_WORDS[language].text}</p>
          <Button onClick={() => location.reload()}>{WITHOUT_WORDS[language].again}</Button>
        </div>
      ))}
    </main>
  );
}
