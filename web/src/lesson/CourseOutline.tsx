/** The whole course with the learner's progress; under the open scene its steps. */
import { useStore } from 'zustand';
import { useText } from '../i18n/text-context.tsx';
import { isBuilt } from '../scenes/catalog.ts';
import { COURSE } from '../scenes/course.ts';
import type { SceneId } from '../scenes/course.ts';
import type { Prose } from '../scenes/prose.ts';
import { Badge } from '../ui/Badge.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import type { ProgressKeeper, SceneProgress } from './progress.ts';
import type { ScenePlayer } from './scene-player.ts';
import { usePlayer } from './use-player.ts';
import './lesson.css';

interface CourseOutlineProps {
  readonly current: string;
  readonly player: ScenePlayer | null;
  readonly prose: Prose | null;
  readonly progress: ProgressKeeper;
  readonly onOpen: (scene: SceneId) => void;
}

export function CourseOutline({ current, player, prose, progress, onOpen }: CourseOutlineProps) {
  const t = useText();
  return COURSE.map(({ day, scenes }) => (
    <section key={day} className="outline__day">
      <h2>{t(`lesson.day.${day}`)}</h2>
      <ul>
        {scenes.map((id) => (
          <li key={id}>
            <SceneRow id={id} current={id === current} progress={progress} onOpen={onOpen} />
            {id === current && player !== null && prose !== null ? <StepRows player={player} prose={prose} /> : null}
          </li>
        ))}
      </ul>
    </section>
  ));
}

interface SceneRowProps {
  readonly id: SceneId;
  readonly current: boolean;
  readonly progress: ProgressKeeper;
  readonly onOpen: (scene: SceneId) => void;
}

const stateOf = (progress: SceneProgress | undefined): 'done' | 'underway' | 'notStarted' =>
  progress?.finished === true ? 'done' : (progress?.shown ?? 0) > 0 ? 'underway' : 'notStarted';

function SceneRow({ id, current, progress, onOpen }: SceneRowProps) {
  const t = useText();
  const state = useStore(progress.store, (all) => stateOf(all[id]));
  const title = t(`lesson.scene.${id}`);
  if (!isBuilt(id)) {
    return (
      <span className="outline__scene outline__scene--coming">
        <i className="outline__tick" />
        <span>{title}</span>
        <Badge>{t('lesson.coming')}</Badge>
      </span>
    );
  }
  return (
    <button
      type="button"
      className="outline__scene"
      aria-current={current ? 'page' : undefined}
      onClick={() => onOpen(id)}
    >
      <i className={`outline__tick outline__tick--${state}`} />
      <span>{title}</span>
      <VisuallyHidden>{t(`lesson.${state}`)}</VisuallyHidden>
    </button>
  );
}

function StepRows({ player, prose }: { readonly player: ScenePlayer; readonly prose: Prose }) {
  const t = useText();
  const index = usePlayer(player, (state) => state.context.index);
  const busy = usePlayer(player, (state) => state.at === 'giving' || state.at === 'passing' || state.at === 'idle');
  return (
    <ol className="outline__steps" aria-label={t('lesson.steps')}>
      {player.scene.steps.map((step, number) => (
        <li key={step.id}>
          <button
            type="button"
            aria-current={number === index ? 'step' : undefined}
            disabled={busy}
            onClick={() => player.send({ type: 'goto', index: number })}
          >
            {prose.steps.find(({ id }) => id === step.id)?.heading ?? step.id}
          </button>
        </li>
      ))}
    </ol>
  );
}
