/**
 * The token with which an enrolled identity signs a request to its CA: the certificate, and a signature over method,
 * address, body and certificate. Nobody can use it for another request.
 *
 * @fabric util/util.go GenECDSAToken, VerifyToken (Fabric CA)
 */
import { sign, verify } from '../crypto/p256.ts';
import type { Result } from '../kernel/result.ts';
import { base64, fromBase64, fromUtf8, utf8 } from './bytes.ts';
import { decodePem } from './pem.ts';
import { type Certificate, hasP256Key, parseCertificate } from './x509.ts';
import { type CaCall, type CaRequest, requestOf } from './ca-api.ts';

const signedPart = (request: Omit<CaRequest, 'authorization'>, certificate: string): Uint8Array =>
  utf8([request.method, base64(utf8(request.uri)), base64(utf8(request.body)), certificate].join('.'));

/** The call, signed by the holder of the certificate (PEM) with its private key (32 bytes). */
export function withToken(call: CaCall, certPem: string, privateKey: Uint8Array): CaRequest {
  const request = requestOf(call);
  const certificate = base64(utf8(certPem));
  const signature = base64(sign(privateKey, signedPart(request, certificate)));
  return { ...request, authorization: `${certificate}.${signature}` };
}

/** The certificate in the token, if its key signed this very request. The error is Fabric CA's text. */
export function verifyToken(request: CaRequest): Result<Certificate, string> {
  const [encoded = '', signature = '', ...rest] = request.authorization.split('.');
  if (!encoded || !signature || rest.length) return no("Invalid token format; expecting 2 parts separated by '.'");
  const pem = decodeBase64(encoded);
  if (!pem) return no('Failed to decode base64 encoded x509 cert');
  const block = decodePem(pem);
  const certificate = block && parseCertificate(block.bytes);
  if (!certificate) return no('Error in parsing x509 certificate given block bytes: Failed to PEM decode certificate');
  if (!certificate.ok) return no(`Error in parsing x509 certificate given block bytes: ${certificate.error}`);
  const signatureBytes = decodeBase64(signature);
  if (!signatureBytes) return no('Invalid base64 encoded signature in token');
  const { publicKey } = certificate.value;
  if (!hasP256Key(certificate.value) || !verify(publicKey, signedPart(request, encoded), signatureBytes))
    return no('Token signature validation failure');
  return certificate;
}

const no = (error: string): Result<never, string> => ({ ok: false, error });

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return fromBase64(text);
  } catch {
    return undefined;
  }
}

/** Name and password of `Basic …`; undefined when the header is something else. */
export function readPassword(authorization: string): { readonly name: string; readonly secret: string } | undefined {
  const [scheme, encoded = '', ...rest] = authorization.split(' ');
  const bytes = scheme === 'Basic' && !rest.length ? decodeBase64(encoded) : undefined;
  if (!bytes) return undefined;
  const text = fromUtf8(bytes);
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}
