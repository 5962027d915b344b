/** Checks the words of a scene against its data, the two languages against each other, and lines against a projector. */
import { lesson as en } from '../../web/src/i18n/en/lesson.ts';
import { lesson as ko } from '../../web/src/i18n/ko/lesson.ts';
import { parseProse } from '../../web/src/scenes/prose.ts';
import type { Prose, StepProse } from '../../web/src/scenes/prose.ts';
import type { Scene, Step } from '../../web/src/scenes/scene.ts';
import type { ContentProblem, Language, SceneFolder } from './scene-folder.ts';
import { LANGUAGES } from './scene-folder.ts';

/** What a line of a projector holds, in characters as they are shown. */
const LONGEST_LINE: Readonly<Record<Language, number>> = { ko: 40, en: 70 };
const LINES_A_STEP = { fewest: 2, most: 4 };
const LINES_A_PICTURE = 2;

const TITLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { ko, en };

/** Without the marks of bold, code and lists. */
const shown = (line: string): string =>
  line
    .replace(/^\s*(?:[-*]|\d+[.)])\s+/, '')
    .replaceAll(/\*\*|`/g, '')
    .trim();

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

function longLines(text: string, language: Language): readonly string[] {
  const limit = LONGEST_LINE[language];
  return linesOf(text)
    .map((line) => ({ line, length: [...shown(line)].length }))
    .filter(({ length }) => length > limit)
    .map(({ line, length }) => `${length} characters, at most ${limit}: "${line}"`);
}

const list = (names: readonly string[]): string => names.join(', ') || 'none';

function optionProblems(step: Step, prose: StepProse): readonly string[] {
  const { question } = step;
  const said: string[] = [];
  const ids = prose.options.map(({ id }) => id);
  if (!question && prose.question !== '') said.push('asks a question the scene does not have');
  if (question && prose.question === '') said.push('does not ask the question of the scene');
  if (question?.kind === 'choice' && list(ids) !== list(question.options))
    said.push(`has the options ${list(ids)}; in scene.ts they are ${list(question.options)}`);
  if (question?.kind === 'node')
    for (const node of question.answers) if (!ids.includes(node)) said.push(`does not explain the answer ${node}`);
  const explanations = prose.options.map(({ explanation }) => explanation);
  for (const [index, text] of explanations.entries())
    if (explanations.indexOf(text) !== index)
      said.push(`explains "${ids[index] ?? ''}" in the words of another option`);
  return said;
}

function stepWords(step: Step, prose: StepProse, language: Language): readonly string[] {
  const said = [...optionProblems(step, prose)];
  const { action } = step;
  if (action && prose.task === '') said.push('has no task for what the learner is to do');
  if (!action && (prose.task !== '' || prose.hints.length > 0)) said.push('has a task or hints, and no action');
  if (action && prose.hints.length !== action.hints)
    said.push(`has ${prose.hints.length} hints; in scene.ts there are ${action.hints}`);
  if (prose.notes === '') said.push('has no notes for the speaker');
  const lines = linesOf(prose.body).length;
  if (lines < LINES_A_STEP.fewest || lines > LINES_A_STEP.most)
    said.push(`has ${lines} lines, not ${LINES_A_STEP.fewest} to ${LINES_A_STEP.most}`);
  const read = [prose.heading, prose.body, prose.question, prose.task, ...prose.options.map(({ label }) => label)];
  return [...said, ...read.flatMap((text) => longLines(text, language))];
}

/** Headings and lines of the pictures in which the scene is laid beside another. */
function besideWords({ beside }: Scene, prose: Prose, language: Language): readonly string[] {
  const written = prose.beside.map(({ id }) => id);
  const wanted = (beside?.pairs ?? []).map(({ picture }) => picture);
  const said = prose.beside.flatMap(({ id, heading, line }) => {
    const lines = linesOf(line).length;
    const many = lines > LINES_A_PICTURE ? [`has ${lines} lines, at most ${LINES_A_PICTURE}`] : [];
    return [...many, ...longLines(`${heading}\n${line}`, language)].map((what) => `picture "${id}" ${what}`);
  });
  if (list(written) === list(wanted)) return said;
  return [`has the pictures ${list(written)}; in scene.ts they are ${list(wanted)}`, ...said];
}

/** What the learner reads in the order of reading; hints and notes are read by choice and count for nothing here. */
const readingOf = ({ intro, steps }: Prose): string =>
  [
    intro,
    ...steps.flatMap(({ body, question, options }) => [body, question, ...options.map(({ label }) => label)]),
  ].join('\n');

/** A Korean term with its English gloss in brackets, as many words as the gloss has: the gloss belongs to its first mention. */
export function lateGlosses(prose: Prose): readonly string[] {
  const reading = readingOf(prose).replaceAll(/\*\*|`/g, '');
  const said: string[] = [];
  for (const match of reading.matchAll(/\(([a-z]+(?: [a-z]+)*)\)/g)) {
    const count = (match[1] ?? '').split(' ').length;
    const before = reading.slice(0, match.index).split(/\s+/);
    const term = before.slice(-count).join(' ');
    if (!/^\p{Script=Hangul}[\p{Script=Hangul} ]*$/u.test(term)) continue;
    const first = reading.indexOf(term);
    if (first + term.length !== match.index) said.push(`"${term}" is mentioned before its gloss (${match[1] ?? ''})`);
  }
  return said;
}

const spansOf = (text: string): string => [...text.matchAll(/`[^`]+`/g)].map(String).sort().join(' ');
const linksOf = (text: string): string => [...text.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '').join(' ');

/** Where the two languages do not speak of the same things. */
function differences(one: Prose, other: Prose): readonly string[] {
  const pictures = one.beside.flatMap(({ id, line }) => {
    const theirs = other.beside.find((picture) => picture.id === id)?.line ?? line;
    if (spansOf(line) === spansOf(theirs)) return [];
    return [`picture "${id}": ko names ${spansOf(line) || 'nothing'}, en ${spansOf(theirs) || 'nothing'}`];
  });
  const steps = one.steps.flatMap((step) => {
    const twin = other.steps.find(({ id }) => id === step.id);
    if (!twin) return [];
    const parts = [
      ['text', step.body, twin.body],
      ['question', step.question, twin.question],
      ['task', step.task, twin.task],
    ] as const;
    return parts.flatMap(([part, mine, theirs]) => [
      ...(spansOf(mine) === spansOf(theirs)
        ? []
        : [`step "${step.id}", ${part}: ko names ${spansOf(mine) || 'nothing'}, en ${spansOf(theirs) || 'nothing'}`]),
      ...(linksOf(mine) === linksOf(theirs)
        ? []
        : [`step "${step.id}", ${part}: ko and en do not have the same links`]),
    ]);
  });
  return [...steps, ...pictures];
}

function languageProblems(scene: Scene, prose: Prose, language: Language): readonly string[] {
  const said: string[] = [];
  const title = TITLES[language][`scene.${scene.id}`];
  if (title !== undefined && prose.title !== title) said.push(`the title is not that of the course, "${title}"`);
  if (prose.intro === '') said.push('has no introduction');
  const written = prose.steps.map(({ id }) => id);
  const wanted = scene.steps.map(({ id }) => id);
  if (list(written) !== list(wanted)) said.push(`has the steps ${list(written)}; in scene.ts they are ${list(wanted)}`);
  for (const step of scene.steps) {
    const own = prose.steps.find(({ id }) => id === step.id);
    if (own) said.push(...stepWords(step, own, language).map((what) => `step "${step.id}" ${what}`));
  }
  return [...said, ...besideWords(scene, prose, language), ...longLines(prose.intro, language), ...lateGlosses(prose)];
}

/** Everything wrong with the words of a scene. */
export function wordProblems({ path, scene, texts }: SceneFolder): readonly ContentProblem[] {
  const problems: ContentProblem[] = [];
  const read: Partial<Record<Language, Prose>> = {};
  for (const language of LANGUAGES) {
    const file = `${path}/${language}.md`;
    const { prose, problems: unreadable } = parseProse(texts[language]);
    for (const { line, text } of unreadable) problems.push({ where: `${file}:${line}`, what: text });
    for (const what of languageProblems(scene, prose, language)) problems.push({ where: file, what });
    read[language] = prose;
  }
  if (read.ko && read.en) for (const what of differences(read.ko, read.en)) problems.push({ where: path, what });
  return problems;
}
