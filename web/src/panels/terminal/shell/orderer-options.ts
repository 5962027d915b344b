/** How a `peer` command is told of the orderer: its options, and what it says where they do not lead to one. */
import type { Addresses } from '../addresses.ts';
import { ordererParts } from '../peer-environment.ts';
import type { Flags, Options } from './flags.ts';
import { namedOrderer, unreached } from './reach.ts';
import { asList, type Desk, note, type Outcome, type Outcomes } from './verb.ts';

export const TO_ORDERER: Flags = {
  orderer: { short: 'o', takes: 'text', names: 'orderer' },
  tls: { takes: 'switch' },
  cafile: { takes: 'text', names: 'file' },
  ordererTLSHostnameOverride: { takes: 'text' },
  connTimeout: { takes: 'text', form: 'duration' },
  clientauth: { takes: 'switch', isIdle: true },
  certfile: { takes: 'text', isIdle: true },
  keyfile: { takes: 'text', isIdle: true },
  tlsHandshakeTimeShift: { takes: 'text', form: 'duration', isIdle: true },
};

const howTo = (at: Addresses): Outcome => note('ordererOptions', { options: ordererParts(at).join(' ') });

interface OrdererManner {
  /** What the tool has logged by then, each line with its end. */
  readonly logged?: string;
  /** Before the words of who cannot connect. */
  readonly connecting: string;
  /** Where `-o` is left out. */
  readonly otherwise: string;
}

/** `then` where the options lead to an orderer. */
export function withOrderer(
  { text, on }: Options,
  desk: Desk,
  { logged, connecting, otherwise }: OrdererManner,
  then: () => Outcomes,
): Outcomes {
  const orderer = namedOrderer(text['orderer'] ?? otherwise, on.has('tls'), text['cafile'] ?? '', desk);
  if (!orderer.ok) return [...unreached(connecting, orderer, logged), howTo(desk.at)];
  const outcomes = asList(then());
  const isGiven = outcomes.some(({ type }) => type === 'command');
  // The lab's client goes through the orderers of its profile in order.
  return orderer.node === desk.at.orderer || !isGiven
    ? outcomes
    : [...outcomes, note('ordererChosen', { orderer: orderer.node })];
}
