/** What a client's steps are made of. */
import type { Effect, Stepped } from '../kernel/actor.ts';
import type { CommandOutcome } from '../kernel/command-outcome.ts';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import type { Signer } from '../wire/envelope.ts';
import type { Message } from '../wire/messages.ts';
import type { ClientFact } from './client-facts.ts';
import type { ClientState } from './client-state.ts';

export type ClientReport = ClientFact | CommandOutcome;
export type ClientEffect = Effect<Message, ClientReport>;
export type ClientStepped = Stepped<ClientState, Message, ClientReport>;

export const report = (fact: ClientReport): ClientEffect => ({ type: 'report', fact });

export const signerOf = (identity: SigningIdentity): Signer => ({
  creator: identity.serialized,
  sign: (message) => signWith(identity, message),
});
