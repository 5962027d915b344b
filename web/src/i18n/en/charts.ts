/** Charts over simulated time. */
import type { charts as ko } from '../ko/charts.ts';

export const charts = {
  name: 'Charts over time',
  empty: 'Nothing to draw yet. Submit transactions, and throughput and latency appear here.',
  throughput: 'Throughput',
  'throughput.unit': 'valid commits / s',
  latency: 'Latency',
  'latency.unit': 'from submit to commit, ms',
  invalid: 'Invalid transactions',
  'invalid.unit': 'count',
  queue: 'Queue at the orderer',
  'queue.unit': 'transactions waiting',
  none: 'none yet',
  'none.invalid': 'no transaction was invalid',
  asTable: 'Show as tables',
  time: 'Time',
  value: 'Value',
  'what.valid': '{count} per second',
  'what.latency': '{txid}: {millis} ms',
  'what.invalid': '{count} × {code}',
  'what.queue': '{node} · {channel}: {count} waiting',
  summary: '{title}: at most {most} ({unit})',
  jump: 'Go to {time}: {what}',
  from: 'from {from} to {to}',
} satisfies Record<keyof typeof ko, string>;
