/**
 * Whether a contract can be expected to look at the machine it runs on.
 *
 * Containers of the same contract on two peers are stepped as one until one of them looks at its clock, its dice or its
 * environment; the sandbox notices that, so this guess never decides what is true. It only spares the other peer from
 * giving its own interpreter a long past again when a contract begins to look late in its life.
 */

const WORDS =
  /\b(?:Date|performance|hrtime|random\w*|crypto|process|set(?:Timeout|Interval|Immediate)|getMspID|globalThis|global|eval|Function|Reflect)\b/;

/** `files`: text by path, as in a container's specification. */
export function mentionsMachine(files: ReadonlyMap<string, string>): boolean {
  for (const [path, text] of files) if (!path.endsWith('.json') && WORDS.test(text)) return true;
  return false;
}
