/** Why exactly a transaction got its code: which key, which version, which part of the policy. */
import { useText } from '../../i18n/text-context.tsx';
import type { InvalidBecause } from '../lab-types.ts';

export function Because({ because }: { readonly because: InvalidBecause }) {
  const t = useText();
  const version = (text: string | null): string => (text === null ? t('panels.because.absent') : text);
  switch (because.type) {
    case 'readVersion': {
      const { key, read, committed, byTxInBlock } = because;
      return (
        <p>
          {t('panels.because.readVersion', { key, read: version(read), committed: version(committed) })}{' '}
          {byTxInBlock === null ? null : t('panels.because.sameBlock', { number: byTxInBlock })}
        </p>
      );
    }
    case 'rangeChanged':
      return <p>{t('panels.because.rangeChanged', { start: because.start, end: because.end, key: because.key })}</p>;
    case 'policy':
      return (
        <>
          <p>
            {t('panels.because.policy')} <span className="mono">{because.policy}</span>
          </p>
          <ul className="rwset">
            {because.satisfied.map((name) => (
              <li key={name}>
                <span className="good">✓</span> <span className="mono">{name}</span>
              </li>
            ))}
            {because.missing.map((name) => (
              <li key={name}>
                <span className="bad">✗</span> <span className="mono">{name}</span>
              </li>
            ))}
          </ul>
        </>
      );
    case 'text':
      return <p className="mono">{because.text}</p>;
  }
}
