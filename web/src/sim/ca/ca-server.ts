/**
 * A Fabric CA server as a value that is stepped: a request goes in, a response and the next state come out. It draws its
 * random numbers and reads the time from the context it is given.
 *
 * @fabric lib/server.go, lib/ca.go, lib/serverendpoint.go (Fabric CA)
 * @simplified One CA a server (`--cacount` is not modelled), and no Idemix.
 */
import { keyPairFrom } from '../crypto/p256.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { type Result, ok } from '../kernel/result.ts';
import { SortedMap } from '../kernel/sorted-map.ts';
import { certificatePem } from '../wire/x509.ts';
import {
  addAffiliation,
  getAffiliation,
  listAffiliations,
  modifyAffiliation,
  removeAffiliation,
  withParents,
} from './affiliations.ts';
import { type Caller, authenticate, logIn } from './authentication.ts';
import { hasRole } from './authority.ts';
import { readBody } from './body-reader.ts';
import type { CaRequest, CaResponse } from '../wire/ca-api.ts';
import type { CaConfig } from './ca-config.ts';
import { CA_ERROR, type CaRefusal, refused } from './ca-error.ts';
import { type CaContext, type CaState, type CaUser, passwordHashOf, withUser } from './ca-state.ts';
import { listCertificates } from './certificate-list.ts';
import { enroll, readEnrollment } from './enrollment.ts';
import {
  type Answer,
  addIdentity,
  getIdentity,
  listIdentities,
  modifyIdentity,
  readIdentityChange,
  removeIdentity,
} from './identities.ts';
import { issueRoot } from './issue.ts';
import { grantedEnrollments, readRegistration, register } from './registration.ts';
import { generateCrlFor, readCrlWindow, readRevocation, revoke } from './revocation.ts';
import { parseBool } from './authority.ts';

/** Of the version the lab follows. */
export const CA_VERSION = '1.5.9';

/**
 * A CA with its configured identities and affiliations: what `fabric-ca-server init` leaves behind. It makes itself a key
 * and certificate, unless it is given those that exist (`--ca.certfile`, `--ca.keyfile`).
 */
export function createCa(
  config: CaConfig,
  context: CaContext,
  existing?: Pick<CaState, 'certificate' | 'privateKey'>,
): CaState {
  const empty: CaState = {
    config,
    ...(existing ?? newKeyAndCertificate(config, context)),
    users: PersistentMap.empty<CaUser>(),
    registrations: 0,
    certificates: PersistentMap.empty(),
    affiliations: config.affiliations.reduce(withParents, SortedMap.empty<true>()),
  };
  return config.identities.reduce((state, identity) => {
    const enrollments = grantedEnrollments(0, config.maxEnrollments);
    const user: CaUser = {
      name: identity.name,
      passwordHash: passwordHashOf(identity.name, identity.pass),
      type: identity.type,
      affiliation: identity.affiliation,
      attributes: identity.attributes,
      state: 0,
      maxEnrollments: enrollments.ok ? enrollments.value : 0,
      wrongPasswords: 0,
      order: state.registrations,
    };
    return withUser({ ...state, registrations: state.registrations + 1 }, user);
  }, empty);
}

function newKeyAndCertificate(config: CaConfig, context: CaContext): Pick<CaState, 'certificate' | 'privateKey'> {
  const { privateKey } = keyPairFrom(context.draw('key', 32));
  return { certificate: issueRoot(config, privateKey, context), privateKey };
}

export interface CaStep {
  readonly state: CaState;
  readonly response: CaResponse;
}

/** One request. A refusal may change the state as well: wrong passwords are counted. */
export function caStep(state: CaState, request: CaRequest, context: CaContext): CaStep {
  const route = routeOf(request);
  const name = namedCa(state, request, route);
  if (!name.ok) return refusal(state, name.error);
  switch (`${request.method} ${route.path[0] ?? ''}`) {
    case 'POST cainfo': {
      const caChain = certificatePem(state.certificate);
      const result = { kind: 'caInfo', caName: state.config.caName, caChain, version: CA_VERSION } as const;
      return respond(state, 200, ok({ state, result }));
    }
    case 'POST enroll':
      return enrollStep(state, request, context);
    default:
      return tokenStep(state, request, route, context);
  }
}

interface Route {
  /** Decoded segments after `/api/v1`. */
  readonly path: readonly string[];
  readonly query: ReadonlyMap<string, string>;
}

function routeOf({ uri }: CaRequest): Route {
  const [path = '', query = ''] = uri.split('?', 2);
  const pairs = query.split('&').filter(Boolean);
  return {
    path: path
      .replace(/^\/(api\/v1\/)?/, '')
      .split('/')
      .map(decoded),
    query: new Map(
      pairs.map((pair): readonly [string, string] => {
        const [key = '', value = ''] = pair.split('=', 2);
        return [decoded(key), decoded(value)];
      }),
    ),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The CA the request is meant for, by query or body; without a name the server's own. */
function namedCa(state: CaState, request: CaRequest, { query }: Route): Result<string, CaRefusal> {
  const inBody = readBody(request.body, (fields) => fields.text('caname'), false);
  if (!inBody.ok) return inBody;
  const name = query.get('ca') || inBody.value || state.config.caName;
  return name === state.config.caName ? ok(name) : refused(404, CA_ERROR.caNotFound, `CA '${name}' does not exist`);
}

function enrollStep(state: CaState, request: CaRequest, context: CaContext): CaStep {
  const login = logIn(state, request);
  if (!login.outcome.ok) return refusal(login.state, login.outcome.error);
  const body = readBody(request.body, readEnrollment);
  if (!body.ok) return refusal(login.state, body.error);
  const user = login.outcome.value;
  const enrolled = enroll(login.state, user, body.value, context);
  if (!enrolled.ok) return refusal(login.state, enrolled.error);
  const counted = withUser(enrolled.value.state, { ...user, state: user.state + 1 });
  return respond(counted, 201, ok({ ...enrolled.value, state: counted }));
}

type Handler = (state: CaState, caller: Caller, route: Route, context: CaContext) => Result<Answer, CaRefusal>;

/** `reads` makes a handler of one that wants the body. */
function reads<T>(
  request: CaRequest,
  read: Parameters<typeof readBody<T>>[1],
  handle: (state: CaState, caller: Caller, body: T, context: CaContext, route: Route) => Result<Answer, CaRefusal>,
): Handler {
  return (state, caller, route, context) => {
    const body = readBody(request.body, read);
    return body.ok ? handle(state, caller, body.value, context, route) : body;
  };
}

function tokenStep(state: CaState, request: CaRequest, route: Route, context: CaContext): CaStep {
  const [head = '', ...rest] = route.path;
  const handler = handlerOf(request, `${request.method} ${head}${rest.length ? '/' : ''}`);
  if (!handler) return refusal(state, unknownRoute(request, head));
  const mayHaveExpired = head === 'reenroll' && state.config.reenrollIgnoreCertExpiry;
  const caller = authenticate(state, request, context.nowUnixSeconds, mayHaveExpired);
  if (!caller.ok) return refusal(state, caller.error);
  if (head === 'affiliations') {
    const manages = hasRole(caller.value.user, 'hf.AffiliationMgr');
    if (!manages.ok) return refusal(state, manages.error);
  }
  const creates = request.method === 'POST' && ['reenroll', 'register', 'identities', 'affiliations'].includes(head);
  return respond(state, creates ? 201 : 200, handler(state, caller.value, route, context));
}

const ENDPOINTS = [
  'cainfo',
  'enroll',
  'reenroll',
  'register',
  'revoke',
  'gencrl',
  'identities',
  'affiliations',
  'certificates',
];

function unknownRoute({ method }: CaRequest, head: string): CaRefusal {
  const no = ENDPOINTS.includes(head)
    ? refused(405, CA_ERROR.methodNotAllowed, `Method ${method} is not allowed`)
    : refused(404, CA_ERROR.unknown, '404 page not found');
  return no.error;
}

function handlerOf(request: CaRequest, route: string): Handler | undefined {
  return registryHandler(request, route) ?? affiliationHandler(request, route);
}

function registryHandler(request: CaRequest, route: string): Handler | undefined {
  switch (route) {
    case 'POST reenroll':
      return reads(request, readEnrollment, (state, { user }, body, context) => enroll(state, user, body, context));
    case 'POST register':
      return reads(request, readRegistration, (state, { user }, body, context) => {
        const done = register(state, user, body, context);
        if (!done.ok) return done;
        return ok({ state: done.value.state, result: { kind: 'registered', secret: done.value.secret } });
      });
    case 'POST revoke':
      return reads(request, readRevocation, (state, caller, body, context) =>
        revoke(state, caller, body, context.nowUnixSeconds),
      );
    case 'POST gencrl':
      return reads(request, readCrlWindow, (state, caller, body, context) =>
        generateCrlFor(state, caller, body, context.nowUnixSeconds),
      );
    case 'GET certificates':
      return (state, { user }, { query }, context) =>
        unchanged(state, listCertificates(state, user, query, context.nowUnixSeconds));
    case 'GET identities':
      return (state, { user }) => unchanged(state, listIdentities(state, user));
    case 'GET identities/':
      return (state, { user }, { path }) => getIdentity(state, user, path[1] ?? '');
    case 'POST identities':
      return reads(request, readRegistration, (state, { user }, body, context) =>
        addIdentity(state, user, body, context),
      );
    case 'PUT identities/':
      return reads(request, readIdentityChange, (state, { user }, body, _context, { path }) =>
        modifyIdentity(state, user, path[1] ?? '', body),
      );
    case 'DELETE identities/':
      return (state, { user }, { path, query }, context) =>
        removeIdentity(state, user, path[1] ?? '', isForced(query), context.nowUnixSeconds);
    default:
      return undefined;
  }
}

function affiliationHandler(request: CaRequest, route: string): Handler | undefined {
  switch (route) {
    case 'GET affiliations':
      return (state, { user }) => listAffiliations(state, user);
    case 'GET affiliations/':
      return (state, { user }, { path }) => getAffiliation(state, user, path[1] ?? '');
    case 'POST affiliations':
      return reads(
        request,
        (fields) => fields.text('name'),
        (state, { user }, name, _context, { query }) => addAffiliation(state, user, name, isForced(query)),
      );
    case 'PUT affiliations/':
      return reads(
        request,
        (fields) => fields.text('name'),
        (state, { user }, name, _context, { path, query }) =>
          modifyAffiliation(state, user, path[1] ?? '', name, isForced(query)),
      );
    case 'DELETE affiliations/':
      return (state, { user }, { path, query }, context) =>
        removeAffiliation(state, user, path[1] ?? '', isForced(query), context.nowUnixSeconds);
    default:
      return undefined;
  }
}

const isForced = (query: Route['query']): boolean => parseBool(query.get('force') ?? '') === true;

function unchanged(state: CaState, result: Result<Answer['result'], CaRefusal>): Result<Answer, CaRefusal> {
  return result.ok ? ok({ state, result: result.value }) : result;
}

function respond(state: CaState, status: number, answer: Result<Answer, CaRefusal>): CaStep {
  if (!answer.ok) return refusal(state, answer.error);
  const outcome = { ok: true, result: answer.value.result } as const;
  return { state: answer.value.state, response: { status, outcome, log: { code: 0, message: 'OK' } } };
}

function refusal(state: CaState, { status, local, remote }: CaRefusal): CaStep {
  return { state, response: { status, outcome: { ok: false, error: remote }, log: local } };
}
