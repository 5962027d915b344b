/**
 * What is printed around causes: each says which step failed, and the text inside it says why.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const WRAPPER_TEXTS = {
  simulationFailed: {
    layer: 'endorser',
    texts: [
      'error in simulation: failed to execute transaction',
      'execute failed:',
      'error in simulation',
      'failed to get chaincode container info for',
      'make sure the chaincode * has been successfully defined on channel',
    ],
    general: true,
  },
  proposalInvalid: { layer: 'endorser', texts: ['error validating proposal'], general: true },
  notEndorsed: {
    layer: 'client',
    texts: [
      'failed to endorse proposal',
      'failed to endorse chaincode install',
      'chaincode install failed with status',
      'proposal failed with status',
      'proposal response was not successful, error code',
      'query failed with status',
      'received bad response, status',
      'bad proposal response',
      'proposal failed (err:',
      'failed sending proposal',
      'error sending:',
    ],
    general: true,
  },
  ordererAnswered: {
    layer: 'orderer',
    texts: ['received unsuccessful response from orderer', 'got unexpected status', "can't read the block: &{"],
    general: true,
  },
  invalidated: { layer: 'peer', texts: ['transaction invalidated with status ('], general: true },
  joinFailed: {
    layer: 'peer',
    texts: ['"JoinChain" for channelID = * failed', '"JoinChain" request failed', 'error creating channel for'],
    general: true,
  },
  lifecycleState: {
    layer: 'lifecycle',
    texts: [
      'failed to invoke backing implementation of',
      'error validating chaincode definition',
      'could not get current sequence',
      'could not set defaults for chaincode definition',
      'could not query metadata for namespace',
      'could not fetch metadata',
      'could not deserialize',
      'could not serialize',
      'could not unmarshal',
      'could not get state',
      'could not get value for key',
      'could not write key into state',
      'could not store metadata for namespace',
      'could not delete unneeded key',
      'could not get info about chaincode',
      'could not query namespace metadata',
      'could not retrieve committed definition for chaincode',
      'could not fetch chaincode definition',
      'could not fetch chaincode-source metadata',
      'could not extract chaincode name and sequence number',
      'serialization check failed for key',
      'error unmarshalling metadata for key',
      'missing metadata for currently committed sequence',
      'type name mismatch',
      'not a chaincode type',
      'not a chaincode parameters type',
      'not a chaincode local package type',
      'to encode a value of type',
      "impossibly, this peer's org is processing requests",
    ],
    general: true,
  },
  cutOff: { layer: 'tool', texts: ['unexpected EOF', 'data truncated', 'truncated tag or length'], general: true },
  notJson: {
    layer: 'tool',
    texts: [
      "invalid character '*' looking for beginning of value",
      'unexpected end of JSON input',
      'is not JSON',
      'json: cannot unmarshal * into Go struct field',
    ],
    general: true,
  },
} as const satisfies TextEntries;
