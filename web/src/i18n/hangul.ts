/**
 * Korean as it is typed into a search: initial consonants alone (`ㅌㄹㅈㅅ` for 트랜잭션), and syllables that are not finished
 * yet (`트랜ㅈ`). Other scripts are compared as they are, large and small letters alike.
 */
import { disassemble, getChoseong } from 'es-hangul';

const INITIALS = /^[ㄱ-ㅎ\s]+$/;
const HANGUL = /[ㄱ-ㅎ가-힣]/;

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, '');

/** Whether `query`, which is not empty, is in `text`, as somebody types it. */
export function matchesTyped(text: string, query: string): boolean {
  const wanted = plain(query);
  if (wanted === '') return false;
  if (plain(text).includes(wanted)) return true;
  if (!HANGUL.test(wanted)) return false;
  if (INITIALS.test(wanted)) return plain(getChoseong(text)).includes(wanted);
  return plain(disassemble(text)).includes(plain(disassemble(query)));
}

/** `text` for a search that only compares: with its initial consonants where `query` is nothing else. */
export const searchedText = (text: string, query: string): string =>
  INITIALS.test(query) ? `${text} ${getChoseong(text)}` : text;
