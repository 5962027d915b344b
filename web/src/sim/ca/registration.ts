/**
 * Entering an identity into the registry: a registrar says who it is, of what type and affiliation, and gets a secret to
 * pass on. No certificate yet: that takes an enrolment.
 *
 * @fabric lib/serverregister.go, lib/util.go getMaxEnrollments (Fabric CA)
 */
import { type Result, ok } from '../kernel/result.ts';
import { canRegisterAttributes } from './attribute-rules.ts';
import { canActOnAffiliation, canActOnType } from './authority.ts';
import type { BodyFields } from './body-reader.ts';
import type { CaAttribute } from '../wire/ca-api.ts';
import { CA_ERROR, type CaRefusal, refused, unauthorized } from './ca-error.ts';
import { type CaContext, type CaState, type CaUser, passwordHashOf, withUser } from './ca-state.ts';

export interface Registration {
  readonly id: string;
  readonly secret: string;
  readonly type: string;
  readonly affiliation: string;
  readonly maxEnrollments: number;
  readonly attributes: readonly CaAttribute[];
}

export const readRegistration = (fields: BodyFields): Registration => ({
  id: fields.text('id'),
  secret: fields.text('secret'),
  type: fields.text('type'),
  affiliation: fields.text('affiliation'),
  maxEnrollments: fields.integer('max_enrollments'),
  attributes: fields.attributes(),
});

const SECRET_LENGTH = 12;
/** What generated secrets are made of. */
export const SECRET_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface Registered {
  readonly state: CaState;
  readonly user: CaUser;
  readonly secret: string;
}

export function register(
  state: CaState,
  registrar: CaUser,
  asked: Registration,
  context: CaContext,
): Result<Registered, CaRefusal> {
  const request = completed(asked, registrar);
  // Why a registrar may not stays in the server's log at debug level; even the log line only says that it failed.
  if (!mayRegister(state, registrar, request))
    return unauthorized(CA_ERROR.registrarAuth, `Registration of '${request.id}' failed`);
  const maxEnrollments = grantedEnrollments(request.maxEnrollments, state.config.maxEnrollments);
  if (!maxEnrollments.ok) return maxEnrollments;
  if (state.users.has(request.id))
    return refused(409, CA_ERROR.duplicateIdentity, `Identity '${request.id}' is already registered`);
  const secret = request.secret || randomSecret(context);
  const { id, type, affiliation } = request;
  const own = (name: string, value: string): CaAttribute => ({ name, value, ecert: true });
  const user: CaUser = {
    name: id,
    passwordHash: passwordHashOf(id, secret),
    type,
    affiliation,
    attributes: [
      ...request.attributes,
      own('hf.EnrollmentID', id),
      own('hf.Type', type),
      own('hf.Affiliation', affiliation),
    ],
    state: 0,
    maxEnrollments: maxEnrollments.value,
    wrongPasswords: 0,
    order: state.registrations,
  };
  return ok({ state: withUser({ ...state, registrations: state.registrations + 1 }, user), user, secret });
}

/** Type and affiliation default to the registrar's own; `.` is the root. */
function completed(asked: Registration, registrar: CaUser): Registration {
  const affiliation = asked.affiliation === '.' ? '' : asked.affiliation || registrar.affiliation;
  return { ...asked, affiliation, type: asked.type || registrar.type };
}

function mayRegister(state: CaState, registrar: CaUser, { type, affiliation, attributes }: Registration): boolean {
  return (
    canActOnType(registrar, type).ok &&
    canActOnAffiliation(registrar, affiliation).ok &&
    (affiliation === '' || state.affiliations.has(affiliation)) &&
    canRegisterAttributes(attributes, undefined, registrar).ok
  );
}

/** How many enrolments an identity gets that asks for `asked`, where the CA allows `limit`. */
export function grantedEnrollments(asked: number, limit: number): Result<number, CaRefusal> {
  const no = (message: string) => refused(400, CA_ERROR.maxEnrollments, message);
  if (asked < -1) return no(`Max enrollment in registration request may not be less than -1, but was ${asked}`);
  if (limit === 0) return no('Registration is disabled');
  if (asked === 0) return ok(limit);
  if (limit === -1) return ok(asked);
  if (asked === -1) return no('Registration for infinite enrollments is not allowed');
  return asked > limit
    ? no(`Requested enrollments (${asked}) exceeds maximum allowable enrollments (${limit})`)
    : ok(asked);
}

/** Letters only; a byte that would favour some of them is thrown away, as the real one does with spare bits. */
function randomSecret(context: CaContext): string {
  let secret = '';
  while (secret.length < SECRET_LENGTH)
    for (const byte of context.draw('secret', SECRET_LENGTH)) {
      const letter = SECRET_LETTERS[byte & 0x3f];
      if (letter !== undefined && secret.length < SECRET_LENGTH) secret += letter;
    }
  return secret;
}
