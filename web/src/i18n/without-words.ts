/** What is said when the dictionary itself could not be fetched: in both languages, for nothing else can be looked up. */
import type { Language } from './language.ts';

export interface WithoutWords {
  readonly text: string;
  readonly again: string;
}

export const WITHOUT_WORDS: Readonly<Record<Language, WithoutWords>> = {
  ko: { text: '글을 불러오지 못했습니다. 네트워크를 확인해 주세요.', again: '다시 시도' },
  en: { text: 'The words of the lab could not be loaded. Please check your network.', again: 'Try again' },
};
