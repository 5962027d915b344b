import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixed } from './colours.ts';
import { fitted, svgDocument, svgTag, svgText, textWidth, xmlText } from './svg.ts';
import { elementsOf } from './testdata/well-formed.ts';

describe('SVG as text', () => {
  it('is well formed whatever the names in the network are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (name, title) => {
        const body = svgTag('g', { 'data-node': name }, svgText(1, 2, name, { fill: '#000' }));
        const svg = svgDocument({ width: 10, height: 10, background: '#fff', title, description: name }, body);
        expect(elementsOf(svg).filter((element) => element === 'svg')).toHaveLength(1);
      }),
    );
  });

  it.each<[reason: string, text: string, written: string]>([
    ['markup stays text', '<a & "b">', '&lt;a &amp; &quot;b&quot;&gt;'],
    ['the NUL of composite keys is no XML', 'a\u0000b', 'a·b'],
    ['half a surrogate pair is no XML', 'a\ud800b', 'a·b'],
    ['a whole one is', '\u{1f600}', '\u{1f600}'],
  ])('%s', (_, text, written) => {
    expect(xmlText(text)).toBe(written);
  });

  it('cuts a text to the width there is', () => {
    expect(fitted('peer0', 12, 100)).toBe('peer0');
    for (const text of ['a-very-long-name.org1.example.com', '아주 긴 이름의 노드입니다']) {
      const cut = fitted(text, 12, 80);
      expect(cut.endsWith('…')).toBe(true);
      expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
    }
  });
});

describe('mixed colours', () => {
  it.each<[string, number, string, string]>([
    ['#ffffff', 1, '#000000', '#ffffff'],
    ['#fff', 0.5, '#000', '#808080'],
    ['#102030', 0, '#a0b0c0', '#a0b0c0'],
    ['rgb(1 2 3)', 0.5, '#000', 'rgb(1 2 3)'],
  ])('%s × %d with %s', (a, share, b, result) => {
    expect(mixed(a, share, b)).toBe(result);
  });
});
