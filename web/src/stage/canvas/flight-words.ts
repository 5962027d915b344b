/** The word beside a message: what it is, in one or two words. */
import type { TextKey } from '../../i18n/dictionary.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { FlightNow } from '../../view/flights.ts';

export function wordOf(t: Translate, { flight, ended }: FlightNow): string {
  if (ended) return t('stage.kind.lost');
  if (flight.kind === 'block' && flight.block !== null) return t('stage.kind.blockNumbered', { block: flight.block });
  const own = `stage.message.${flight.label}`;
  return t.has(own) ? t(own) : t(`stage.kind.${flight.kind}` satisfies TextKey);
}
