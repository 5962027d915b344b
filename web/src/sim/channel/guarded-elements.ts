/**
 * Which elements of the configuration an update changes, and which policy each change is asked about: the questions
 * that authorising the update answers with yes or no.
 *
 * Elements the update adds have no policy yet; the group they are added to changes its version and is asked instead.
 *
 * @fabric common/configtx/update.go (verifyDeltaSet)
 */
import { ok, type Result } from '../kernel/result.ts';
import type { SignedData } from '../policy/signed-data.ts';
import { decode } from '../wire/decode.ts';
import type { Envelope } from '../wire/gen/common/common_pb.ts';
import { ConfigUpdateSchema } from '../wire/gen/common/configtx_pb.ts';
import type { ChannelBundle } from './bundle.ts';
import { mapConfig } from './config-map.ts';
import { ROOT_GROUP } from './config-tree.ts';
import { configUpdateSignedData, deltaOf, openConfigUpdate } from './config-update.ts';
import { policyOfElement } from './mod-policy.ts';

export interface GuardedElement {
  /** As Fabric's refusals name it: `[Value]  /Channel/Orderer/BatchTimeout`. */
  readonly key: string;
  /** Absolute path of the policy in force: `/Channel/Orderer/Admins`. */
  readonly policy: string;
}

export interface GuardedUpdate {
  /** What the administrators signed. */
  readonly signedData: readonly SignedData[];
  /** Sorted by path. */
  readonly elements: readonly GuardedElement[];
}

/** Takes a CONFIG_UPDATE envelope apart against the configuration in force; the error is Fabric's text. */
export function guardedElements(bundle: ChannelBundle, envelope: Envelope): Result<GuardedUpdate, string> {
  const opened = openConfigUpdate(envelope);
  if (!opened.ok) return opened;
  const update = decode(ConfigUpdateSchema, opened.value.configUpdate);
  if (!update.ok) return update;
  const current = mapConfig(bundle.root, ROOT_GROUP);
  if (!current.ok) return current;
  const reads = mapConfig(update.value.readSet, ROOT_GROUP);
  if (!reads.ok) return reads;
  const writes = mapConfig(update.value.writeSet, ROOT_GROUP);
  if (!writes.ok) return writes;
  const signedData = configUpdateSignedData(opened.value);
  if (!signedData.ok) return signedData;
  const elements: GuardedElement[] = [];
  for (const key of deltaOf(reads.value, writes.value).keys()) {
    const existing = current.value.get(key);
    if (existing) elements.push({ key, policy: policyOfElement(existing) });
  }
  return ok({ signedData: signedData.value, elements });
}
