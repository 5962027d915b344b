/** Guard: what keeps the house easy to walk through (`npm run check:tidy`): sizes, headers, names, languages, the parity table. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parityDocument } from '../parity.ts';
import { reportAndExit } from './report.ts';
import { sourceFiles } from './source-files.ts';

const LONGEST = 400;
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/u;
/** Names that say nothing, and so attract everything. */
const NAMELESS = /^(utils?|helpers?|commons?|misc)(\.test)?$/i;
/** Folders that are one thing to the outside may have a door. */
const DOORS = ['web/src/sim/protocol', 'web/src/ui', 'web/src/i18n'];
/** A component has its own name; a context, a hook or a table that only holds JSX is named like any module. */
const FILE_NAME =
  /^([a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|spec|config|worker|d))*\.tsx?|[A-Z][A-Za-z0-9]*(\.test)?\.tsx)$/;

function nameProblems(path: string): readonly string[] {
  const name = basename(path);
  const stem = name.replace(/\.tsx?$/, '');
  const said: string[] = [];
  if (!FILE_NAME.test(name)) said.push('file names are kebab-case.ts or PascalCase.tsx');
  const parts = [stem, ...dirname(path).split('/')];
  // The guest stands in for Node's modules and has their names.
  if (!path.startsWith('tools/guest/') && parts.some((part) => NAMELESS.test(part)))
    said.push('the name says nothing: name the concept');
  if (stem === 'index' && !DOORS.includes(dirname(path)))
    said.push('no barrels: import from the module that owns the thing');
  return said;
}

function textProblems(path: string, text: string): readonly string[] {
  const said: string[] = [];
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > LONGEST) said.push(`${String(lines)} lines: split by concept (at most ${String(LONGEST)})`);
  // Tests read the page and its sentences as a learner does, in the learner's language.
  const speaks = path.startsWith('web/src/i18n/') || path.startsWith('e2e/') || /\.test\.tsx?$/.test(path);
  if (!speaks && HANGUL.test(text)) said.push('Korean belongs in i18n or in content (.md)');
  const isTest = /\.(test|bench)\.tsx?$/.test(path);
  if (path.startsWith('web/src/sim/') && !isTest && !text.startsWith('/**'))
    said.push('open with a doc comment: what the module is for, @fabric, @simplified');
  return said;
}

/** What is untidy below `root`, one line each. */
export function checkTidy(root: string): readonly string[] {
  const files = ['web', 'tools', 'e2e'].flatMap((folder) => sourceFiles(root, folder, ['.ts', '.tsx', '.mjs', '.js']));
  const said = files.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const named = /\.tsx?$/.test(path) ? nameProblems(path) : [];
    return [...named, ...textProblems(path, text)].map((problem) => `${path}: ${problem}`);
  });
  const parity = join(root, 'docs/parity.md');
  const stale = !existsSync(parity) || readFileSync(parity, 'utf8') !== parityDocument(root);
  return stale ? [...said, 'docs/parity.md is not what the module headers say (run npm run docs:parity)'] : said;
}

if (import.meta.filename === process.argv[1]) reportAndExit(checkTidy(process.cwd()), 'Tidy');
