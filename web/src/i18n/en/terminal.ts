/** What the lab itself says in the terminal, beside the words of the tools. */
import type { terminal as ko } from '../ko/terminal.ts';

export const terminal = {
  sign: 'Lab',
  usage: 'The options this terminal takes here. The real tool prints its own help in this place.',
  verbs: 'The commands this terminal has. The real tool prints its own help in this place.',
  nothingHere: 'This terminal has no commands below this.',

  'bash.pipe': 'This terminal has no pipes ({sign}). Run the commands one by one.',
  'bash.redirection': 'Of redirections this terminal has echo … > FILE and echo … >> FILE only, not {sign} here.',
  'bash.hereDocument': 'This terminal has no here-documents ({sign}). Make a file with echo … > FILE.',
  'bash.background': 'This terminal does not run commands in the background ({sign}).',
  'bash.or': 'This terminal has no {sign}. && and ; are there.',
  'bash.substitution':
    'This terminal fills in variables ($NAME) and $(peer lifecycle chaincode calculatepackageid FILE), and nothing else: not {sign} here.',
  'bash.pattern':
    'This terminal does not expand patterns of file names ({sign}). Put quotes around what is meant literally.',
  'bash.compound': 'This terminal has no loops, conditions, groups or other shell syntax ({sign}).',
  'bash.unclosed': 'The quote {sign} is not closed. Shift+Enter adds a line to go on in.',

  elsewhere: '{tool} is not part of this terminal. Type help for what is.',
  missing: '{command} exists, but this terminal does not have it.',
  configTool:
    '{tool} is not part of this terminal. Fetching a configuration, editing it and computing the update is what the form “Prepare a config update” does. Sign and submit with peer channel signconfigtx and peer channel update.',
  decodeTool:
    '{tool} is not part of this terminal. The blocks tab shows blocks decoded already, the inspector a channel’s configuration and policies.',
  versionOfTwo:
    'This network follows Fabric 2.4. The lab has no recording of what its {program} prints when asked for its version.',
  idleOption: 'This terminal does nothing for the option {option}.',
  notGiven:
    'The command before failed, so {count} {count|one:command was,other:commands were} not run. bash would have gone on.',
  noSuchPeer: 'There is no peer {peer} in this network. Like so: as peer0.org1.example.com User1',
  noSuchNode: 'There is no node {node} in this network.',
  catWhat: 'Name a file to look into.',
  noKey: 'Private keys are not shown: {file}',
  noFile: 'There is no file {file}.',
  noCertificate: '{file} is not a certificate the lab has the contents of.',
  onlyCertificateText: 'openssl takes this form only here: openssl x509 -in FILE -noout -text',
  binary: '{file} is a binary file. The blocks tab shows what is in a block, the inspector what is in the rest.',
  noText: 'The file is there, but the lab holds no text of it: {file}',

  tlsOff: '{node} does not answer without TLS. Everybody in this network uses it.',
  tlsOfAnother:
    'The TLS handshake fails: the certificate of {node} was not issued by the CA in {file}. The real tool logs every attempt.',
  ordererOptions: 'An orderer is named like so: {options}',
  ordererChosen:
    'The lab’s client goes through the orderers of its profile in order; it does not begin with {orderer}.',
  stranger:
    'The certificates are not of the organisation in CORE_PEER_LOCALMSPID. The lab does not know what the tool prints then, and sent nothing.',
  noMachine: 'This network has no machine on which to run a command for {mspId}.',
  noIdentity: 'The wallet of this machine has no identity {identity}. Enroll it first.',
  gaveUp: 'No answer came, and the lab’s client stopped waiting. The tool would wait longer.',

  fetchRead: 'Block {number} was read as it lies on {node}. File: {file}. The blocks tab shows what is in it.',
  fetchWaits: 'There is no block {number} yet. The tool would wait until there is.',
  snapshotCopied:
    'There is nothing to copy: in this terminal peer channel joinbysnapshot copies the folder of the snapshot to the peer, then joins.',
  snapshotFiles: 'The files of a snapshot are shown in the inspector of {node} when the snapshot is selected.',
  onlySnapshots: 'docker cp is for folders of snapshots only here.',
  joinLater: 'This terminal cannot join with a block other than block 0: {file}',
  ctorNoObject: 'The value of -c has to be a JSON object. The real tool breaks off (panic) at anything else.',
  waitsAnyway: 'There was no --waitForEvent, but the lab’s client waits for the commit all the same.',
  collectionsNoList: 'A file of collections has to be an array: {file}',
  onlyNode: 'This terminal packages node chaincodes only, not {lang}.',
  noSource: 'There is no chaincode folder {path}. ls chaincode shows those there are.',
  noPackageYet: 'The package is not made yet, so its id is not known: {file}',
  queryApprovedAll: 'This terminal wants the name of the chaincode with -n. Without one the tool shows all approvals.',
  profileOfNetwork: 'What is in channel {channel} is up to this network; the profile would be {profile}.',
  cryptoOfNetwork:
    'Without --config the lab takes the crypto-config.yaml of this network all the same. The tool takes defaults of its own.',
  cryptoFolder: 'The lab always writes to the folder crypto-config.',
  osnadminTls:
    'The administration API of this network is open with TLS only. Add --ca-file, --client-cert and --client-key.',
  discoverFiles: 'Give --peerTLSCA, --userKey and --userCert: there is no saved configuration.',
  oneChaincode: 'discover asks about one chaincode only in this terminal.',

  dockerNeedsNode: 'Name a node: {command} peer0.org1.example.com',
  onlyNetworkTools: 'Inside a container there are iptables and tc only; {tool} is not part of this terminal.',
  logsOf:
    'The lab does not imitate the log lines of {node}. What the node did is told in sentences, with the time, on the logs tab.',
  logsOfAll:
    'The lab does not imitate log lines. What all nodes did is told in sentences, with the time, on the logs tab.',
  insideOf: '{tool} is not part of this terminal. What it would show is in the inspector when {node} is selected.',
  offNetwork:
    '{node} is disconnected from the docker network. No rule of the firewall keeps others from it: its network interface is gone.',
  addressesAsNames: 'The real iptables prints IP addresses where the names of nodes stand here.',
  interfaceAsUsual:
    'Neither delay nor loss is set on eth0 of {node}. What tc prints differs by its version and is not imitated.',
  interfaceSet:
    'What {node} sends to {to}: {loss}% is lost, the delay is {factor} times the usual. The real tc prints this in its own form.',
  onlyDrop: 'iptables takes this form only here: iptables -A OUTPUT -d NODE -j DROP (-D to undo)',
  onlyNetem:
    'tc takes this form only here: tc qdisc replace dev eth0 root netem loss 20% delay 50ms, and tc qdisc del dev eth0 root to undo',
  onlyLedgerTools:
    'docker run works on the volume of a stopped peer with peer node rebuild-dbs, reset, rollback and ledgerutil verify only, not with {line}.',

  caTls: 'This CA is open with TLS only. Write the address with https://.',
  caHome:
    'FABRIC_CA_CLIENT_HOME (or --home) has to name a folder of the wallet: export FABRIC_CA_CLIENT_HOME={example}',
  caInfoRead: 'The certificate of {ca} was read as it lies there; no message was sent. cat or openssl shows it: {file}',
  noCa: 'The organisation {org} has no CA.',
  noCaThere: 'There is no CA at {address} to connect to: {cause}',
} satisfies Record<keyof typeof ko, string>;
