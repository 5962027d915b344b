/** The parts a planned partition cuts the network in: a usual way, or a group for every node. */
import { useText } from '../../i18n/text-context.tsx';
import type { NodeId } from '../../sim/trace/facts.ts';
import type { WorldView } from '../../view/world-model.ts';
import { Choose } from './Choose.tsx';
import { GroupsField } from './GroupsField.tsx';
import { byOrganisation, choiceOf, groupsOf, orderersInHalves } from './partition-groups.ts';
import type { PlanRow } from './plan-rows.ts';

type Parts = readonly (readonly NodeId[])[];

const WAYS = ['halves', 'byOrg'] as const;
type Way = (typeof WAYS)[number];

const waysOf = (world: WorldView): Readonly<Record<Way, Parts>> => ({
  halves: groupsOf(orderersInHalves(world)),
  byOrg: groupsOf(byOrganisation(world)),
});

/** One orderer has no halves. */
const isCut = (groups: Parts): boolean => groups.length > 1;

/** What a partition begins with when it is chosen. */
export const usualParts = (world: WorldView): Parts => Object.values(waysOf(world)).find(isCut) ?? [];

/** Parts that were chosen by hand stay one's own also where they happen to be the usual ones. */
function wayOf({ choice, groups }: PlanRow, world: WorldView): Way | 'own' {
  if (choice !== null) return 'own';
  const ways = waysOf(world);
  return WAYS.find((way) => JSON.stringify(ways[way]) === JSON.stringify(groups)) ?? 'own';
}

interface PartsProps {
  readonly row: PlanRow;
  readonly number: number;
  readonly world: WorldView;
  readonly onChange: (row: PlanRow) => void;
}

export function PartsField({ row, number, world, onChange }: PartsProps) {
  const t = useText();
  const ways = waysOf(world);
  const nameOf = (node: NodeId): string => world.nodes[node]?.info.shortName ?? node;
  const take = (way: string): void => {
    const usual = WAYS.find((one) => one === way);
    onChange(
      usual === undefined ? { ...row, choice: choiceOf(row.groups) } : { ...row, groups: ways[usual], choice: null },
    );
  };
  return (
    <>
      <Choose label={t('faults.plan.rowParts', { row: number })} value={wayOf(row, world)} onChange={take}>
        {WAYS.filter((way) => isCut(ways[way])).map((way) => (
          <option key={way} value={way}>
            {t(`faults.partition.${way}`)}
          </option>
        ))}
        <option value="own">{t('faults.plan.ownParts')}</option>
      </Choose>
      <small className="faults__parts">{row.groups.map((group) => group.map(nameOf).join(', ')).join(' | ')}</small>
    </>
  );
}

/** A row of the table below its row, as long as the parts are one's own. */
export function OwnParts({ row, number, world, onChange }: PartsProps) {
  const t = useText();
  if (wayOf(row, world) !== 'own') return null;
  const nodes = Object.values(world.nodes).filter(({ life }) => life !== 'absent');
  return (
    <tr className="faults__own">
      <td colSpan={5}>
        <div role="group" aria-label={t('faults.plan.rowOwn', { row: number })}>
          <GroupsField
            choice={row.choice ?? choiceOf(row.groups)}
            nodes={nodes}
            onChange={(choice) => onChange({ ...row, choice, groups: groupsOf(choice) })}
          />
          <p className="faults__hint">{t('faults.partition.unassigned')}</p>
        </div>
      </td>
    </tr>
  );
}
