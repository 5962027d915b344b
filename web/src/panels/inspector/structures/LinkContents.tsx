/** A link: its ends, how it is each way just now, what it carries. */
import { useText } from '../../../i18n/text-context.tsx';
import type { Translate } from '../../../i18n/translate.ts';
import { linkWord } from '../../../view/faults.ts';
import { routesOf } from '../../../view/routes.ts';
import type { LinkTrouble } from '../../../view/world-model.ts';
import { millisText } from '../../figures.ts';
import { type Row, Rows } from '../Rows.tsx';
import { linkTraffic } from './link-traffic.ts';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';

type Props = StructureProps<'link'>;

function stateText(t: Translate, trouble: LinkTrouble | undefined): string {
  if (trouble === undefined) return t('structures.link.usual');
  const params = { percent: Math.round(trouble.loss * 100), factor: trouble.latencyFactor };
  return t(`faults.word.${linkWord(trouble)}`, params);
}

/** Both ways in one row, unless only one of them is not as usual. */
function stateRows(t: Translate, { world, target: { from, to } }: Props): readonly Row[] {
  const [there, back] = [world.links[`${from}>${to}`], world.links[`${to}>${from}`]];
  if (there?.oneWay === undefined && back?.oneWay === undefined)
    return [{ name: t('structures.row.state'), value: stateText(t, there ?? back) }];
  return [
    { name: t('structures.row.toward', { node: nameIn(world)(to) }), value: stateText(t, there) },
    { name: t('structures.row.toward', { node: nameIn(world)(from) }), value: stateText(t, back) },
  ];
}

function latencyRow(t: Translate, { world, told, target: { from, to } }: Props): Row | null {
  const trouble = world.links[`${from}>${to}`] ?? world.links[`${to}>${from}`];
  if (told === null || trouble?.up === false) return null;
  const factor = trouble?.latencyFactor ?? 1;
  return {
    name: t('structures.row.latency'),
    value: t('structures.row.latencyValue', {
      min: millisText(told.minMicros * factor),
      max: millisText(told.maxMicros * factor),
    }),
  };
}

function Working({ world, target }: Pick<Props, 'world' | 'target'>) {
  const t = useText();
  const ends = [target.from, target.to];
  const routes = routesOf(world).filter(({ from, to }) => ends.includes(from) && ends.includes(to));
  const texts = routes.flatMap(({ from, to, type }) =>
    type === 'cut' || type === 'troubled'
      ? []
      : [t(`structures.working.${type}`, { from: nameIn(world)(from), to: nameIn(world)(to) })],
  );
  return texts.length === 0 ? t('structures.working.none') : texts.join(' · ');
}

export function LinkContents(props: Props) {
  const t = useText();
  const { world, target, onSelect } = props;
  const [one, other] = [world.nodes[target.from]?.info, world.nodes[target.to]?.info];
  if (one === undefined || other === undefined) return null;
  const isKafka = Object.values(world.channels).some(({ partition }) => partition !== null);
  const carries = linkTraffic(one, other, isKafka);
  return (
    <Rows
      rows={[
        {
          name: t('structures.row.ends'),
          value: [one, other].map(({ id, shortName }) => (
            <span key={id} className="structure__item">
              <ThingLink to={{ type: 'node', node: id }} onSelect={onSelect}>
                {shortName}
              </ThingLink>
            </span>
          )),
        },
        ...stateRows(t, props),
        latencyRow(t, props),
        {
          name: t('structures.row.carries'),
          value: carries.map((what) => (
            <span key={what} className="structure__item">
              {t(`structures.carries.${what}`)}
            </span>
          )),
        },
        carries.includes('nothing')
          ? null
          : { name: t('structures.row.working'), value: <Working world={world} target={target} /> },
      ]}
    />
  );
}
