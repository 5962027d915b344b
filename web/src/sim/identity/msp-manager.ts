/**
 * The MSPs of one channel together: finds the one an identity names.
 *
 * @fabric msp/mspmgrimpl.go
 */
import type { Result } from '../kernel/result.ts';
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';
import type { Identity } from './identity.ts';
import { type Msp, readSerializedIdentity } from './msp.ts';

export class MspManager {
  readonly msps: ReadonlyMap<string, Msp>;

  private constructor(msps: ReadonlyMap<string, Msp>) {
    this.msps = msps;
  }

  static of(msps: Iterable<Msp>): MspManager {
    return new MspManager(new Map([...msps].map((msp) => [msp.mspId, msp])));
  }

  /** Reads bytes of msp.SerializedIdentity; the error is Fabric's text. */
  deserializeIdentity(serialized: Uint8Array): Result<Identity, string> {
    const read = readSerializedIdentity(serialized);
    if (!read.ok) return read;
    const msp = this.msps.get(read.value.mspid);
    return msp ? msp.identityFromPem(read.value.idBytes) : unknownMsp(read.value.mspid);
  }

  /** {@link Msp.validate} by the identity's own MSP. */
  validate(identity: Identity): Result<void, string> {
    return this.msps.get(identity.mspId)?.validate(identity) ?? unknownMsp(identity.mspId);
  }

  /** {@link Msp.satisfiesPrincipal} by the identity's own MSP. */
  satisfiesPrincipal(identity: Identity, principal: MSPPrincipal): Result<void, string> {
    return this.msps.get(identity.mspId)?.satisfiesPrincipal(identity, principal) ?? unknownMsp(identity.mspId);
  }

  /** @returns a manager that also has (or replaces) `msp`. */
  with(msp: Msp): MspManager {
    return new MspManager(new Map([...this.msps, [msp.mspId, msp]]));
  }
}

const unknownMsp = (mspId: string): { readonly ok: false; readonly error: string } => ({
  ok: false,
  error: `MSP ${mspId} is not defined on channel`,
});
