/** Words of the insides: of nodes, and the frame around all of them. */
export const inside = {
  lookInside: '안을 보기',
  lookInsideOf: '{about} 안을 보기',
  crumbs: '지금 있는 곳',
  network: '네트워크',
  out: '밖으로',
  outKey: '한 단계 밖으로 (Esc)',
  title: '{place}의 안쪽',
  loading: '안을 그리는 중입니다.',
  nothing: '이 안은 아직 그리지 않습니다.',
  'place.block': '블록 {number}',
  'place.transaction': '트랜잭션 {txid}',
  'place.certificate': '인증서 {name}',
  'place.policy': '정책 {path}',
  'place.config': '{channel} 설정',
};
