import { describe, expect, it } from 'vitest';
import type { Entry } from '../sim/trace/facts.ts';
import { csvHead, csvRows } from './trace-csv.ts';

const entry = (seq: number, at: number): Entry =>
  ({ seq, at, node: 'peer0.org1.example.com', cause: null, fact: { type: 'nodeStarted' } }) as unknown as Entry;

describe('the trace as CSV', () => {
  it.each<[reason: string, sentence: string, written: string]>([
    ['plain text stays plain', 'it starts', 'it starts'],
    ['commas are quoted', 'a, b', '"a, b"'],
    ['quotes are doubled', 'says "no"', '"says ""no"""'],
    ['line ends stay in the field', 'a\nb', '"a\nb"'],
    ['a formula is none', '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ])('%s', (_, sentence, written) => {
    const rows = csvRows([entry(7, 1_234_567)], () => sentence);
    expect(rows).toBe(`7,1234.567,peer0.org1.example.com,nodeStarted,${written}\r\n`);
  });

  it('says that it is UTF-8 and names its columns', () => {
    expect(csvHead(['순번', '시각(ms)'])).toBe('\ufeff순번,시각(ms)\r\n');
  });
});
