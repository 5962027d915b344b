/** How a guard ends: a line for each problem and exit code 1, or one line that says what was checked. */
export function reportAndExit(problems: readonly string[], fine: string): never {
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? fine : `${String(problems.length)} problem(s)`);
  process.exit(problems.length === 0 ? 0 : 1);
}
