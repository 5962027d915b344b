/** What went wrong and what to do, by the `code` of a refusal. */
export const errors = {
  unknown: '알 수 없는 문제입니다: {code}.',
  unknownAt: '알 수 없는 문제입니다: {code} (위치: {where}).',
  linkDamaged: '이 링크는 손상되었습니다. 복사할 때 일부가 바뀐 것 같습니다.',
  linkTruncated: '이 링크는 끝이 잘려 있습니다. 전체를 다시 복사해 주세요.',
  linkFromFuture:
    '이 링크는 더 새로운 Fabriscope(형식 {version})에서 만들었습니다. 이 버전은 형식 {known}까지 읽습니다.',
  linkInvalid: '이 링크의 내용이 맞지 않습니다 ({where}).',
  linkUnknownScene: '이 링크가 가리키는 장면 “{scene}”을 찾을 수 없습니다.',
  linkUnknownStep: '장면 “{scene}”에는 “{step}” 단계가 없습니다. 처음부터 보여 드립니다.',
  sceneComing: '장면 “{title}”의 내용은 아직 준비 중입니다.',
  linkChecksum: '이 링크를 만든 때와 다르게 재생됩니다. 만든 버전과 지금 버전이 다르기 때문일 수 있습니다.',
  fileUnreadable: '이 파일은 Fabriscope 기록이 아니거나 손상되었습니다.',
  sceneFailed: '장면을 불러오지 못했습니다: {text}',
  workerDied: '시뮬레이션이 멈췄습니다: {text}',
  workerUnavailable: '이 브라우저에서 시뮬레이션을 시작하지 못했습니다.',
};
