/**
 * What the tools themselves say of a slip, byte for byte but for the time and number of a log line. A row names where the
 * text is from: a recording of Fabric 3.1.1 and Fabric CA 1.5.9 (by the name of the step), or the file of the source that
 * prints it.
 */
import { expect, it } from 'vitest';
import { ADMIN, CA_HOME, ORDERER_CA, OSN, PEER_CA, toldBy } from '../testdata/typed.ts';

const REFUSED = 'connection error: desc = "transport: error while dialing: dial tcp';
const CA_TLS = '[INFO] TLS Enabled\nError: Failed to get client TLS config: ';

type Row = readonly [source: string, line: string, said: string];

const OTHERS: readonly Row[] = [
  [
    'osnadmin-missing-file',
    `osnadmin channel join --channelID mychannel --config-block nothing.block ${OSN}`,
    'osnadmin: error: parsing arguments: reading config block: open nothing.block: no such file or directory. Try --help',
  ],
  [
    'osnadmin-join-channel-id-mismatch',
    `osnadmin channel join --channelID otherid --config-block channel-artifacts/mychannel.block ${OSN}`,
    'osnadmin: error: parsing arguments: specified --channelID otherid does not match channel ID mychannel in config block. Try --help',
  ],
  [
    'osnadmin-no-client-cert',
    `osnadmin channel join -c mychannel -b channel-artifacts/mychannel.block -o orderer.example.com:7053 --ca-file ${ORDERER_CA}`,
    'osnadmin: error: parsing arguments: loading client cert/key pair: open : no such file or directory. Try --help',
  ],
  [
    'osnadmin-down',
    `osnadmin channel join -c mychannel -b channel-artifacts/mychannel.block ${OSN.replace('orderer.example.com:7053', 'localhost:1')}`,
    'Error: Post "https://localhost:1/participation/v1/channels": dial tcp localhost:1: connect: connection refused',
  ],
  [
    'osnadmin-wrong-ca',
    `osnadmin channel join -c mychannel -b channel-artifacts/mychannel.block ${OSN.replace(ORDERER_CA, PEER_CA)}`,
    'Error: Post "https://orderer.example.com:7053/participation/v1/channels": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'osnadmin-wrong-ca',
    `osnadmin channel list ${OSN.replace(ORDERER_CA, PEER_CA)}`,
    'Error: Get "https://orderer.example.com:7053/participation/v1/channels": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'osnadmin-down',
    `osnadmin channel list ${OSN.replace('orderer.example.com:7053', 'localhost:1')}`,
    'Error: Get "https://localhost:1/participation/v1/channels": dial tcp localhost:1: connect: connection refused',
  ],
  [
    'osnadmin-wrong-port',
    `osnadmin channel list ${OSN.replace('7053', '7050')}`,
    'Error: Get "https://orderer.example.com:7050/participation/v1/channels": readLoopPeekFailLocked: %!w(<nil>)',
  ],
  [
    'osnadmin-list-unknown',
    `osnadmin channel list --channelID nochannel ${OSN}`,
    'Status: 404\n{\n\t"error": "channel does not exist"\n}',
  ],
  [
    'osnadmin-list-all',
    `osnadmin channel list ${OSN}`,
    'Status: 200\n{\n\t"systemChannel": null,\n\t"channels": [\n\t\t{\n\t\t\t"name": "mychannel",\n\t\t\t"url": "/participation/v1/channels/mychannel"\n\t\t}\n\t]\n}',
  ],
  [
    'version-peer',
    'peer version',
    'peer:\n Version: v3.1.1\n Commit SHA: development build\n Go version: go1.24.4\n OS/Arch: linux/amd64\n Chaincode:\n  Base Docker Label: org.hyperledger.fabric\n  Docker Namespace: hyperledger',
  ],
  [
    'version-orderer',
    'orderer version',
    'orderer:\n Version: v3.1.1\n Commit SHA: development build\n Go version: go1.24.4\n OS/Arch: linux/amd64',
  ],
  [
    'ca: client-version',
    'fabric-ca-client version',
    'fabric-ca-client:\n Version: 1.5.9\n Go version: go1.24.4\n OS/Arch: linux/amd64',
  ],
  [
    'snapshots: joinbysnapshot-wrong-path',
    'peer channel joinbysnapshot --snapshotpath /nothing',
    'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized\nError: proposal failed (err: bad proposal response 500: cannot create ledger from snapshot /nothing: error opening dir [/nothing]: open /nothing: no such file or directory)',
  ],
  [
    'kingpin app.go',
    'osnadmin',
    'osnadmin: error: parsing arguments: required flag --orderer-address not provided. Try --help',
  ],
  [
    'kingpin app.go',
    'osnadmin channel',
    "osnadmin: error: parsing arguments: must select a subcommand of 'channel'. Try --help",
  ],
  [
    'kingpin parser.go',
    'osnadmin chanel join',
    'osnadmin: error: parsing arguments: expected command but got "chanel". Try --help',
  ],
  [
    'kingpin flags.go',
    'osnadmin channel join --frobnicate',
    "osnadmin: error: parsing arguments: unknown long flag '--frobnicate'. Try --help",
  ],
  [
    'kingpin flags.go',
    'osnadmin channel join -z',
    "osnadmin: error: parsing arguments: unknown short flag '-z'. Try --help",
  ],
  [
    'kingpin flags.go',
    'osnadmin channel join --channelID',
    "osnadmin: error: parsing arguments: expected argument for flag '--channelID'. Try --help",
  ],
  [
    'cryptogen-missing-config',
    'cryptogen generate --config=./nothing.yaml',
    'cryptogen: error: open ./nothing.yaml: no such file or directory, try --help',
  ],
  ['kingpin flags.go', 'cryptogen generate --nope', "cryptogen: error: unknown long flag '--nope', try --help"],
  ['kingpin parser.go', 'cryptogen generate now', 'cryptogen: error: unexpected now, try --help'],
  [
    'configtxgen-no-channel',
    'configtxgen -profile ChannelUsingRaft -outputBlock x.block',
    "FATA [common.tools.configtxgen] main -> Missing channelID, please specify it with '-channelID'",
  ],
  [
    'configtxgen-unknown-profile',
    'configtxgen -profile Nope -outputBlock x.block -channelID x',
    'INFO [common.tools.configtxgen] main -> Loading configuration\nPANI [common.tools.configtxgen.localconfig] Load -> Could not find profile: Nope\nERRO [common.tools.configtxgen] func1 -> Could not find profile: Nope. Please make sure that FABRIC_CFG_PATH or -configPath is set to a path which contains configtx.yaml with the specified profile',
  ],
  [
    'cmd/configtxgen/main.go',
    'configtxgen -outputBlock x.block -channelID x',
    "INFO [common.tools.configtxgen] main -> Loading configuration\nFATA [common.tools.configtxgen] main -> The '-profile' is required when '-outputBlock', '-outputChannelCreateTx' is specified",
  ],
  ['flag.go of Go', 'configtxgen -nope', 'flag provided but not defined: -nope'],
  ['flag.go of Go', 'configtxgen -profile', 'flag needs an argument: -profile'],
  ['topology: no-server', 'discover peers --channel mychannel', 'no server specified'],
  ['discovery/cmd/endorsers.go', 'discover endorsers --server peer0.org1.example.com:7051', 'no channel specified'],
  [
    'discovery/client/client.go',
    'discover endorsers --channel mychannel --server peer0.org1.example.com:7051',
    'failed creating request: invocation chain should not be empty',
  ],
  [
    'topology: server-down',
    `discover peers --channel mychannel --server localhost:1 --peerTLSCA ${PEER_CA} --userKey ${ADMIN}/keystore/priv_sk --userCert ${ADMIN}/signcerts/Admin@org1.example.com-cert.pem --MSP Org1MSP`,
    `failed connecting to localhost:1: failed connecting to discovery service: failed to create new connection: ${REFUSED} localhost:1: connect: connection refused"`,
  ],
  [
    'kingpin values.go',
    'discover peers --peerTLSCA nope.crt',
    'discover: error: open nope.crt: no such file or directory, try --help',
  ],
  [
    'ca: enroll-no-url-credentials',
    'fabric-ca-client enroll -u https://localhost:7154 --caname ca-org1',
    "Error: The URL of the fabric CA server is missing the enrollment ID and secret; found 'https://localhost:7154' but expecting 'https://<enrollmentID>:<secret>@localhost:7154'",
  ],
  [
    'ca: lib/clientconfig.go, without -u',
    'fabric-ca-client enroll',
    "Error: The URL of the fabric CA server is missing the enrollment ID and secret; found 'http://localhost:7054' but expecting 'http://<enrollmentID>:<secret>@localhost:7054'",
  ],
  [
    'ca: cmd/fabric-ca-client/command/identity.go',
    'fabric-ca-client affiliation add',
    'Error: affiliation name is required',
  ],
  [
    'ca: cmd/fabric-ca-client/command/revoke.go',
    'fabric-ca-client revoke',
    'Error: Invalid usage; either --revoke.name and/or both --revoke.serial and --revoke.aki are required',
  ],
  [
    'cobra',
    'fabric-ca-client enrol',
    `Error: unknown command "enrol" for "fabric-ca-client"\n\nDid you mean this?\n\tenroll\n\nRun 'fabric-ca-client --help' for usage.`,
  ],
  ['docker', 'docker stop nobody', 'Error response from daemon: No such container: nobody'],
  [
    'docker',
    'docker start nobody',
    'Error response from daemon: No such container: nobody\nError: failed to start containers: nobody',
  ],
  [
    'docker',
    'docker network connect nowhere peer0.org1.example.com',
    'Error response from daemon: network nowhere not found',
  ],
  ['bash', 'gibt-es-nicht', 'bash: gibt-es-nicht: command not found'],
  ['bash', 'cd nowhere', 'bash: cd: nowhere: No such file or directory'],
  ['bash', 'cd configtx.yaml', 'bash: cd: configtx.yaml: Not a directory'],
  ['bash', 'echo a && && echo b', "bash: syntax error near unexpected token `&&'"],
  ['bash', "peer channel list AND('a')", "bash: syntax error near unexpected token `('"],
  ['bash', 'export 1=2', "bash: export: `1=2': not a valid identifier"],
  ['coreutils', 'cat crypto-config', 'cat: crypto-config: Is a directory'],
  ['coreutils', 'cat nothing', 'cat: nothing: No such file or directory'],
  ['coreutils', 'ls nothing', "ls: cannot access 'nothing': No such file or directory"],
];

it.each(OTHERS)('%s: %s', (_source, line, said) => {
  expect(toldBy(line)).toBe(said);
});

it('of CA certificates for TLS the tool speaks itself', () => {
  const enroll = 'fabric-ca-client enroll -u https://admin:adminpw@ca.org1.example.com:7054';
  expect(toldBy(`${CA_HOME} ${enroll}`)).toBe(`${CA_TLS}No trusted root certificates for TLS were provided`);
  expect(toldBy(`${CA_HOME} ${enroll} --tls.certfiles nope.pem`)).toBe(
    `${CA_TLS}Failed to read 'nope.pem': open nope.pem: no such file or directory`,
  );
});
