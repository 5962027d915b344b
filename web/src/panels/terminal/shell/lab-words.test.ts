/** Where the lab speaks in the terminal and not a tool: of what it does not do, and of what a tool leaves unsaid. */
import { describe, expect, it } from 'vitest';
import { CALL, INVOKE, ORG2_CA, answersTo, toldBy } from '../testdata/typed.ts';

describe('what a tool leaves unsaid is said by the lab, as its own word', () => {
  it.each([
    ['the tool prints its help behind the error', 'peer channel list --nope', 'usage'],
    ['which way an orderer is named', `peer chaincode invoke -C mychannel -n basic ${CALL}`, 'ordererOptions'],
    ['whose certificate that is', `CORE_PEER_TLS_ROOTCERT_FILE=${ORG2_CA} peer channel list`, 'tlsOfAnother'],
    ['TLS is not used', 'CORE_PEER_TLS_ENABLED=false peer channel list', 'tlsOff'],
    [
      'another orderer is sent to first',
      `${INVOKE} ${CALL} --waitForEvent`.replaceAll('orderer.example', 'orderer2.example').replace('7050', '8050'),
      'ordererChosen',
    ],
    ['the client waits all the same', `${INVOKE} ${CALL}`, 'waitsAnyway'],
  ])('%s', (_reason, line, word) => {
    const answers = answersTo(line);
    expect(answers.map((answer) => (answer.type === 'lab' ? answer.word : answer.type))).toContain(word);
  });
});

describe('what the lab does not do it says itself, and gives no command', () => {
  it.each([
    ['pipe', 'peer channel list | grep my', 'bash.pipe'],
    ['both outputs in one', 'peer channel list > log.txt 2>&1', 'bash.redirection'],
    ['errors alone', 'peer channel list 2> log.txt', 'bash.redirection'],
    ['input from a file', 'cat < crypto-config.yaml', 'bash.redirection'],
    ['here-document', 'cat << EOF', 'bash.hereDocument'],
    ['here-string', 'cat <<< text', 'bash.hereDocument'],
    ['background', 'docker kill peer0.org1.example.com &', 'bash.background'],
    ['or', 'docker kill nobody || echo so what', 'bash.or'],
    ['backticks', 'echo `pwd`', 'bash.substitution'],
    ['backticks between quotes', 'echo "`pwd`"', 'bash.substitution'],
    ['another substitution', 'echo $(pwd)', 'bash.substitution'],
    ['a substitution between quotes', 'echo "$(date)"', 'bash.substitution'],
    ['a default of a variable', 'echo ${A:-b}', 'bash.substitution'],
    ['the code of the last command', 'echo $?', 'bash.substitution'],
    ['a pattern', 'ls *.yaml', 'bash.pattern'],
    ['a loop', 'for i in 1 2; do echo a; done', 'bash.compound'],
    ['a group', '(cd crypto-config && ls)', 'bash.compound'],
    ['an open quote', "echo 'a", 'bash.unclosed'],
    ['a tool for configurations', 'configtxlator compute_update --channel_id mychannel', 'configTool'],
    ['it only shows one', 'configtxlator proto_decode --input a.pb --type common.Block', 'decodeTool'],
    ['the other one', 'jq . a.json', 'decodeTool'],
    ['a program of the machine', 'tar xf a.tar.gz', 'elsewhere'],
    ['a command that exists', 'peer node start', 'missing'],
    ['a command that exists, with options', 'fabric-ca-client gencsr -u https://localhost:7054', 'missing'],
    ['another command of openssl', 'openssl req -new', 'missing'],
    ['another option of openssl', 'openssl x509 -in a.pem -serial', 'idleOption'],
    ['no such certificate', 'openssl x509 -in a.pem -noout -text', 'noFile'],
    ['a file that is none', 'openssl x509 -in configtx.yaml -noout -text', 'noCertificate'],
    ['an option that exists', 'peer channel list --clientauth', 'idleOption'],
    ['a program inside a container', 'docker exec peer0.org1.example.com ls', 'onlyNetworkTools'],
    ['another rule of the firewall', 'docker exec peer0.org1.example.com iptables -L', 'onlyDrop'],
    ['no home of an identity', 'fabric-ca-client gencrl', 'caHome'],
    ['a peer nobody has', 'as nobody', 'noSuchPeer'],
  ])('%s: %s', (_reason, line, word) => {
    const answers = answersTo(line);
    expect(answers.filter(({ type }) => type === 'command')).toEqual([]);
    expect(answers.find((answer) => answer.type === 'lab')).toMatchObject({ word, isWrong: true });
  });

  it.each([
    ['text between single quotes is text', "echo '$(pwd) `a` | * && $HOME'", '$(pwd) `a` | * && $HOME'],
    ['an escaped sign is a sign', 'echo \\$HOME \\* \\|', '$HOME * |'],
    ['a line goes on behind a backslash, without a space', 'echo one\\\ntwo', 'onetwo'],
    ['not between single quotes', "echo 'one\\\ntwo'", 'one\\\ntwo'],
    ['&& goes on in the next line', 'echo a &&\necho b', 'a\nb'],
    ['a comment is none of the words', 'echo a # | b', 'a'],
    ['the working directory is a variable', 'cd crypto-config; echo ${PWD}', '/home/fabric/crypto-config'],
    ['>> adds to a file', 'echo a > f; echo b >> f; cat f', 'a\nb'],
  ])('%s', (_reason, line, said) => {
    expect(toldBy(line)).toBe(said);
  });
});
