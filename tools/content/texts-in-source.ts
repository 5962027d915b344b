/**
 * For tests: every text of several words in the simulation's source, read out of its syntax tree, so that an error text that
 * somebody adds is found without anybody listing it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface SourceText {
  /** Below `sim/`. */
  readonly file: string;
  /** `*` stands for what the code fills in. */
  readonly text: string;
}

const SIM = join(import.meta.dirname, '../../web/src/sim');
const LEFT_OUT = /\.test\.ts$|_pb\.ts$|(?:^|\/)(?:test-[^/]*|recorded-lifecycle)\.ts$|testdata/;
/** What they are given is told to nobody but us: bugs, not errors of Fabric. */
const TELLS_BUGS = /^(?:invariant|unreachable|Invariant|kernel\.Invariant)$/;

/** `*` where the template is filled in; null for anything but a text. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
}

const isLeftOut = (node: ts.Node, source: ts.SourceFile): boolean =>
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isTypeNode(node) ||
  ((ts.isCallExpression(node) || ts.isNewExpression(node)) && TELLS_BUGS.test(node.expression.getText(source)));

function textsOf(file: string): readonly SourceText[] {
  const source = ts.createSourceFile(file, readFileSync(join(SIM, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: SourceText[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeftOut(node, source)) return;
    const text = textOf(node);
    if (text !== null && /\S\s+\S/.test(text) && /[a-z]{3}/i.test(text)) found.push({ file, text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** In the order of files and lines. */
export function textsInSource(): readonly SourceText[] {
  return readdirSync(SIM, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !LEFT_OUT.test(file))
    .sort()
    .flatMap(textsOf);
}
