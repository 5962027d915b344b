/**
 * A CA with its admin, and clients that talk to it, for the tests of this folder.
 */
import { keyPairFrom } from '../crypto/p256.ts';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { type CertificateRequestTemplate, buildCertificateRequest } from '../wire/csr.ts';
import { decodePem } from '../wire/pem.ts';
import { type DistinguishedName, NAME_OID } from '../wire/x509-name.ts';
import { type Certificate, parseCertificate } from '../wire/x509.ts';
import {
  type CaAttribute,
  type CaCall,
  type CaRequest,
  type CaResponse,
  type CaResult,
  type EnrollmentBody,
  withPassword,
} from '../wire/ca-api.ts';
import { type CaConfig, bootstrapAdmin, defaultCaConfig } from './ca-config.ts';
import { caStep, createCa } from './ca-server.ts';
import type { CaState } from './ca-state.ts';
import { withToken } from '../wire/ca-token.ts';

/** 22 November 2026, 15:00:42 UTC. */
export const NOW = 1_795_359_642;

export interface Enrolled {
  readonly certPem: string;
  readonly privateKey: Uint8Array;
}

export function certificateOf(pem: string): Certificate {
  const block = decodePem(pem);
  const certificate = block && parseCertificate(block.bytes);
  invariant(certificate?.ok, 'certificate');
  return certificate.value;
}

export const subjectNamed = (name: string): DistinguishedName => [[{ type: NAME_OID.commonName, value: name }]];

export class TestCa {
  state: CaState;
  now = NOW;
  private readonly seed: string;
  private draws = 0;

  /** CAs of different seeds have different keys. */
  constructor(change: Partial<CaConfig> = {}, seed = '') {
    this.seed = seed;
    const config = { ...defaultCaConfig('ca-org1', bootstrapAdmin('admin', 'adminpw')), ...change };
    this.state = createCa(config, this.context);
  }

  private get context() {
    const draw = (purpose: string, length: number): Uint8Array =>
      sha256(utf8(`${this.seed}${purpose} ${this.draws++}`)).subarray(0, length);
    return { draw, nowUnixSeconds: this.now };
  }

  send(request: CaRequest): CaResponse {
    const { state, response } = caStep(this.state, request, this.context);
    this.state = state;
    return response;
  }

  /** The request for a certificate of `name`, signed by the key of `keyOf`. */
  enrollment(
    name: string,
    body: Partial<EnrollmentBody> = {},
    csr: Partial<CertificateRequestTemplate> & { readonly keyOf?: string } = {},
  ): { readonly call: CaCall; readonly privateKey: Uint8Array } {
    const { privateKey, publicKey } = keyPairFrom(utf8(`key ${name}`));
    const { keyOf, ...template } = csr;
    const signer = keyOf === undefined ? privateKey : keyPairFrom(utf8(keyOf)).privateKey;
    const request = buildCertificateRequest({ subject: subjectNamed(name), publicKey, ...template }, signer);
    return { call: { kind: 'enroll', body: { certificate_request: request, ...body } }, privateKey };
  }

  tryEnroll(
    name: string,
    secret: string,
    ...more: [Partial<EnrollmentBody>?, Partial<CertificateRequestTemplate>?]
  ): CaResponse {
    return this.send(withPassword(this.enrollment(name, ...more).call, name, secret));
  }

  enroll(name: string, secret: string): Enrolled {
    const { call, privateKey } = this.enrollment(name);
    return { certPem: resultOf(this.send(withPassword(call, name, secret)), 'certificate').certPem, privateKey };
  }

  ask(caller: Enrolled, call: CaCall): CaResponse {
    return this.send(withToken(call, caller.certPem, caller.privateKey));
  }

  /** Registered by `registrar`, with the name as secret, and enrolled. */
  member(
    registrar: Enrolled,
    id: string,
    more: { affiliation?: string; type?: string; attrs?: readonly CaAttribute[] },
  ): Enrolled {
    const registered = this.ask(registrar, { kind: 'register', body: { id, secret: id, ...more } });
    invariant(registered.outcome.ok, said(registered));
    return this.enroll(id, id);
  }
}

export function resultOf<K extends CaResult['kind']>({ outcome }: CaResponse, kind: K): Extract<CaResult, { kind: K }> {
  invariant(outcome.ok, outcome.ok ? '' : `${outcome.error.code} ${outcome.error.message}`);
  invariant(isKind(outcome.result, kind), outcome.result.kind);
  return outcome.result;
}

const isKind = <K extends CaResult['kind']>(result: CaResult, kind: K): result is Extract<CaResult, { kind: K }> =>
  result.kind === kind;

/** `status code message` of the server's log; for a success `status OK`. */
export const said = ({ status, log }: CaResponse): string =>
  log.code === 0 && log.message === 'OK' ? `${status} OK` : `${status} ${log.code} ${log.message}`;

export const attribute = (name: string, value: string, ecert = false): CaAttribute => ({ name, value, ecert });
