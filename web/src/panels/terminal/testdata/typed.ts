/** A desk to type lines at, in the network of the recorded trace, and what lines are made of. */
import { runShell } from '../shell/shell.ts';
import { type Answer, type Around, newShell } from '../shell/shell-state.ts';
import { sightOf } from '../shell/sight.ts';
import { recorded, recordedTrace } from '../../testdata/recorded-trace.ts';

const { recording, entries } = recorded;
export const around: Around = {
  topology: recording.topology,
  given: recording.commands.map(({ command }) => command),
  contracts: { basic: { 'index.js': '' } },
  sight: sightOf(recordedTrace, entries.length),
};

export const ORDERER_CA = 'crypto-config/ordererOrganizations/example.com/orderers/orderer.example.com/tls/ca.crt';
export const PEER_CA = 'crypto-config/peerOrganizations/org1.example.com/peers/peer0.org1.example.com/tls/ca.crt';
export const ORG2_CA = 'crypto-config/peerOrganizations/org2.example.com/peers/peer0.org2.example.com/tls/ca.crt';
export const ORDERER = `-o orderer.example.com:7050 --tls --cafile ${ORDERER_CA}`;
export const ADMIN = 'crypto-config/peerOrganizations/org1.example.com/users/Admin@org1.example.com/msp';
const SERVER = ORDERER_CA.replace('ca.crt', 'server');
export const OSN = `-o orderer.example.com:7053 --ca-file ${ORDERER_CA} --client-cert ${SERVER}.crt --client-key ${SERVER}.key`;
export const INVOKE = `peer chaincode invoke ${ORDERER} -C mychannel -n basic`;
export const QUERY = 'peer chaincode query -C mychannel -n basic';
export const APPROVE = `peer lifecycle chaincode approveformyorg ${ORDERER}`;
export const CALL = `-c '{"function":"ReadAsset","Args":["asset1"]}'`;
export const CA_HOME = 'export FABRIC_CA_CLIENT_HOME=wallet/org1.example.com/admin;';

/** Everything a line in a new terminal is answered with. */
export const answersTo = (line: string): readonly Answer[] => runShell(line, newShell(around), around).answers;

/** What of the answers is a tool's. */
export const toldBy = (line: string): string =>
  answersTo(line)
    .flatMap((answer) => ('text' in answer && answer.text !== '' ? [answer.text] : []))
    .join('\n');

