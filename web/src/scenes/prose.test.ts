import { describe, expect, it } from 'vitest';
import { parseProse } from './prose.ts';

const WHOLE = `# The life of a transaction
What this is about.

## propose The client asks
It sends a **proposal**.

- to Org1
- to Org2

### question
Who runs the chaincode?
### option peers
The endorsing peers
Right: they simulate.
### option orderer
The orderer
No: it only orders.

It never sees your code.
## act Crash a peer
Now you.
### task
Crash it.
### hint 1
Right click.
### hint 2
Menu, crash.
### notes
Wait.
## beside
### picture start The start
One side has it.

The other has not.
`;

describe('prose of a scene', () => {
  it('is read whole, whatever the line ends', () => {
    const { prose, problems } = parseProse(WHOLE.replaceAll('\n', '\r\n'));
    expect(problems).toEqual([]);
    expect(prose).toEqual({
      title: 'The life of a transaction',
      intro: 'What this is about.',
      steps: [
        {
          id: 'propose',
          heading: 'The client asks',
          body: 'It sends a **proposal**.\n\n- to Org1\n- to Org2',
          question: 'Who runs the chaincode?',
          options: [
            { id: 'peers', label: 'The endorsing peers', explanation: 'Right: they simulate.' },
            { id: 'orderer', label: 'The orderer', explanation: 'No: it only orders.\n\nIt never sees your code.' },
          ],
          task: '',
          hints: [],
          notes: '',
        },
        {
          id: 'act',
          heading: 'Crash a peer',
          body: 'Now you.',
          question: '',
          options: [],
          task: 'Crash it.',
          hints: ['Right click.', 'Menu, crash.'],
          notes: 'Wait.',
        },
      ],
      beside: [{ id: 'start', heading: 'The start', line: 'One side has it.\n\nThe other has not.' }],
    });
  });

  const step = '# T\n\n## s Heading\ntext\n';
  const rows: readonly [text: string, line: number, problem: RegExp][] = [
    ['', 1, /begin with "# "/],
    ['Just text\n## s H\nt', 1, /begin with "# "/],
    ['## s H\nt', 1, /begin with "# "/],
    ['# T\n\nintro', 1, /no step/],
    [`${step}# Again`, 5, /second title, "Again"/],
    ['# T\n## Step One\ntext', 2, /begins with its id/],
    ['# T\n## s\ntext', 2, /no heading/],
    ['# T\n## s H\n', 2, /"s" has no text/],
    [`${step}## s Other\ntext`, 5, /two steps "s"/],
    ['# T\n### task\nx\n## s H\nt', 2, /before the first step/],
    [`${step}### wuestion\nx`, 5, /none of: question/],
    [`${step}### option a\nA\nwhy`, 5, /before its question/],
    [`${step}### question\nq\n### option a\nA`, 7, /does not say why/],
    [`${step}### question\nq\n### option\nA\nwhy`, 7, /needs the id/],
    [`${step}### question\nq\n### option a\nA\nwhy\n### option a\nB\nwhy`, 10, /two options "a"/],
    [`${step}### question\n`, 5, /question of the step "s" is empty/],
    [`${step}## beside\ntext`, 5, /pictures only/],
    [`${step}## beside\n## beside`, 6, /two parts/],
    [`${step}## beside\n### task\nx`, 6, /is no picture/],
    [`${step}## beside\n### picture One\nx`, 6, /needs the id/],
    [`${step}## beside\n### picture one\nx`, 6, /"one" has no heading/],
    [`${step}## beside\n### picture one One\n`, 6, /does not say how/],
    [`${step}## beside\n### picture a A\nx\n### picture a B\ny`, 8, /two pictures "a"/],
    [`${step}## beside\n### picture a A\nx\n## t T\nx\n### picture b B\nx`, 10, /none of: question/],
    [`${step}### hint 2\nx`, 5, /should be "### hint 1"/],
  ];
  it.each(rows)('%j: line %i, %s', (text, line, problem) => {
    const { problems } = parseProse(text);
    expect(problems).toContainEqual({ line, text: expect.stringMatching(problem) as string });
  });
});
