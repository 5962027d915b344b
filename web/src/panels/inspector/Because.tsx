/** Why exactly a transaction got its code: which key, which version, which part of the policy. */
import { useText } from '../../i18n/text-context.tsx';
import type { InvalidBecause } from '../lab-types.ts';

export function Because({ because }: { readonly because: InvalidBecause }) {
  const t = useText();
  const version = (text: string | null): string => (text === null ? t('panels.because.absent') : text);
  const writer = ({ writer: by }: Pick<InvalidBecause & { type: 'readVersion' }, 'writer'>): string =>
    by ? t('panels.because.writer', { block: by.block, number: by.tx, txid: by.txid.slice(0, 8) }) : '';
  switch (because.type) {
    case 'readVersion': {
      const { key, read, committed, byTxInBlock } = because;
      return (
        <p>
          {t('panels.because.readVersion', { key, read: version(read), committed: version(committed) })}{' '}
          {byTxInBlock === null ? null : t('panels.because.sameBlock', { number: byTxInBlock })} {writer(because)}
        </p>
      );
    }
    case 'rangeChanged':
      return (
        <p>
          {t('panels.because.rangeChanged', { start: because.start, end: because.end, key: because.key })}{' '}
          {writer(because)}
        </p>
      );
    case 'keyPolicyChanged':
      return <p>{t('panels.because.keyPolicyChanged', { key: because.key, number: because.byTxInBlock })}</p>;
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
