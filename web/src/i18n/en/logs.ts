/** The log of each node. */
import type { logs as ko } from '../ko/logs.ts';

export const logs = {
  name: 'Log of the node',
  empty: 'Nothing has happened yet.',
  nothing: 'Nothing found. Try another level or kind.',
  node: 'Node',
  allNodes: 'All nodes',
  level: 'Level',
  'level.error': 'error',
  'level.info': 'event',
  'level.debug': 'detail',
  'from.debug': 'Everything',
  'from.info': 'Events and errors',
  'from.error': 'Errors only',
  kind: 'About',
  'kind.all': 'Anything',
  'kind.message': 'Messages',
  'kind.transaction': 'Transactions',
  'kind.block': 'Blocks',
  'kind.channel': 'Channels',
  'kind.node': 'Nodes',
  search: 'Find in the log',
  count: '{count} {count|one:line,other:lines}',
} satisfies Record<keyof typeof ko, string>;
