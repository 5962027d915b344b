/** What the lab itself says in the terminal, beside the words of the tools. */
export const terminal = {
  sign: '랩',
  usage: '이 터미널이 이 명령에서 받는 옵션입니다. 실제 도구는 여기에 자기 도움말을 출력합니다.',
  verbs: '이 터미널에 있는 명령입니다. 실제 도구는 여기에 자기 도움말을 출력합니다.',
  nothingHere: '이 터미널에는 이 아래로 명령이 없습니다.',

  'bash.pipe': '이 터미널에는 파이프({sign})가 없습니다. 명령을 하나씩 실행하세요.',
  'bash.redirection': '이 터미널의 리다이렉션은 echo … > 파일과 echo … >> 파일뿐입니다({sign} 없음).',
  'bash.hereDocument': '이 터미널에는 히어 도큐먼트({sign})가 없습니다. 파일은 echo … > 파일로 만드세요.',
  'bash.background': '이 터미널은 명령을 백그라운드({sign})로 실행하지 않습니다.',
  'bash.or': '이 터미널에는 {sign} 연산자가 없습니다. &&와 ;은 쓸 수 있습니다.',
  'bash.substitution':
    '이 터미널이 바꿔 넣는 것은 변수($NAME)와 $(peer lifecycle chaincode calculatepackageid 파일)뿐입니다({sign} 없음).',
  'bash.pattern': '이 터미널은 파일 이름 패턴({sign})을 풀지 않습니다. 글자 그대로 쓰려면 따옴표로 묶으세요.',
  'bash.compound': '이 터미널에는 반복문, 조건문, 묶음과 같은 셸 구문({sign})이 없습니다.',
  'bash.unclosed': '따옴표({sign})가 닫히지 않았습니다. Shift+Enter로 줄을 더해 마저 입력할 수 있습니다.',

  elsewhere: '{tool|은는} 이 터미널에 없습니다. help를 입력하면 있는 것이 나옵니다.',
  missing: '{command|은는} 실제로 있는 명령이지만 이 터미널에는 없습니다.',
  configTool:
    '{tool|은는} 이 터미널에 없습니다. 설정을 가져와 고치고 업데이트를 계산하는 일은 양식 “설정 업데이트 준비”가 대신합니다. 서명과 제출은 peer channel signconfigtx와 peer channel update로 합니다.',
  decodeTool:
    '{tool|은는} 이 터미널에 없습니다. 블록은 블록 탭에서, 채널의 설정과 정책은 인스펙터에서 이미 풀어서 보여 줍니다.',
  versionOfTwo:
    '이 네트워크는 Fabric 2.4를 따릅니다. 2.4의 {program|이가} 자기 버전을 어떻게 출력하는지는 기록이 없어 흉내 내지 않습니다.',
  idleOption: '옵션 {option|은는} 이 터미널에서 쓸 수 없습니다.',
  notGiven: '앞의 명령이 실패해서 남은 명령 {count}개는 실행하지 않았습니다. bash라면 계속 실행합니다.',
  noSuchPeer: '피어 {peer|은는} 이 네트워크에 없습니다. 예: as peer0.org1.example.com User1',
  noSuchNode: '{node|은는} 이 네트워크에 없는 노드입니다.',
  catWhat: '볼 파일 이름을 적으세요.',
  noKey: '개인 키는 보여 주지 않습니다: {file}',
  noFile: '{file|이라라}는 파일은 없습니다.',
  noCertificate: '{file|은는} 랩이 내용을 아는 인증서가 아닙니다.',
  onlyCertificateText: 'openssl은 여기서 이 꼴만 받습니다: openssl x509 -in 파일 -noout -text',
  binary: '{file|은는} 바이너리 파일입니다. 블록은 블록 탭에서, 그 밖의 것은 인스펙터에서 내용을 볼 수 있습니다.',
  noText: '이 파일은 실제로 있지만, 랩은 그 내용을 글로 갖고 있지 않습니다: {file}',

  tlsOff: 'TLS 없이 연결해서 {node|이가} 응답하지 않습니다. 이 네트워크에서는 모두 TLS를 씁니다.',
  tlsOfAnother:
    '{node|은는} 이 인증서 파일의 CA가 발급한 것이 아니어서 TLS 핸드셰이크가 실패합니다: {file}. 실제 도구는 시도할 때마다 로그를 남깁니다.',
  ordererOptions: '오더러는 이렇게 지정합니다: {options}',
  ordererChosen: '랩의 클라이언트는 프로필의 첫 오더러부터 차례로 보냅니다. {orderer|을를} 먼저 쓰지는 않습니다.',
  stranger:
    '인증서가 CORE_PEER_LOCALMSPID의 조직 것이 아닙니다. 랩은 이때 도구가 출력하는 글을 알지 못해 보내지 않았습니다.',
  noMachine: '이 네트워크에는 {mspId}의 이름으로 명령을 실행할 기계가 없습니다.',
  noIdentity: '이 기계의 지갑에 {identity|이라라}는 신원이 없습니다. 먼저 등록(enroll)하세요.',
  gaveUp: '응답이 오지 않아 랩의 클라이언트가 기다리기를 그만두었습니다. 도구라면 더 기다립니다.',

  fetchRead: '블록 {number|을를} {node}에 있는 그대로 읽었습니다. 파일: {file}. 블록 탭에서 내용을 볼 수 있습니다.',
  fetchWaits: '블록 {number|은는} 아직 없습니다. 도구라면 그 블록이 생길 때까지 기다립니다.',
  snapshotCopied:
    '복사할 것은 없습니다. 이 터미널에서는 peer channel joinbysnapshot이 스냅샷 폴더를 피어로 복사한 다음 참여합니다.',
  snapshotFiles: '스냅샷의 파일은 {node}의 인스펙터에서 그 스냅샷을 고르면 볼 수 있습니다.',
  onlySnapshots: 'docker cp는 여기서 스냅샷 폴더에만 씁니다.',
  joinLater: '블록 0이 아닌 블록으로 참여하는 일은 이 터미널에서 할 수 없습니다: {file}',
  ctorNoObject: '-c의 값은 JSON 객체여야 합니다. 실제 도구는 다른 값을 받으면 멈춥니다(panic).',
  waitsAnyway: '--waitForEvent를 적지 않았지만, 랩의 클라이언트는 커밋 결과까지 기다립니다.',
  collectionsNoList: '컬렉션 파일은 배열이어야 합니다: {file}',
  onlyNode: '이 터미널은 node 체인코드만 패키지로 만듭니다. {lang|은는} 쓸 수 없습니다.',
  noSource: '{path|이라라}는 체인코드 폴더가 없습니다. ls chaincode로 있는 것을 볼 수 있습니다.',
  noPackageYet: '패키지가 아직 만들어지지 않아 ID를 알 수 없습니다: {file}',
  queryApprovedAll: '이 터미널에서는 -n으로 체인코드 이름을 적어야 합니다. 도구는 이름 없이 모든 승인을 보여 줍니다.',
  profileOfNetwork: '채널 {channel}의 내용은 이 네트워크가 정합니다. 프로필은 {profile|이라라} 할 수 있습니다.',
  cryptoOfNetwork:
    '--config가 없어도 랩은 이 네트워크의 crypto-config.yaml을 씁니다. 도구는 자기의 기본 설정을 씁니다.',
  cryptoFolder: '랩은 언제나 crypto-config 폴더에 만듭니다.',
  osnadminTls: '이 네트워크의 관리 API는 TLS로만 열려 있습니다. --ca-file, --client-cert, --client-key를 적으세요.',
  discoverFiles: '--peerTLSCA, --userKey, --userCert를 모두 적으세요. discover는 저장된 설정 없이 실행됩니다.',
  oneChaincode: '이 터미널의 discover는 체인코드를 하나만 묻습니다.',

  dockerNeedsNode: '노드 이름을 적으세요: {command} peer0.org1.example.com',
  onlyNetworkTools: '컨테이너 안에서는 iptables와 tc만 쓸 수 있습니다. {tool|은는} 이 터미널에 없습니다.',
  logsOf:
    '랩은 {node}의 로그 줄을 흉내 내지 않습니다. 이 노드가 한 일은 로그 탭에서 시각과 함께 문장으로 볼 수 있습니다.',
  logsOfAll: '랩은 로그 줄을 흉내 내지 않습니다. 모든 노드가 한 일은 로그 탭에서 시각과 함께 문장으로 볼 수 있습니다.',
  insideOf: '{tool|은는} 이 터미널에 없습니다. {tool|이가} 보여 줄 내용은 {node|을를} 고르면 인스펙터에 나옵니다.',
  offNetwork:
    '{node|은는} 도커 네트워크에서 떨어져 있습니다. 방화벽 규칙 때문이 아니라 네트워크 장치가 없어서 아무도 연결하지 못합니다.',
  addressesAsNames: '실제 iptables는 노드 이름 자리에 IP 주소를 출력합니다.',
  interfaceAsUsual:
    '{node}의 eth0에는 지연도 손실도 걸려 있지 않습니다. tc가 출력하는 글은 버전마다 달라서 흉내 내지 않습니다.',
  interfaceSet:
    '{node|이가} {to|으로로} 보내는 메시지: 손실 {loss}%, 지연은 평소의 {factor}배. 실제 tc는 이것을 자기 꼴로 출력합니다.',
  onlyDrop: '여기서 iptables는 이 꼴만 받습니다: iptables -A OUTPUT -d 노드 -j DROP (되돌리려면 -D)',
  onlyNetem:
    '여기서 tc는 이 꼴만 받습니다: tc qdisc replace dev eth0 root netem loss 20% delay 50ms, 되돌리려면 tc qdisc del dev eth0 root',
  onlyLedgerTools:
    'docker run은 꺼진 피어의 볼륨에서 peer node rebuild-dbs, reset, rollback과 ledgerutil verify만 실행합니다. 여기의 {line|은는} 쓸 수 없습니다.',

  caTls: '이 CA는 TLS로만 열려 있습니다. 주소를 https://로 적으세요.',
  caHome:
    'FABRIC_CA_CLIENT_HOME(또는 --home)에는 지갑 폴더를 적어야 합니다. 예: export FABRIC_CA_CLIENT_HOME={example}',
  caInfoRead:
    '{ca}의 인증서를 그대로 읽었습니다. 보낸 메시지는 없습니다. 내용은 cat 또는 openssl로 볼 수 있습니다: {file}',
  noCa: '조직 {org}에는 CA가 없습니다.',
  noCaThere: '{address}에는 CA가 없어 연결하지 못합니다: {cause}',
};
