/**
 * What the tools themselves say of a slip, byte for byte but for the time and number of a log line. A row names where the
 * text is from: a recording of Fabric 3.1.1 and Fabric CA 1.5.9 (by the name of the step), or the file of the source that
 * prints it.
 */
import { describe, expect, it } from 'vitest';
import { APPROVE, CALL, INVOKE, ORDERER, PEER_CA, QUERY, toldBy } from '../testdata/typed.ts';

const INVOKING = 'INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: invoke, true, true\n';
const QUERYING = 'INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: query, true, false\n';
const KEYS = "must contain the following keys: 'Args' or 'Function' and 'Args'";
const TIMED_OUT = 'failed to create new connection: context deadline exceeded';

type Row = readonly [source: string, line: string, said: string];

const CHAINCODE: readonly Row[] = [
  [
    'invoke-no-channel',
    `peer chaincode invoke ${ORDERER} -n basic ${CALL}`,
    "Error: The required parameter 'channelID' is empty. Rerun the command with -C flag",
  ],
  [
    'invoke-no-name',
    `peer chaincode invoke ${ORDERER} -C mychannel ${CALL}`,
    `${INVOKING}Error: must supply value for chaincode name parameter`,
  ],
  ['invoke-no-c', INVOKE, `${INVOKING}Error: empty JSON chaincode parameters ${KEYS}`],
  [
    'invoke-wrong-json-shape',
    `${INVOKE} -c '{"fn":"x"}'`,
    `${INVOKING}Error: non-empty JSON chaincode parameters ${KEYS}`,
  ],
  [
    'invoke-bad-json',
    `${INVOKE} -c '{function:ReadAsset}'`,
    `${INVOKING}Error: chaincode argument error: invalid character 'f' looking for beginning of object key string`,
  ],
  [
    'encoding/json: it ends too soon',
    `${INVOKE} -c '{"Args":["a"'`,
    `${INVOKING}Error: chaincode argument error: unexpected end of JSON input`,
  ],
  [
    'invoke-number-args',
    `${INVOKE} -c '{"function":"put","Args":["a",1]}'`,
    `${INVOKING}Error: chaincode argument error: json: cannot unmarshal number into Go struct field .Args of type string`,
  ],
  [
    'invoke-transient-not-base64',
    `${INVOKE} ${CALL} --transient '{"value":"plain text!"}'`,
    `${INVOKING}Error: error parsing transient string: illegal base64 data at input byte 5 - proposal response: <nil>`,
  ],
  [
    'invoke-transient-bad-json',
    `${INVOKE} ${CALL} --transient value=1`,
    `${INVOKING}Error: error parsing transient string: invalid character 'v' looking for beginning of value - proposal response: <nil>`,
  ],
  [
    'invoke-missing-peer-tls',
    `${INVOKE} ${CALL} --peerAddresses peer0.org1.example.com:7051 --peerAddresses peer0.org2.example.com:9051 --tlsRootCertFiles ${PEER_CA}`,
    `${INVOKING}Error: error validating peer connection parameters: number of peer addresses (2) does not match the number of TLS root cert files (1)`,
  ],
  [
    'invoke-no-orderer',
    `peer chaincode invoke -C mychannel -n basic ${CALL}`,
    `${INVOKING}Error: error getting broadcast client: orderer client failed to connect to orderer.example.com:7050: ${TIMED_OUT}`,
  ],
  [
    'query-hex-and-raw',
    `${QUERY} ${CALL} --hex --raw`,
    `${QUERYING}Error: options --raw (-r) and --hex (-x) are not compatible`,
  ],
  [
    'query-two-peers',
    `${QUERY} ${CALL} --peerAddresses peer0.org1.example.com:7051 --peerAddresses peer0.org2.example.com:9051`,
    `${QUERYING}Error: error validating peer connection parameters: 'query' command can only be executed against one peer. received 2`,
  ],
  [
    'internal/peer/snapshot/cancelrequest.go',
    'peer snapshot cancelrequest -c mychannel',
    "Error: the required parameter 'blockNumber' is empty or set to 0. Rerun the command with -b flag",
  ],
  [
    'internal/peer/snapshot/client.go',
    'peer snapshot listpending -c mychannel --peerAddress peer0.org1.example.com:7051',
    "Error: the required parameter 'tlsRootCertFile' is empty. Rerun the command with --tlsRootCertFile flag",
  ],
];

const LIFECYCLE: readonly Row[] = [
  [
    'package-no-file',
    'peer lifecycle chaincode package --path chaincode/basic --lang node --label x_1',
    'Error: invalid number of args. expected only the output file',
  ],
  [
    'package-no-label',
    'peer lifecycle chaincode package x.tar.gz --path chaincode/basic --lang node',
    'Error: package label must be specified',
  ],
  [
    'package-bad-label',
    "peer lifecycle chaincode package x.tar.gz --path chaincode/basic --lang node --label 'my label'",
    "Error: invalid label 'my label'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics",
  ],
  [
    'package-bad-lang',
    'peer lifecycle chaincode package x.tar.gz --path chaincode/basic --lang cobol --label x_1',
    'Error: failed to normalize chaincode path: unknown chaincodeType: COBOL',
  ],
  [
    'install-missing-file',
    'peer lifecycle chaincode install nothing.tar.gz',
    "Error: failed to read chaincode package at 'nothing.tar.gz': open nothing.tar.gz: no such file or directory",
  ],
  [
    'internal/peer/lifecycle/chaincode/install.go',
    'peer lifecycle chaincode install',
    'Error: chaincode install package must be provided',
  ],
  [
    'calculatepackageid-missing',
    'peer lifecycle chaincode calculatepackageid nothing.tar.gz',
    "Error: failed to read chaincode package at 'nothing.tar.gz': open nothing.tar.gz: no such file or directory",
  ],
  [
    'approve-no-channel',
    `${APPROVE} --name mist --version 1.0 --sequence 1`,
    "Error: The required parameter 'channelID' is empty. Rerun the command with -C flag",
  ],
  [
    'approve-no-name',
    `${APPROVE} -C mychannel --version 1.0 --sequence 1`,
    "Error: The required parameter 'name' is empty. Rerun the command with -n flag",
  ],
  [
    'approve-no-version',
    `${APPROVE} -C mychannel --name mist --sequence 1`,
    "Error: The required parameter 'version' is empty. Rerun the command with -v flag",
  ],
  [
    'approve-sequence-0',
    `${APPROVE} -C mychannel --name mist --version 1.0 --sequence 0`,
    "Error: The required parameter 'sequence' is empty. Rerun the command with --sequence flag",
  ],
  [
    'approve-no-orderer',
    'peer lifecycle chaincode approveformyorg -C mychannel --name mist --version 1.0 --sequence 1',
    `Error: failed to retrieve broadcast client: orderer client failed to connect to orderer.example.com:7050: ${TIMED_OUT}`,
  ],
  [
    'approve-both-policies',
    `${APPROVE} -C mychannel --signature-policy "OR('Org1MSP.peer')" --channel-config-policy /Channel/Application/Endorsement`,
    'Error: cannot specify both "--signature-policy" and "--channel-config-policy"',
  ],
  [
    'approve-collections-missing-file',
    `${APPROVE} -C mychannel --collections-config nothing.json`,
    "Error: invalid collection configuration in file nothing.json: could not read file 'nothing.json': open nothing.json: no such file or directory",
  ],
  [
    'commit-peer-tls-count',
    `peer lifecycle chaincode commit ${ORDERER} -C mychannel --peerAddresses peer0.org1.example.com:7051 --peerAddresses peer0.org2.example.com:9051 --tlsRootCertFiles ${PEER_CA}`,
    'Error: failed to validate peer connection parameters: number of peer addresses (2) does not match the number of TLS root cert files (1)',
  ],
  ['querycommitted-no-channel', 'peer lifecycle chaincode querycommitted', 'Error: channel name must be specified'],
  [
    'internal/peer/lifecycle/chaincode/getinstalledpackage.go',
    'peer lifecycle chaincode getinstalledpackage',
    "Error: The required parameter 'package-id' is empty. Rerun the command with --package-id flag",
  ],
];

describe.each([
  ['peer chaincode, peer snapshot', CHAINCODE],
  ['peer lifecycle chaincode', LIFECYCLE],
])('%s', (_, rows) => {
  it.each(rows)('%s: %s', (_source, line, said) => {
    expect(toldBy(line)).toBe(said);
  });
});
