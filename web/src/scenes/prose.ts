/**
 * The words of a scene, out of its `ko.md` or `en.md`:
 *
 * ```
 * # Title
 * Introduction.
 *
 * ## step-id Heading of the step
 * Two to four lines: **bold**, `code`, lists.
 *
 * ### question
 * What will happen?
 * ### option one
 * The label, one line
 * Why this is right or wrong.
 * ### task
 * What to do.
 * ### hint 1
 * The first hint.
 * ### notes
 * For the speaker.
 *
 * ## beside
 * ### picture picture-id Heading of the picture
 * What is the same and what differs, one line or two.
 * ```
 *
 * The part `## beside` is for a scene that says how it is laid beside another.
 */
export interface ProseOption {
  readonly id: string;
  readonly label: string;
  /** Why it is right, or which misconception it is. */
  readonly explanation: string;
}

export interface StepProse {
  readonly id: string;
  readonly heading: string;
  readonly body: string;
  /** Empty when the step asks nothing. */
  readonly question: string;
  readonly options: readonly ProseOption[];
  /** Empty when the learner has nothing to do. */
  readonly task: string;
  readonly hints: readonly string[];
  /** For the speaker; empty when there are none. */
  readonly notes: string;
}

/** A picture of two scenes side by side. */
export interface PictureProse {
  readonly id: string;
  readonly heading: string;
  /** How the two sides compare. */
  readonly line: string;
}

export interface Prose {
  readonly title: string;
  readonly intro: string;
  readonly steps: readonly StepProse[];
  /** Empty when the scene is not laid beside another. */
  readonly beside: readonly PictureProse[];
}

/** For the author: line (from 1) and what is wrong there. */
export interface ProseProblem {
  readonly line: number;
  readonly text: string;
}

interface Section {
  readonly level: 1 | 2 | 3;
  readonly title: string;
  readonly line: number;
  readonly body: string;
}

/** Cuts the text at its headings. Text before the first heading makes a section of level 1 with an empty title. */
function sectionsOf(text: string): readonly Section[] {
  const sections: Section[] = [];
  let open: { level: 1 | 2 | 3; title: string; line: number; lines: string[] } = {
    level: 1,
    title: '',
    line: 1,
    lines: [],
  };
  const close = (): void => {
    const body = open.lines.join('\n').trim();
    if (open.title !== '' || body !== '' || sections.length > 0) {
      sections.push({ level: open.level, title: open.title, line: open.line, body });
    }
  };
  text.split(/\r?\n/).forEach((line, index) => {
    const heading = /^(#{1,3})(?!#)\s*(.*)$/.exec(line);
    if (heading === null) {
      open.lines.push(line);
      return;
    }
    close();
    const level = (heading[1]?.length ?? 1) as 1 | 2 | 3;
    open = { level, title: (heading[2] ?? '').trim(), line: index + 1, lines: [] };
  });
  close();
  return sections;
}

interface Draft {
  readonly id: string;
  readonly heading: string;
  readonly body: string;
  question: string;
  task: string;
  notes: string;
  readonly options: ProseOption[];
  readonly hints: string[];
}

type Complain = (line: number, text: string) => void;

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function draftStep(section: Section, complain: Complain): Draft {
  const [id = '', ...words] = section.title.split(/\s+/);
  const heading = words.join(' ');
  if (!ID.test(id)) {
    complain(section.line, `"## ${section.title}": a step begins with its id, in lower case with hyphens`);
  } else if (heading === '') complain(section.line, `The step "${id}" has no heading after its id`);
  if (section.body === '') complain(section.line, `The step "${id}" has no text`);
  return { id, heading, body: section.body, question: '', task: '', notes: '', options: [], hints: [] };
}

function addOption(step: Draft, id: string, section: Section, complain: Complain): void {
  const [label = '', ...rest] = section.body.split('\n');
  const explanation = rest.join('\n').trim();
  if (id === '') complain(section.line, '"### option" needs the id of the option');
  if (step.question === '')
    complain(section.line, `The option "${id}" of the step "${step.id}" comes before its question`);
  if (step.options.some((option) => option.id === id)) {
    complain(section.line, `The step "${step.id}" has two options "${id}"`);
  }
  if (label.trim() === '') complain(section.line, `The option "${id}" has no label`);
  else if (explanation === '') complain(section.line, `The option "${id}" does not say why it is right or wrong`);
  step.options.push({ id, label: label.trim(), explanation });
}

function addHint(step: Draft, number: string, section: Section, complain: Complain): void {
  const expected = step.hints.length + 1;
  if (number !== String(expected)) complain(section.line, `"### hint ${number}" should be "### hint ${expected}"`);
  if (section.body === '') complain(section.line, `Hint ${expected} of the step "${step.id}" is empty`);
  step.hints.push(section.body);
}

function addPart(step: Draft, section: Section, complain: Complain): void {
  const [kind = '', argument = ''] = section.title.split(/\s+/);
  if (kind === 'option') addOption(step, argument, section, complain);
  else if (kind === 'hint') addHint(step, argument, section, complain);
  else if (kind === 'question' || kind === 'task' || kind === 'notes') {
    if (step[kind] !== '') complain(section.line, `The step "${step.id}" has two parts "${kind}"`);
    if (section.body === '') complain(section.line, `The ${kind} of the step "${step.id}" is empty`);
    step[kind] = section.body;
  } else {
    complain(section.line, `"### ${section.title}" is none of: question, option <id>, task, hint <number>, notes`);
  }
}

function addPicture(pictures: PictureProse[], section: Section, complain: Complain): void {
  const [kind = '', id = '', ...words] = section.title.split(/\s+/);
  const heading = words.join(' ');
  if (kind !== 'picture') {
    complain(
      section.line,
      `"### ${section.title}" is no picture: under "## beside" stands "### picture <id> <heading>"`,
    );
    return;
  }
  if (!ID.test(id)) complain(section.line, `"### ${section.title}" needs the id of the picture, in lower case`);
  else if (heading === '') complain(section.line, `The picture "${id}" has no heading after its id`);
  if (pictures.some((picture) => picture.id === id)) complain(section.line, `There are two pictures "${id}"`);
  if (section.body === '') complain(section.line, `The picture "${id}" does not say how the two sides compare`);
  pictures.push({ id, heading, line: section.body });
}

function addStep(steps: Draft[], section: Section, complain: Complain): void {
  const step = draftStep(section, complain);
  if (steps.some(({ id }) => id === step.id)) complain(section.line, `There are two steps "${step.id}"`);
  steps.push(step);
}

function openBeside(section: Section, opened: boolean, complain: Complain): void {
  if (opened) complain(section.line, 'There are two parts "## beside"');
  if (section.body !== '') complain(section.line, '"## beside" holds pictures only, no text of its own');
}

/** Reads the whole file; `problems` is empty when it is sound, and everything sound is in `prose` even if not. */
export function parseProse(text: string): { readonly prose: Prose; readonly problems: readonly ProseProblem[] } {
  const problems: ProseProblem[] = [];
  const complain: Complain = (line, sentence) => problems.push({ line, text: sentence });
  const steps: Draft[] = [];
  const pictures: PictureProse[] = [];
  let beside: 'not yet' | 'open' | 'closed' = 'not yet';
  const [first, ...rest] = sectionsOf(text);
  if (first?.level !== 1 || first.title === '') {
    complain(1, 'The file must begin with "# " and the title of the scene');
  }
  const sections = first === undefined || first.level === 1 ? rest : [first, ...rest];
  for (const section of sections) {
    const step = steps.at(-1);
    if (section.level === 1) complain(section.line, `A second title, "${section.title}"`);
    else if (section.level === 2 && section.title === 'beside') {
      openBeside(section, beside !== 'not yet', complain);
      beside = 'open';
    } else if (section.level === 2) {
      if (beside === 'open') beside = 'closed';
      addStep(steps, section, complain);
    } else if (beside === 'open') addPicture(pictures, section, complain);
    else if (step === undefined) complain(section.line, `"### ${section.title}" stands before the first step`);
    else addPart(step, section, complain);
  }
  if (steps.length === 0) complain(1, 'The file has no step ("## step-id Heading")');
  const title = first?.level === 1 ? first.title : '';
  return { prose: { title, intro: first?.level === 1 ? first.body : '', steps, beside: pictures }, problems };
}
