/** The fields of one call: typed by the schema of each parameter, or as text where nothing is said. */
import { useId } from 'react';
import type { ContractTransaction, Schema } from '../../contracts/contract-metadata.ts';
import { useText } from '../../i18n/text-context.tsx';
import { choicesOf, fieldKind, flawOf } from './call-values.ts';
import { shownName } from './parameter-names.ts';

interface TransactionFieldsProps {
  readonly transaction: ContractTransaction;
  /** As the source has them, where metadata has none. */
  readonly names: readonly string[] | null;
  readonly textOf: (index: number, schema: Schema) => string;
  readonly onChange: (index: number, text: string) => void;
}

export function TransactionFields({ transaction, names, textOf, onChange }: TransactionFieldsProps) {
  const t = useText();
  if (transaction.parameters.length === 0) return <p className="contract__lead">{t('contract.call.noParameters')}</p>;
  return transaction.parameters.map(({ name, schema }, index) => (
    <ParameterField
      key={name}
      name={shownName(name, index, names)}
      schema={schema}
      text={textOf(index, schema)}
      onChange={(text) => onChange(index, text)}
    />
  ));
}

interface ParameterFieldProps {
  readonly name: string;
  readonly schema: Schema;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function ParameterField({ name, schema, text, onChange }: ParameterFieldProps) {
  const t = useText();
  const id = useId();
  // A field that has not been filled yet is not wrong yet; the call waits for it all the same.
  const flaw = text === '' ? null : flawOf(schema, text);
  const kind = fieldKind(schema);
  const common = {
    id,
    className: 'mono',
    value: text,
    'aria-invalid': flaw !== null,
    'aria-describedby': `${id}-flaw`,
  };
  const choices = kind === 'boolean' ? ['true', 'false'] : choicesOf(schema);
  return (
    <>
      <label htmlFor={id}>
        <span className="mono">{name}</span> <span className="contract__kind">{t(`contract.kind.${kind}`)}</span>
      </label>
      <div>
        {kind === 'boolean' || kind === 'choice' ? (
          <select {...common} onChange={(event) => onChange(event.target.value)}>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : kind === 'json' ? (
          <textarea {...common} rows={4} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input
            {...common}
            inputMode={kind === 'text' ? 'text' : 'decimal'}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
        <p id={`${id}-flaw`} className="contract__flaw">
          {flaw === null ? '' : t(`contract.flaw.${flaw}`)}
        </p>
      </div>
    </>
  );
}

interface FreeCallProps {
  readonly name: string;
  readonly args: string;
  readonly fields: { readonly function: string; readonly args: string };
  readonly onChange: (field: string, text: string) => void;
}

/** A function by its name, with arguments as they travel: texts. */
export function FreeCall({ name, args, fields, onChange }: FreeCallProps) {
  const t = useText();
  const id = useId();
  return (
    <>
      <label htmlFor={`${id}-name`}>{t('commands.param.function')}</label>
      <input
        id={`${id}-name`}
        className="mono"
        value={name}
        spellCheck={false}
        onChange={(event) => onChange(fields.function, event.target.value)}
      />
      <label htmlFor={`${id}-args`}>{t('commands.param.args')}</label>
      <textarea
        id={`${id}-args`}
        className="mono"
        rows={3}
        value={args}
        spellCheck={false}
        onChange={(event) => onChange(fields.args, event.target.value)}
      />
    </>
  );
}

export function TransientField({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const t = useText();
  const id = useId();
  return (
    <details className="contract__transient">
      <summary>{t('contract.call.transient')}</summary>
      <label htmlFor={id}>{t('contract.call.transient.hint')}</label>
      <textarea
        id={id}
        className="mono"
        rows={2}
        value={text}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </details>
  );
}
