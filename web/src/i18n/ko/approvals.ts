/** The table of who has approved which chaincode definition. */
export const approvals = {
  empty: '아직 승인된 체인코드 정의가 없습니다.',
  channel: '채널 {channel}',
  chaincode: '체인코드와 시퀀스',
  definition: '채널의 정의',
  row: '{name}, 시퀀스 {sequence}',
  approved: '✓ 승인',
  different: '≠ 다른 내용으로 승인',
  missing: '– 아직 없음',
  committed: '✓ 커밋됨',
  open: '– 커밋 전',
  superseded: '다음 시퀀스로 바뀜',
  version: '버전',
  policy: '보증 정책',
  initRequired: '초기화 필요',
  collections: '컬렉션',
};
