/** What the page is expected to say, in both languages: names of buttons and regions as a learner reads or hears them. */

export type Language = 'ko' | 'en';

export interface Words {
  readonly place: (step: number, count: number) => string;
  readonly next: string;
  readonly see: string;
  readonly skip: string;
  readonly predict: string;
  readonly right: string;
  readonly nodeList: string;
  readonly answer: string;
  readonly wrong: string;
  readonly yourTurn: string;
  readonly doIt: RegExp;
  readonly hint: RegExp;
  readonly firstHint: string;
  readonly finished: string;
  readonly play: string;
  readonly pause: string;
  readonly forward: string;
  readonly back: string;
  readonly playhead: string;
  readonly branch: string;
  readonly mainBranch: string;
  readonly toTheLesson: string;
  readonly share: string;
  readonly link: string;
  readonly close: string;
  readonly crash: string;
  readonly dark: string;
  readonly light: string;
  readonly sandbox: string;
}

const ko: Words = {
  place: (step, count) => `${String(step)} / ${String(count)} 단계`,
  next: '다음',
  see: '결과 보기',
  skip: '끝까지 보기',
  predict: '먼저 예측해 보세요',
  right: '맞습니다.',
  nodeList: '노드 고르기',
  answer: '답하기',
  wrong: '아쉽지만 다릅니다.',
  yourTurn: '직접 해 보세요',
  doIt: /^(?:해 보기:|풀이 실행하기)/,
  hint: /^힌트 보기/,
  firstHint: '힌트 1',
  finished: '장면을 마쳤습니다',
  play: '재생',
  pause: '일시 정지',
  forward: '한 단계 앞으로',
  back: '한 단계 뒤로',
  playhead: '재생 위치',
  branch: '갈래',
  mainBranch: '원래 갈래',
  toTheLesson: '수업으로 돌아가기',
  share: '공유 링크',
  link: '링크',
  close: '닫기',
  crash: '강제 종료 (kill -9)',
  dark: '어두운 테마로',
  light: '밝은 테마로',
  sandbox: '샌드박스',
};

const en: Words = {
  place: (step, count) => `Step ${String(step)} of ${String(count)}`,
  next: 'Next',
  see: 'See it happen',
  skip: 'Show the end',
  predict: 'Predict first',
  right: 'Right.',
  nodeList: 'Choose a node',
  answer: 'Answer',
  wrong: 'Not quite.',
  yourTurn: 'Your turn',
  doIt: /^(?:Do it:|Show the solution)/,
  hint: /^Show a hint/,
  firstHint: 'Hint 1',
  finished: 'Scene finished',
  play: 'Play',
  pause: 'Pause',
  forward: 'One step forward',
  back: 'One step back',
  playhead: 'Playhead',
  branch: 'Branch',
  mainBranch: 'Original branch',
  toTheLesson: 'Back to the lesson',
  share: 'Share',
  link: 'Link',
  close: 'Close',
  crash: 'Crash (kill -9)',
  dark: 'To the dark theme',
  light: 'To the light theme',
  sandbox: 'Sandbox',
};

export const WORDS: Readonly<Record<Language, Words>> = { ko, en };
