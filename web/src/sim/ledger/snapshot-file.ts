/**
 * The files of a ledger snapshot: a byte that names the format, then numbers, texts and messages one behind the other,
 * each text and message after its length.
 *
 * @fabric common/ledger/snapshot/file.go
 */
import { ok, type Result } from '../kernel/result.ts';
import { concatBytes, fromUtf8, utf8 } from '../wire/bytes.ts';

const FORMAT = 1;

/** Gathers the content of a file. */
export class SnapshotFileWriter {
  private readonly parts: Uint8Array[] = [Uint8Array.of(FORMAT)];

  number(value: number): void {
    this.parts.push(uvarint(value));
  }

  bytes(value: Uint8Array): void {
    this.parts.push(uvarint(value.length), value);
  }

  text(value: string): void {
    this.bytes(utf8(value));
  }

  done(): Uint8Array {
    return concatBytes(...this.parts);
  }
}

function uvarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

/** Reads what a {@link SnapshotFileWriter} wrote, in the same order. Past the end everything is 0 and empty. */
export class SnapshotFileReader {
  private readonly content: Uint8Array;
  private at = 1;

  private constructor(content: Uint8Array) {
    this.content = content;
  }

  /** The error is Fabric's, for a file of another format. */
  static open(content: Uint8Array): Result<SnapshotFileReader, string> {
    const format = content[0];
    if (format === FORMAT) return ok(new SnapshotFileReader(content));
    return { ok: false, error: `unexpected data format: ${(format ?? 0).toString(16)}` };
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.content[this.at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  bytes(): Uint8Array {
    const length = this.number();
    this.at += length;
    return this.content.slice(this.at - length, this.at);
  }

  text(): string {
    return fromUtf8(this.bytes());
  }
}
