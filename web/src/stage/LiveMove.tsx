/** Says where the keyboard has moved a card, for those who do not see it. */
import { useText } from '../i18n/text-context.tsx';
import { useStage } from './stage-store.tsx';

export function LiveMove() {
  const t = useText();
  const moved = useStage((state) => state.moved);
  const name = useStage((state) => state.world.nodes[state.moved?.node ?? '']?.info.shortName ?? '');
  return (
    <p className="stage-hidden" role="status" aria-live="polite">
      {moved === null ? '' : t(`stage.moved.${moved.direction}`, { node: name })}
    </p>
  );
}
