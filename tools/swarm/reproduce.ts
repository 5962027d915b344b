/** How a failure is repeated: a command, the deeds that are enough for it, and a link that shows it in the page. */
import { encodeMoment, SANDBOX } from '../../web/src/link/share-link.ts';
import { traceChecksum } from '../../web/src/link/trace-checksum.ts';
import type { Life, Plan } from './life.ts';

/** The part of the page's address that replays the run; the playhead stands where it can be seen what is wrong. */
export function linkOf({ plan, simulation, wrongAt: playhead }: Life): string {
  const { recording, entries } = simulation;
  const checksum = traceChecksum(entries, playhead);
  const moment = {
    scene: SANDBOX,
    // The name of the network.
    step: `swarm ${String(plan.seed)}`,
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
    // With its kind named, whatever kinds were drawn from: the seed means the same network then.
    `  again: npm run -s swarm -- --seed ${String(plan.seed)} --kinds ${plan.network.kind}`,
    ...(smallest === life || enough === undefined
      ? []
      : [`  ${String(deeds.length)} of its ${String(plan.deeds.length)} deeds are enough for: ${enough}`, ...deeds]),
    `  in the page, at ${(smallest.wrongAt / 1e6).toFixed(3)} s: ${linkOf(smallest)}`,
  ];
}
