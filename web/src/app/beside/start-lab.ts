/** A lab of its own: a worker that ends with it, and a clock that runs until then. */
import { createLab } from '../../link/lab.ts';
import type { Lab } from '../../link/lab.ts';
import { startWorkerHost } from '../../link/worker-host.ts';
import type { RunningLab } from './side.ts';

export function startLab(): RunningLab {
  const host = startWorkerHost((text) => lab.link.fail(text));
  const lab: Lab = createLab(host);
  const stopClock = lab.playhead.start();
  return {
    lab,
    stop: () => {
      stopClock();
      host.stop();
    },
  };
}
