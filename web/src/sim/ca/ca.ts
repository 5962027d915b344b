/**
 * The Fabric CA server as a machine of the network. An answer that follows from a changed registry leaves once the
 * change is on disk, so a crash takes either both or neither.
 *
 * @fabric lib/server.go, lib/serverendpoint.go (Fabric CA)
 * @simplified One request is one message: TLS and HTTP connections are not modelled.
 */
import { sha256 } from '../crypto/sha256.ts';
import type { ActorId, Effect, Role, Stepped } from '../kernel/actor.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import type { Micros } from '../kernel/time.ts';
import { utf8 } from '../wire/bytes.ts';
import type { Message } from '../wire/messages.ts';
import type { Certificate } from '../wire/x509.ts';
import { type CaConfig, bootstrapAdmin, defaultCaConfig } from './ca-config.ts';
import type { CaFact } from './ca-facts.ts';
import { factsOf } from './ca-report.ts';
import { caStep, createCa } from './ca-server.ts';
import type { CaContext, CaState } from './ca-state.ts';

/** Its database, key and certificate. */
export interface CaDisk {
  readonly state: CaState;
  /** Serial numbers and secrets are drawn from this, so that a recording replays to the same certificates. */
  readonly secret: Uint8Array;
  /** How many draws were made: none is made twice. */
  readonly draws: number;
  /** Unix time of virtual time 0, in microseconds. */
  readonly epochUnixMicros: number;
}

type CaEffect = Effect<Message, CaFact>;

export interface CaMachine {
  readonly disk: CaDisk;
  /** What is said once the disk has the change it follows from, by tag. */
  readonly unsaid: PersistentMap<readonly CaEffect[]>;
  readonly requests: number;
}

/** Checking a password or a signature and signing a certificate take a server a moment. */
const WORK = { min: 1_500, max: 4_000 };

const MICROS_PER_SECOND = 1_000_000;

/** What `fabric-ca-server start -b admin:adminpw` finds when it is given the organisation's CA key and certificate. */
export function newCaDisk(options: {
  readonly caName: string;
  /** Roots of the affiliation tree beside the default ones. */
  readonly affiliations: readonly string[];
  readonly certificate: Certificate;
  readonly privateKey: Uint8Array;
  readonly secret: Uint8Array;
  readonly epochUnixMicros: number;
}): CaDisk {
  const { caName, certificate, privateKey, secret, epochUnixMicros } = options;
  const base = defaultCaConfig(caName, bootstrapAdmin('admin', 'adminpw'));
  const config: CaConfig = { ...base, affiliations: [...base.affiliations, ...options.affiliations] };
  const drawer = new Drawer(secret, 0);
  const context = { draw: drawer.draw, nowUnixSeconds: Math.floor(epochUnixMicros / MICROS_PER_SECOND) };
  const state = createCa(config, context, { certificate, privateKey });
  return { state, secret, draws: drawer.draws, epochUnixMicros };
}

/** Counts the draws of one step; the count goes into the next state. */
class Drawer {
  private readonly secret: Uint8Array;
  draws: number;

  constructor(secret: Uint8Array, draws: number) {
    this.secret = secret;
    this.draws = draws;
  }

  readonly draw: CaContext['draw'] = (purpose, length) =>
    sha256(this.secret, utf8(`${purpose} ${this.draws++}`)).subarray(0, length);
}

export const ca: Role<CaMachine, CaDisk, Message, never, CaFact> = {
  boot: (disk) => ({ disk, unsaid: PersistentMap.empty(), requests: 0 }),
  step(machine, input, now) {
    if (input.type === 'message' && input.message.type === 'caRequest')
      return answer(machine, input.from, input.message, now);
    if (input.type === 'persisted') return say(machine, input.tag);
    return { state: machine, effects: [] };
  },
};

function answer(
  machine: CaMachine,
  client: ActorId,
  { request, http, label }: Message & { type: 'caRequest' },
  now: Micros,
): Stepped<CaMachine, Message, CaFact> {
  const { disk } = machine;
  const drawer = new Drawer(disk.secret, disk.draws);
  const nowUnixSeconds = Math.floor((disk.epochUnixMicros + now) / MICROS_PER_SECOND);
  const { state, response } = caStep(disk.state, http, { draw: drawer.draw, nowUnixSeconds });
  const { status, outcome } = response;
  const effects: readonly CaEffect[] = [
    ...factsOf({ call: label, request: http, response, state }).map((fact) => ({ type: 'report' as const, fact })),
    {
      type: 'send',
      to: client,
      ...WORK,
      message: { type: 'caResponse', request, label, response: { status, outcome } },
    },
  ];
  // What a list shows may itself still be on its way to the disk: it waits as well.
  if (state === disk.state && machine.unsaid.size === 0) return { state: machine, effects };
  const tag = String(machine.requests);
  const durable: CaDisk = { ...disk, state, draws: drawer.draws };
  return {
    state: { disk: durable, unsaid: machine.unsaid.set(tag, effects), requests: machine.requests + 1 },
    effects: [{ type: 'persist', tag, durable }],
  };
}

function say(machine: CaMachine, tag: string): Stepped<CaMachine, Message, CaFact> {
  return { state: { ...machine, unsaid: machine.unsaid.delete(tag) }, effects: machine.unsaid.get(tag) ?? [] };
}
