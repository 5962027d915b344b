/** 용어집: 과정에 나오는 말마다 한두 문장. 찾기 창이 열릴 때 따로 불러옵니다. */
interface Term {
  readonly term: string;
  readonly text: string;
}

export const glossary = {
  accessControl: {
    term: '접근 제어 목록(ACL)',
    text: '피어의 기능마다 어느 정책을 충족해야 쓸 수 있는지 정한 표입니다. 채널 설정에 들어 있고, 적지 않은 것은 기본값을 따릅니다.',
  },
  anchorPeer: {
    term: '앵커 피어(anchor peer)',
    text: '다른 조직의 피어가 우리 조직과 가십을 시작할 때 처음 찾는 피어입니다. 주소가 채널 설정에 적혀 있습니다.',
  },
  applicationChannel: {
    term: '애플리케이션 채널(application channel)',
    text: '조직들이 트랜잭션을 주고받는 보통의 채널입니다. 2.x의 시스템 채널과 구별해 이렇게 부릅니다.',
  },
  batchTimeout: {
    term: '블록 생성 시간(BatchTimeout)',
    text: '첫 트랜잭션이 들어온 뒤 블록이 차지 않아도 이 시간이 지나면 블록을 자릅니다.',
  },
  bft: {
    term: '비잔틴 장애 허용(BFT)',
    text: '일부 오더러가 거짓말을 해도 버티는 합의입니다. 3분의 1 미만까지 견디며, 패브릭 3.0부터 쓸 수 있습니다.',
  },
  block: {
    term: '블록(block)',
    text: '순서가 정해진 트랜잭션의 묶음입니다. 앞 블록의 해시를 품어 사슬처럼 이어집니다.',
  },
  blockHeader: {
    term: '블록 헤더(block header)',
    text: '번호, 앞 블록의 해시, 데이터의 해시 세 가지입니다. 블록 해시는 이 헤더의 해시입니다.',
  },
  blockMetadata: {
    term: '블록 메타데이터(block metadata)',
    text: '오더러의 서명, 마지막 설정 블록 번호, 피어가 적는 검증 결과가 들어갑니다. 블록 해시에는 들어가지 않습니다.',
  },
  ca: {
    term: '인증 기관(CA)',
    text: '조직의 인증서를 발급합니다. 키와 인증서가 만들어진 뒤에는 꺼져 있어도 트랜잭션이 흐릅니다.',
  },
  capability: {
    term: '기능 수준(capability)',
    text: '모든 노드가 같은 규칙으로 처리하도록 채널이 정한 판(예: V2_5)입니다. 모르는 노드는 그 채널에서 멈춥니다.',
  },
  certificate: {
    term: '인증서(certificate)',
    text: '공개 키와 이름을 CA가 서명해 묶은 문서(X.509)입니다. 패브릭은 이것으로 상대가 누구인지 압니다.',
  },
  chaincode: {
    term: '체인코드(chaincode)',
    text: '원장을 읽고 쓰는 프로그램입니다. 피어 곁의 컨테이너에서 돌고, 보증하거나 조회할 때만 실행됩니다.',
  },
  chaincodePackage: {
    term: '체인코드 패키지(chaincode package)',
    text: '코드와 라벨(label)을 담은 tar.gz 파일입니다. 패키지 ID는 라벨과 파일의 해시입니다.',
  },
  channel: {
    term: '채널(channel)',
    text: '조직들이 함께 쓰는 원장 하나와 그 규칙입니다. 채널이 다르면 블록도 상태도 다릅니다.',
  },
  channelConfig: {
    term: '채널 설정(channel configuration)',
    text: '조직, 오더러, 정책을 담은 나무 모양의 문서입니다. 설정 블록에 담겨 모든 노드가 똑같이 가집니다.',
  },
  client: {
    term: '클라이언트(client)',
    text: '제안을 만들고 서명하는 쪽입니다. 2.4부터는 피어의 게이트웨이에 나머지를 맡길 수 있습니다.',
  },
  collection: {
    term: '비공개 데이터 컬렉션(private data collection)',
    text: '정해진 조직의 피어만 값을 가지는 데이터입니다. 채널의 나머지에는 해시만 남습니다.',
  },
  commit: { term: '커밋(commit)', text: '검증을 마친 블록을 원장에 쓰고 유효한 쓰기를 상태에 반영하는 일입니다.' },
  committingPeer: {
    term: '커밋 피어(committing peer)',
    text: '블록을 받아 검증하고 저장하는 피어입니다. 채널에 참여한 모든 피어가 합니다.',
  },
  compositeKey: {
    term: '복합 키(composite key)',
    text: '여러 속성을 이어 만든 키입니다. 앞부분이 같은 것을 차례로 찾을 수 있습니다.',
  },
  configBlock: {
    term: '설정 블록(config block)',
    text: '설정 트랜잭션 하나만 담은 블록입니다. 이 블록부터 새 설정이 적용됩니다.',
  },
  configUpdate: {
    term: '설정 변경(config update)',
    text: '설정에서 달라질 것만 적은 요청입니다. 바뀌는 항목마다 정해진 정책(mod_policy)만큼 서명이 있어야 합니다.',
  },
  consenter: {
    term: '컨센터(consenter)',
    text: '채널의 합의에 참여하는 오더러입니다. 누가 컨센터인지는 채널 설정에 적혀 있습니다.',
  },
  consortium: {
    term: '콘소시움(consortium)',
    text: '2.x까지 시스템 채널에 적어 두던, 채널을 만들 수 있는 조직의 모임입니다. 3.x에는 없습니다.',
  },
  couchDb: {
    term: 'CouchDB',
    text: '상태 데이터베이스로 고를 수 있습니다. 값이 JSON이면 속성으로 찾을 수 있지만, 그 결과는 커밋할 때 다시 확인되지 않습니다.',
  },
  cryptogen: {
    term: 'cryptogen',
    text: '시험 네트워크의 키와 인증서를 한꺼번에 만드는 도구입니다. 실제 운영에서는 CA를 씁니다.',
  },
  deliver: {
    term: '블록 전달(deliver)',
    text: '오더러나 피어에게서 블록을 이어 받는 서비스입니다. 정책을 충족하는 신원만 받을 수 있습니다.',
  },
  discovery: {
    term: '서비스 디스커버리(service discovery)',
    text: '어느 피어의 보증을 모으면 정책이 충족되는지 피어에게 물어 알아내는 기능입니다.',
  },
  endorsement: {
    term: '보증(endorsement)',
    text: '피어가 체인코드를 실행해 보고 그 결과에 한 서명입니다. 원장은 아직 바뀌지 않습니다.',
  },
  endorsementPolicy: {
    term: '보증 정책(endorsement policy)',
    text: '어느 조직의 보증이 모여야 트랜잭션이 유효한지 정합니다. 커밋할 때 모든 피어가 확인합니다.',
  },
  endorsingPeer: {
    term: '보증 피어(endorsing peer)',
    text: '체인코드를 설치해 두고 제안을 실행해 서명하는 피어입니다.',
  },
  enrollment: { term: '인증서 발급(enroll)', text: '등록된 사용자가 비밀번호로 CA에서 자기 인증서를 받는 일입니다.' },
  envelope: {
    term: '봉투(envelope)',
    text: '서명된 메시지를 감싼 것입니다. 보증을 모은 트랜잭션은 봉투로 오더러에 갑니다.',
  },
  event: {
    term: '이벤트(event)',
    text: '체인코드가 알리는 소식이나 블록 커밋 알림입니다. 무효인 트랜잭션의 체인코드 이벤트는 전해지지 않습니다.',
  },
  gateway: {
    term: '게이트웨이(gateway)',
    text: '클라이언트를 대신해 보증을 모으고 오더러에 보내고 결과를 기다려 주는 피어의 서비스입니다.',
  },
  genesisBlock: { term: '제네시스 블록(genesis block)', text: '채널의 0번 블록입니다. 첫 설정이 들어 있습니다.' },
  gossip: { term: '가십(gossip)', text: '피어끼리 블록, 비공개 데이터, 누가 살아 있는지를 주고받는 방식입니다.' },
  hash: { term: '해시(hash)', text: '내용에서 계산한 짧은 값입니다. 한 바이트만 달라도 전혀 다른 값이 나옵니다.' },
  identity: { term: '신원(identity)', text: '인증서와 그 주인이 속한 MSP입니다. 서명을 보고 누구인지 압니다.' },
  implicitMeta: {
    term: '암묵적 메타 정책(ImplicitMeta)',
    text: '아래 조직들의 같은 이름 정책을 몇 곳이 충족해야 하는지만 정합니다: ANY, ALL, MAJORITY.',
  },
  kafka: {
    term: '카프카(Kafka)',
    text: '1.x에서 순서를 정하던 외부 시스템입니다. 2.0에서 권장되지 않게 되었고 3.0에서 없어졌습니다.',
  },
  keyLevelPolicy: {
    term: '키 단위 보증 정책(state-based endorsement)',
    text: '키 하나에만 거는 보증 정책입니다. 그 키를 쓸 때는 체인코드의 정책 대신 이것이 쓰입니다.',
  },
  leadingPeer: {
    term: '리딩 피어(leading peer)',
    text: '조직을 대표해 오더러에서 블록을 받아 오는 피어입니다. 스스로 선출되게 할 수도, 정해 둘 수도 있습니다.',
  },
  ledger: {
    term: '원장(ledger)',
    text: '블록의 사슬과, 거기서 나온 현재 상태입니다. 피어마다 채널별로 하나씩 있습니다.',
  },
  levelDb: {
    term: 'LevelDB',
    text: '피어에 들어 있는 기본 상태 데이터베이스입니다. 키로만 찾고, 키 순서대로 읽습니다.',
  },
  lifecycle: {
    term: '체인코드 라이프사이클(lifecycle)',
    text: '패키지를 설치하고, 조직마다 정의를 승인하고, 채널에 한 번 커밋하는 절차입니다.',
  },
  msp: {
    term: 'MSP(Membership Service Provider)',
    text: '어느 CA의 인증서를 누구로 인정할지 정한 규칙입니다. 조직마다 하나이고 채널 설정에 들어 있습니다.',
  },
  mvcc: {
    term: 'MVCC(다중 버전 동시성 제어)',
    text: '읽을 때의 버전이 커밋할 때도 그대로인지 확인하는 방식입니다. 다르면 트랜잭션은 무효가 됩니다.',
  },
  namespace: {
    term: '네임스페이스(namespace)',
    text: '체인코드마다 따로인 상태의 칸입니다. 다른 체인코드의 키를 직접 읽거나 쓸 수 없습니다.',
  },
  nodeOu: { term: '노드 OU(NodeOU)', text: '인증서의 OU로 역할(admin, client, peer, orderer)을 구별하는 설정입니다.' },
  orderer: {
    term: '오더러(orderer)',
    text: '트랜잭션의 순서를 정해 블록으로 만듭니다. 내용을 실행하거나 검증하지는 않습니다.',
  },
  organization: {
    term: '조직(organization)',
    text: '네트워크에 참여하는 단위입니다. 자기 CA와 MSP와 피어를 가집니다.',
  },
  osnAdmin: {
    term: 'osnadmin',
    text: '오더러를 채널에 참여시키고 빼는 도구입니다. 2.3부터 시스템 채널 없이 이것으로 채널을 만듭니다.',
  },
  peer: { term: '피어(peer)', text: '원장을 가지고 블록을 검증하는 노드입니다. 체인코드가 있으면 보증도 합니다.' },
  phantomRead: {
    term: '팬텀 읽기(phantom read)',
    text: '범위로 읽은 뒤 그 범위에 키가 생기거나 없어진 경우입니다. 커밋할 때 범위를 다시 읽어 찾아냅니다.',
  },
  policy: {
    term: '정책(policy)',
    text: '누구의 서명이 필요한지를 적은 규칙입니다. 쓰기도, 보증도, 설정 변경도 정책이 결정합니다.',
  },
  proposal: { term: '제안(proposal)', text: '어느 체인코드의 어느 함수를 어떤 인자로 부를지 적어 서명한 요청입니다.' },
  qscc: { term: 'QSCC', text: '원장을 조회하는 시스템 체인코드입니다. 블록과 트랜잭션을 번호나 ID로 찾습니다.' },
  quorum: { term: '정족수(quorum)', text: '합의에 필요한 최소 수입니다. Raft는 과반, 즉 5대 가운데 3대입니다.' },
  raft: {
    term: '래프트(Raft)',
    text: '리더 하나가 기록을 정하고 과반에 복제하는 합의입니다. 멈추는 고장은 견디지만 거짓말은 견디지 못합니다.',
  },
  raftTerm: {
    term: '텀(Raft term)',
    text: '리더를 뽑을 때마다 하나씩 커지는 번호입니다. 오래된 텀의 메시지는 무시됩니다.',
  },
  readSet: { term: '읽기 집합(read set)', text: '실행하면서 읽은 키와 그때의 버전입니다. 값은 들어 있지 않습니다.' },
  registration: {
    term: '등록(register)',
    text: 'CA에 새 사용자의 이름과 역할을 올리는 일입니다. 인증서는 그다음 발급받습니다.',
  },
  revocation: {
    term: '폐기(revoke)',
    text: '인증서를 더는 믿지 않겠다고 정하는 일입니다. 폐기 목록(CRL)이 채널의 MSP에 실려야 효과가 있습니다.',
  },
  snapshot: {
    term: '스냅샷(snapshot)',
    text: '어느 블록까지의 원장 상태를 담은 파일들입니다. 새 피어가 처음부터 블록을 받지 않아도 됩니다.',
  },
  stateDb: {
    term: '상태 데이터베이스(state database)',
    text: '모든 키의 지금 값과 버전입니다. 블록에서 언제든 다시 만들 수 있습니다.',
  },
  systemChaincode: {
    term: '시스템 체인코드(system chaincode)',
    text: '피어 안에 들어 있는 체인코드입니다. _lifecycle, CSCC, QSCC 같은 것이 있습니다.',
  },
  systemChannel: {
    term: '시스템 채널(system channel)',
    text: '2.x까지 오더러들이 채널 목록과 콘소시움을 적어 두던 채널입니다. 3.0에서 없어졌습니다.',
  },
  tls: {
    term: 'TLS',
    text: '노드 사이의 연결을 암호화하고 상대를 확인합니다. 트랜잭션에 하는 서명과는 다른 키를 씁니다.',
  },
  transaction: {
    term: '트랜잭션(transaction)',
    text: '제안과 그 결과와 보증을 함께 묶은 것입니다. 무효로 판정되어도 블록에는 남습니다.',
  },
  transientData: {
    term: '임시 데이터(transient data)',
    text: '제안과 함께 보내지만 트랜잭션에는 들어가지 않는 데이터입니다. 비공개 값을 전할 때 씁니다.',
  },
  txid: {
    term: '트랜잭션 ID(TxID)',
    text: '클라이언트가 고른 난수와 자기 인증서의 SHA-256 해시입니다. 실행 전에 이미 정해집니다.',
  },
  validation: {
    term: '검증(validation)',
    text: '피어가 블록의 트랜잭션마다 서명, 보증 정책, 버전을 차례로 확인하는 일입니다.',
  },
  validationCode: {
    term: '검증 코드(validation code)',
    text: '트랜잭션이 유효한지, 아니면 왜 무효인지 나타내는 값입니다. 블록 메타데이터에 적힙니다.',
  },
  version: { term: '버전(version)', text: '키를 마지막으로 쓴 트랜잭션의 자리, 곧 블록 번호와 그 안의 순번입니다.' },
  writeSet: {
    term: '쓰기 집합(write set)',
    text: '실행 결과로 쓸 키와 새 값입니다. 커밋되기 전에는 어디에도 반영되지 않습니다.',
  },
} satisfies Readonly<Record<string, Term>>;
