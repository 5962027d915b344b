/**
 * Runs inside the page, before anything of the page does: counts how long its main thread is held up, and does what the
 * benchmark asks. Plain JavaScript: it is handed to the browser as it is.
 */
const GOLDEN = 0.61803398875;
const PEER = 'peer0.org1.example.com';
const CHANNEL = 'mychannel';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const after = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The page hands its session to its outermost component. */
function session() {
  const root = document.getElementById('root');
  const key = Object.keys(root).find((name) => name.startsWith('__reactContainer'));
  const fiber = root[key];
  return (fiber.child ?? fiber.alternate.child).memoizedProps.session;
}

const placed = (index) => (index * GOLDEN) % 1;
const horizon = () => session().lab.link.store.getState().horizon;

window.longRun = {
  longest: 0,
  targets: [],
  /** Two frames: what is drawn by a canvas is drawn in the second. Then `millis` for what follows more slowly. */
  async settle(millis) {
    await frame();
    await frame();
    await after(millis);
  },
  state() {
    const { status, entries } = session().lab.link.store.getState();
    const { status: shown } = session().store.getState();
    return { ready: status === 'ready' && shown === 'ready', facts: entries.length };
  },
  async jumpToEnd(millis) {
    session().lab.playhead.jump(horizon());
    await this.settle(millis);
  },
  async seek({ index, millis }) {
    session().lab.playhead.jump(Math.floor(placed(index) * horizon()));
    await this.settle(millis);
  },
  async step(millis) {
    await session().lab.stepForward('any', false);
    await this.settle(millis);
  },
  /** Blocks all over the chain, found before anything is measured. */
  prepare() {
    const trace = session().lab.trace.current();
    const chain = trace.chains.chain(PEER, CHANNEL, trace.entries.length).filter(({ config }) => !config);
    this.targets = Array.from({ length: 100 }, (_, index) => {
      const block = chain[Math.floor(placed(index) * chain.length)];
      return {
        block: { type: 'block', node: PEER, channel: CHANNEL, number: block.number },
        transaction: { type: 'transaction', node: PEER, channel: CHANNEL, txid: block.transactions[0].txid },
      };
    });
  },
  async select({ what, index, millis }) {
    session().ui.setState({ selection: this.targets[index]?.[what] ?? null });
    await this.settle(millis);
  },
  async goInside(millis) {
    session().inside.go(millis === null ? [] : [{ kind: 'node', node: PEER }]);
    await this.settle(millis ?? 0);
  },
  /** Milliseconds between frames while it plays. */
  async play(millis) {
    const { playhead } = session().lab;
    playhead.setSpeed(16);
    playhead.play();
    const gaps = [];
    const until = performance.now() + millis;
    for (let last = await frame(); last < until; ) {
      const now = await frame();
      gaps.push(now - last);
      last = now;
    }
    playhead.pause();
    playhead.setSpeed(1);
    return gaps;
  },
};

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longRun.longest = Math.max(window.longRun.longest, duration);
}).observe({ type: 'longtask' });
