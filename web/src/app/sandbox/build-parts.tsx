/** Fields of the plan: each says below itself what is wrong with it. */
import { createContext, useContext, useId } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import type { NetworkFlaw } from '../../sim/protocol/network-flaws.ts';
import { Button } from '../../ui/Button.tsx';
import { refusalText } from '../../i18n/refusal-text.ts';

const FlawsContext = createContext<readonly NetworkFlaw[]>([]);

export function FlawsProvider({
  flaws,
  children,
}: {
  readonly flaws: readonly NetworkFlaw[];
  readonly children: ReactNode;
}) {
  return <FlawsContext value={flaws}>{children}</FlawsContext>;
}

function flawText(t: Translate, { where, code, params }: NetworkFlaw): string {
  if (code === 'count' && where === 'kafka.zooKeepers') return t('sandbox.flaw.odd', params);
  if (code !== 'impossible') return t(`sandbox.flaw.${code}`, params);
  const text = refusalText(t, { code: String(params['reason']), params, where });
  return t('sandbox.flaw.impossible', { text });
}

/** What is wrong at a place of the plan, or below it when nothing else shows that. */
function useFlaw(where: string, below: boolean): string | null {
  const t = useText();
  const flaw = useContext(FlawsContext).find(
    (one) => one.where === where || (below && one.where.startsWith(`${where}[`)),
  );
  return flaw === undefined ? null : flawText(t, flaw);
}

export function FlawText({
  where,
  id,
  below = false,
}: {
  readonly where: string;
  readonly id?: string;
  readonly below?: boolean;
}) {
  const text = useFlaw(where, below);
  return text === null ? null : (
    <p className="build-flaw" id={id}>
      {text}
    </p>
  );
}

interface FieldProps {
  readonly label: string;
  /** Path of the field in the plan. */
  readonly where: string;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly mono?: boolean;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, where, value, mono = true, onChange }: TextFieldProps) {
  const id = useId();
  const isWrong = useFlaw(where, false) !== null;
  return (
    <div className="build-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={mono ? 'mono' : undefined}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={`${id}-flaw`}
        onChange={(event) => onChange(event.target.value)}
      />
      <FlawText where={where} id={`${id}-flaw`} />
    </div>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number that is typed; what is none counts as 0, which no field of the plan takes. */
export function NumberField({ value, onChange, ...field }: NumberFieldProps) {
  return (
    <TextField
      {...field}
      value={value === 0 ? '' : String(value)}
      onChange={(text) => onChange(/^\d{1,12}$/.test(text.trim()) ? Number(text) : 0)}
    />
  );
}

interface CounterProps extends NumberFieldProps {
  readonly limits: { readonly min: number; readonly max: number };
  readonly step?: number;
}

/** A small number, changed by one at a time. */
export function Counter({ label, where, value, limits, step = 1, onChange }: CounterProps) {
  const t = useText();
  return (
    <div className="build-field build-counter" role="group" aria-label={label}>
      <span>{label}</span>
      <div>
        <Button
          aria-label={t('sandbox.build.fewer', { what: label })}
          disabled={value - step < limits.min}
          onClick={() => onChange(value - step)}
        >
          {'−'}
        </Button>
        <output>{value}</output>
        <Button
          aria-label={t('sandbox.build.more.of', { what: label })}
          disabled={value + step > limits.max}
          onClick={() => onChange(value + step)}
        >
          {'+'}
        </Button>
      </div>
      <FlawText where={where} below />
    </div>
  );
}

export function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="build-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface BoxesProps extends FieldProps {
  readonly choices: readonly string[];
  readonly chosen: readonly string[];
  readonly onToggle: (choice: string) => void;
}

/** Some of a few. */
export function Boxes({ label, where, choices, chosen, onToggle }: BoxesProps) {
  return (
    <fieldset className="build-boxes">
      <legend>{label}</legend>
      {choices.map((choice) => (
        <Check key={choice} label={choice} checked={chosen.includes(choice)} onChange={() => onToggle(choice)} />
      ))}
      <FlawText where={where} />
    </fieldset>
  );
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

export function ChoiceField({ label, value, choices, onChange }: ChoiceFieldProps) {
  const id = useId();
  return (
    <div className="build-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
