import { describe, expect, it } from 'vitest';
import { hexLines } from './hex-dump.ts';

describe('hexLines', () => {
  it('eight bytes a line: offset, digits, characters; what cannot be printed is a dot', () => {
    expect(hexLines('0a0948656c6c6f207f80', 100)).toEqual([
      '000000  0a 09 48 65 6c 6c 6f 20  ..Hello ',
      '000008  7f 80                    ..',
    ]);
  });

  it('stops at the limit', () => {
    expect(hexLines('00'.repeat(100), 16)).toHaveLength(2);
  });

  it('nothing has no lines', () => {
    expect(hexLines('', 16)).toEqual([]);
  });
});
