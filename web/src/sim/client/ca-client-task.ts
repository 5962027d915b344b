/**
 * What a client server asks of a Fabric CA: the calls of `fabric-ca-client` as data.
 */
import type { ActorId } from '../kernel/actor.ts';

/** A CA as its clients know it. */
export interface CaServer {
  readonly node: ActorId;
  /** `--caname` */
  readonly caName: string;
  /** e.g. `https://ca.org1.example.com:7054` */
  readonly url: string;
}

/** Whose certificate signs the request: a name in the client's wallet. */
interface Registrar {
  readonly ca: CaServer;
  readonly registrar: string;
}

export interface EnrollTask {
  readonly id: string;
  readonly secret: string;
  /** Under which name the certificate goes into the wallet. */
  readonly identity: string;
  /** '' for an identity, or a profile of the CA such as `tls`. */
  readonly profile: string;
  /** Names of the attributes wanted, `name` or `name:opt`; none: those the CA puts into every certificate. */
  readonly attributes: readonly string[];
}

export interface RegisterTask {
  readonly id: string;
  /** '': the CA makes one up. */
  readonly secret: string;
  /** `client`, `peer`, `orderer`, `admin` …; '' for the registrar's own. */
  readonly idType: string;
  /** '' for the registrar's own. */
  readonly affiliation: string;
  /** 0: as many as the CA allows; −1: any number. */
  readonly maxEnrollments: number;
  /** `name=value`, with `:ecert` at the end for one that goes into every certificate. */
  readonly attributes: readonly string[];
}

export interface RevokeTask {
  /** All certificates of this identity, and the identity itself; '' when one certificate is meant. */
  readonly id: string;
  /** Hexadecimal, both or neither. */
  readonly serial: string;
  readonly aki: string;
  /** A name of RFC 5280 in lower case, e.g. `keycompromise`; '' for none. */
  readonly reason: string;
}

export type CaTask =
  | ({ readonly type: 'enrollIdentity'; readonly ca: CaServer } & EnrollTask)
  | ({ readonly type: 'registerIdentity' } & Registrar & RegisterTask)
  /** A new key and certificate for a wallet entry, asked for with the old one. */
  | { readonly type: 'reenrollIdentity'; readonly ca: CaServer; readonly identity: string }
  | ({ readonly type: 'revokeIdentity' } & Registrar & RevokeTask)
  | ({ readonly type: 'generateCrl' | 'listIdentities' | 'listAffiliations' } & Registrar)
  | ({ readonly type: 'addAffiliation'; readonly affiliation: string } & Registrar);

/** The types of {@link CaTask}; the commands that give them are called the same. */
export const CA_TASK_TYPES = [
  'enrollIdentity',
  'registerIdentity',
  'reenrollIdentity',
  'revokeIdentity',
  'generateCrl',
  'listIdentities',
  'listAffiliations',
  'addAffiliation',
] as const satisfies readonly CaTask['type'][];
