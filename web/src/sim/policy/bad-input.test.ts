import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import { damagedBytes } from '../wire/damaged-bytes.ts';
import { SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { parseSignaturePolicy, printSignaturePolicy } from './dsl.ts';
import { parseImplicitMetaPolicy } from './implicit-meta.ts';
import { compileSignaturePolicy, decodeSignaturePolicy } from './signature-policy.ts';

const RECORDED = JSON.parse(readFileSync(new URL('testdata/policies.json', import.meta.url), 'utf8')) as readonly {
  readonly policy: string;
}[];
const RUNS = { numRuns: 400, seed: 1 };

describe('damaged policies are read or refused', () => {
  it('as texts, which then mean the same in a message', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RECORDED), fc.nat(), ({ policy }, damage) => {
        const text = fromUtf8(damagedBytes(utf8(policy), damage));
        parseImplicitMetaPolicy(text);
        const parsed = parseSignaturePolicy(text);
        if (!parsed.ok) {
          expect(parsed.error).not.toBe('');
          return;
        }
        const bytes = toBinary(SignaturePolicyEnvelopeSchema, parsed.value);
        expect(fromBinary(SignaturePolicyEnvelopeSchema, bytes)).toEqual(parsed.value);
        printSignaturePolicy(parsed.value);
      }),
      RUNS,
    );
  });

  it('as messages', () => {
    const intact = RECORDED.flatMap(({ policy }) => {
      const parsed = parseSignaturePolicy(policy);
      return parsed.ok ? [toBinary(SignaturePolicyEnvelopeSchema, parsed.value)] : [];
    });
    fc.assert(
      fc.property(fc.constantFrom(...intact), fc.nat(), (bytes, damage) => {
        const compiled = decodeSignaturePolicy(damagedBytes(bytes, damage));
        if (!compiled.ok) expect(compiled.error).not.toBe('');
      }),
      RUNS,
    );
  });
});

describe('policies made to keep a reader busy', () => {
  const nested = (depth: number) => `${'OR('.repeat(depth)}'A.peer', 'B.peer'${", 'A.peer')".repeat(depth)}`;

  it('may nest as deep as a message that is read back', () => {
    const deepest = parseSignaturePolicy(nested(40));
    expect(deepest.ok).toBe(true);
    if (!deepest.ok) return;
    expect(compileSignaturePolicy(deepest.value).ok).toBe(true);
    expect(decodeSignaturePolicy(toBinary(SignaturePolicyEnvelopeSchema, deepest.value)).ok).toBe(true);
  });

  it.each<[why: string, text: string, error: string]>([
    ['gates within gates', nested(20_000), 'policy is nested more than 40 deep'],
    ['sums', `OutOf(1${'+1'.repeat(20_000)}, 'A.peer')`, 'policy is nested more than 40 deep'],
    ['parentheses', `${'('.repeat(20_000)}'A.peer'${')'.repeat(20_000)}`, 'policy is nested more than 40 deep'],
    ['parentheses that never close', '('.repeat(20_000), 'Unbalanced parenthesis'],
  ])(
    '%s are refused',
    (_why, text, error) => {
      expect(parseSignaturePolicy(text)).toEqual({ ok: false, error });
    },
    2_000,
  );

  it('a wide gate takes time in proportion to its width', () => {
    expect(parseSignaturePolicy(`OR(${"'A.peer', ".repeat(20_000)}'B.peer')`).ok).toBe(true);
  }, 5_000);
});
