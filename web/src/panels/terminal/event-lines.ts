/**
 * What only an application does, as its own lines: calls through a gateway, listening, many calls in a row. There is no
 * command line tool for these; the expressions are those of the client library, in a module that holds `network`.
 */
import type { Command, CommandOf } from '../lab-types.ts';
import { type CommandLines, quoted } from './command-parts.ts';

const text = (value: unknown): string => JSON.stringify(value);

const inNode = (code: string): CommandLines => ({
  environment: {},
  lines: [['node --import ./gateway.js --input-type=module -e', quoted(code)]],
});

/** null: no command of an application's own. */
export function eventLines(command: Command): CommandLines | null {
  switch (command.type) {
    case 'submitTransaction':
    case 'evaluateTransaction':
      return command.via === 'gateway' ? inNode(`await ${callOf(command)}`) : null;
    case 'submitMany': {
      const call = callOf({ ...command, type: 'submitTransaction' }).replaceAll('{i}', '" + i + "');
      return inNode(`for (let i = 0; i < ${command.count}; i++) await ${command.strategy}(() => ${call})`);
    }
    case 'listenEvents':
      return inNode(`for await (const event of await network.${streamOf(command)}) console.log(event)`);
    case 'stopListening':
      return inNode('events.close()');
    default:
      return null;
  }
}

type Call = Pick<CommandOf<'submitTransaction'>, 'chaincode' | 'function' | 'args' | 'transient' | 'organizations'> & {
  readonly type: 'submitTransaction' | 'evaluateTransaction';
};

function callOf({ type, chaincode, function: name, args, transient, organizations = [] }: Call): string {
  const options = [
    `arguments: ${text(args)}`,
    ...(Object.keys(transient).length > 0 ? [`transientData: ${text(transient)}`] : []),
    ...(organizations.length > 0 ? [`endorsingOrganizations: ${text(organizations)}`] : []),
  ];
  const verb = type === 'submitTransaction' ? 'submit' : 'evaluate';
  return `network.getContract(${text(chaincode)}).${verb}(${text(name)}, { ${options.join(', ')} })`;
}

const BLOCK_STREAMS = {
  block: 'getBlockEvents',
  filtered: 'getFilteredBlockEvents',
  privateData: 'getBlockAndPrivateDataEvents',
} as const;

function streamOf({ kind, chaincode, from }: CommandOf<'listenEvents'>): string {
  const start = from === 'oldest' ? '0' : from;
  const options = from === 'newest' ? '' : from === 'checkpoint' ? '{ checkpoint }' : `{ startBlock: ${start}n }`;
  if (kind !== 'chaincode') return `${BLOCK_STREAMS[kind]}(${options})`;
  return `getChaincodeEvents(${[text(chaincode), options].filter((part) => part !== '').join(', ')})`;
}
