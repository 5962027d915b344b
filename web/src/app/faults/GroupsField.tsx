/** Every node with the group it is put in. */
import { useText } from '../../i18n/text-context.tsx';
import type { NodeView } from '../../view/world-model.ts';
import { type Choice, MOST_GROUPS, put } from './partition-groups.ts';

interface GroupsFieldProps {
  readonly choice: Choice;
  readonly nodes: readonly NodeView[];
  readonly onChange: (choice: Choice) => void;
}

export function GroupsField({ choice, nodes, onChange }: GroupsFieldProps) {
  const t = useText();
  // A plan from a file may have more parts than one would make by hand.
  const most = Math.max(MOST_GROUPS, ...Object.values(choice));
  return (
    <ul className="faults__nodes">
      {nodes.map(({ info }) => (
        <li key={info.id}>
          <span>{info.shortName}</span>
          <select
            aria-label={t('faults.partition.node', { node: info.shortName })}
            value={choice[info.id] ?? 0}
            onChange={(event) => onChange(put(choice, info.id, Number(event.target.value)))}
          >
            <option value={0}>{t('faults.partition.none')}</option>
            {Array.from({ length: most }, (_, index) => (
              <option key={index} value={index + 1}>
                {t('faults.partition.group', { group: index + 1 })}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}
