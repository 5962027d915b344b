/** How a failure is repeated: a command, the deeds that are enough for it, and a link that shows it in the page. */
import { encodeMoment } from '../../web/src/link/share-link.ts';
import { traceChecksum } from '../../web/src/link/trace-checksum.ts';
import type { Life, Plan } from './life.ts';

/** Any scene will do: the link brings its own network. */
const SCENE = 'transaction-flow';

/** The part of the page's address that replays the run; the playhead stands where the deeds begin. */
export function linkOf({ simulation, firstDeed }: Life): string {
  const { recording, entries, now } = simulation;
  const playhead = recording.commands[firstDeed]?.at ?? now;
  const checksum = traceChecksum(entries, playhead);
  const moment = {
    scene: SCENE,
    step: '',
    language: 'en',
    playhead,
    begun: [],
    drags: {},
    recording,
    checksum,
  } as const;
  return `#s=${encodeMoment(moment)}`;
}

export function describe({ seed, network }: Plan): string {
  const { ordererOrg, peerOrgs, channels } = network.topology;
  const counts = `${String(ordererOrg.orderers.length)} orderers, ${String(peerOrgs.length)} organisations, ${String(channels.length)} channels`;
  return `seed ${String(seed)} (${network.generation}, ${network.kind}, ${counts})`;
}

export function failureLines(life: Life, smallest: Life): readonly string[] {
  const { plan, problems } = life;
  const deeds = smallest.plan.deeds.map(
    ({ at, command }) => `    ${(at / 1e6).toFixed(3)} s  ${JSON.stringify(command)}`,
  );
  const [enough] = smallest.problems;
  return [
    `${describe(plan)} failed:`,
    ...problems.slice(0, 10).map((problem) => `  ${problem}`),
    ...(problems.length > 10 ? [`  and ${String(problems.length - 10)} more`] : []),
    `  again: npm run -s swarm -- --seed ${String(plan.seed)}`,
    ...(smallest === life || enough === undefined
      ? []
      : [`  ${String(deeds.length)} of its ${String(plan.deeds.length)} deeds are enough for: ${enough}`, ...deeds]),
    `  in the page: ${linkOf(smallest)}`,
  ];
}
