/** Bytes as `hexdump -C` prints them, eight to a line: the inspector is narrow. */

const PER_LINE = 8;

/**
 * The first `limit` bytes of `hex` (hexadecimal digits), one text a line: offset, bytes, characters. `base` is the offset
 * of the first byte in the whole they are part of.
 */
export function hexLines(hex: string, limit: number, base = 0): readonly string[] {
  const bytes = Math.min(Math.floor(hex.length / 2), limit);
  const lines: string[] = [];
  for (let offset = 0; offset < bytes; offset += PER_LINE) {
    const count = Math.min(PER_LINE, bytes - offset);
    let digits = '';
    let characters = '';
    for (let place = 0; place < count; place++) {
      const pair = hex.slice(2 * (offset + place), 2 * (offset + place) + 2);
      const value = Number.parseInt(pair, 16);
      digits += ` ${pair}`;
      characters += value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.';
    }
    lines.push(`${(base + offset).toString(16).padStart(6, '0')} ${digits.padEnd(3 * PER_LINE)}  ${characters}`);
  }
  return lines;
}
