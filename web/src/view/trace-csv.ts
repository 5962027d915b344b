/**
 * The trace as comma-separated values (RFC 4180), for a spreadsheet: one row for each entry, in order.
 * A byte order mark says that it is UTF-8, else Excel reads Korean as garbage.
 */
import type { Entry } from '../sim/trace/facts.ts';

const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would take for a formula is kept from being one. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvLine = (values: readonly (string | number)[]): string => `${values.map(field).join(',')}\r\n`;

/** The file's beginning. `names` of the columns: seq, time, node, fact, sentence. */
export const csvHead = (names: readonly string[]): string => `${BYTE_ORDER_MARK}${csvLine(names)}`;

/** A row for each entry. Time in milliseconds with microseconds as decimals: what spreadsheets compute with. */
export const csvRows = (entries: readonly Entry[], sentenceOf: (entry: Entry) => string): string =>
  entries
    .map((entry) => csvLine([entry.seq, entry.at / 1_000, entry.node, entry.fact.type, sentenceOf(entry)]))
    .join('');
