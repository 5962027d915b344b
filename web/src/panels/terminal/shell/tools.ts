/**
 * The tools as they are outside the lab: in whose manner each reads its line, and which commands it has. So that one the
 * lab has not is told apart from one that nobody has.
 *
 * @fabric cmd, internal/peer, vendor/github.com/spf13/cobra, vendor/gopkg.in/alecthomas/kingpin.v2
 */
import type { FlagStyle } from './flags.ts';

interface Tool {
  readonly style: FlagStyle;
  readonly commands: readonly string[];
}

const TOOLS: Readonly<Record<string, Tool>> = {
  peer: {
    style: 'cobra',
    commands: [
      ...['invoke', 'query'].map((verb) => `chaincode ${verb}`),
      ...['create', 'fetch', 'getinfo', 'join', 'joinbysnapshot', 'joinbysnapshotstatus', 'list'].map(
        (verb) => `channel ${verb}`,
      ),
      'channel signconfigtx',
      'channel update',
      'completion',
      'help',
      ...['approveformyorg', 'calculatepackageid', 'checkcommitreadiness', 'commit', 'getinstalledpackage'].map(
        (verb) => `lifecycle chaincode ${verb}`,
      ),
      ...['install', 'package', 'queryapproved', 'querycommitted', 'queryinstalled'].map(
        (verb) => `lifecycle chaincode ${verb}`,
      ),
      ...['pause', 'rebuild-dbs', 'reset', 'resume', 'rollback', 'start', 'unjoin', 'upgrade-dbs'].map(
        (verb) => `node ${verb}`,
      ),
      ...['cancelrequest', 'listpending', 'submitrequest'].map((verb) => `snapshot ${verb}`),
      'version',
    ],
  },
  'fabric-ca-client': {
    style: 'cobra',
    commands: [
      ...['add', 'list', 'modify', 'remove'].map((verb) => `affiliation ${verb}`),
      'certificate list',
      'completion',
      'enroll',
      'gencrl',
      'gencsr',
      'getcainfo',
      'help',
      ...['add', 'list', 'modify', 'remove'].map((verb) => `identity ${verb}`),
      'reenroll',
      'register',
      'revoke',
      'version',
    ],
  },
  osnadmin: { style: 'kingpin', commands: ['help', 'channel join', 'channel list', 'channel remove'] },
  cryptogen: { style: 'kingpin', commands: ['help', 'generate', 'showtemplate', 'version', 'extend'] },
  discover: { style: 'kingpin', commands: ['help', 'peers', 'config', 'endorsers', 'saveConfig'] },
  configtxgen: { style: 'go', commands: [''] },
  docker: { style: 'cobra', commands: [] },
  openssl: { style: 'go', commands: [] },
  orderer: { style: 'kingpin', commands: ['help', 'start', 'version'] },
};

/** Programs an operator reaches for, which are no part of this terminal. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  (
    'tar gzip curl wget vi vim nano sed awk grep head tail less sort wc find mkdir rm cp mv touch chmod base64 xxd ' +
    'node npm npx go git ssh bash sh source sleep date kubectl docker-compose fabric-ca-server ledgerutil tree which'
  ).split(' '),
);
const CONFIG_TOOLS: ReadonlySet<string> = new Set(['configtxlator', 'jq']);

/** What these say of a slip is not imitated. */
export const hasOwnWords = (tool: string): boolean => tool === 'docker' || tool === 'openssl';
export const isElsewhere = (tool: string): boolean => ELSEWHERE.has(tool);
export const editsConfig = (tool: string): boolean => CONFIG_TOOLS.has(tool);
export const styleOf = (tool: string): FlagStyle => TOOLS[tool]?.style ?? 'cobra';

/** Error as the tool begins it. */
export function refusedBy(tool: string, text: string): string {
  if (styleOf(tool) === 'cobra') return `Error: ${text}`;
  if (tool === 'osnadmin') return `osnadmin: error: parsing arguments: ${text}. Try --help`;
  return styleOf(tool) === 'kingpin' ? `${tool}: error: ${text}, try --help` : text;
}

/** How many letters have to change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, there] of [...other].entries())
      next.push(Math.min((row[at] ?? 0) + (letter === there ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

const FARTHEST = 2;

/** What cobra says of a first word it does not know. */
function unknownCommand(tool: string, word: string, groups: readonly string[]): string {
  const low = word.toLowerCase();
  const near = groups.filter(
    (name) => name !== 'help' && (distance(low, name.toLowerCase()) <= FARTHEST || name.toLowerCase().startsWith(low)),
  );
  const meant = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
  return `Error: unknown command "${word}" for "${tool}"${meant}\nRun '${tool} --help' for usage.`;
}

/** Why no verb of the lab begins a line; `words` without options. */
export type Unknown =
  | { readonly type: 'error'; readonly text: string }
  /** The tool has it, the lab has not. */
  | { readonly type: 'missing'; readonly command: string }
  /** The tool would print the help of this group of commands. */
  | { readonly type: 'group'; readonly words: readonly string[] };

/** null: no such tool. */
export function unknownIn([tool = '', ...words]: readonly string[]): Unknown | null {
  const known = TOOLS[tool];
  if (known === undefined) return null;
  if (hasOwnWords(tool)) return { type: 'missing', command: [tool, ...words.slice(0, 2)].join(' ') };
  const groups = [...new Set(known.commands.map((command) => command.split(' ')[0] ?? ''))].sort();
  const command = known.commands.find((one) => one.split(' ').every((word, index) => words[index] === word));
  if (command !== undefined && command !== '') return { type: 'missing', command: `${tool} ${command}` };
  const [first] = words;
  if (first === undefined)
    return tool === 'osnadmin'
      ? { type: 'error', text: refusedBy(tool, 'required flag --orderer-address not provided') }
      : { type: 'group', words: [tool] };
  const isGroup = groups.includes(first);
  if (known.style === 'kingpin') {
    const second = words[1];
    const text =
      isGroup && second === undefined
        ? `must select a subcommand of '${first}'`
        : `expected command but got "${(isGroup ? second : first) ?? ''}"`;
    return { type: 'error', text: refusedBy(tool, text) };
  }
  if (!isGroup) return { type: 'error', text: unknownCommand(tool, first, groups) };
  const deeper = known.commands.some((one) => one.startsWith(`${first} ${words[1] ?? '?'} `));
  return { type: 'group', words: deeper ? [tool, first, words[1] ?? ''] : [tool, first] };
}
