/** The form of one command. */
import { useId, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useWorldView } from '../../link/react/lab-context.tsx';
import type { Command, CommandType, ConfigChangeKind } from '../../sim/protocol/commands.ts';
import { Button } from '../../ui/Button.tsx';
import type { FormAbout } from '../../stage/stage-props.ts';
import type { WorldView } from '../../view/world-model.ts';
import { choicesOf, commandOf, fieldsOf, isFilled, startValues } from './command-form.ts';
import type { Choice, FormValues } from './command-form.ts';
import type { Field } from './form-field.ts';

interface CommandFormProps {
  readonly type: CommandType;
  readonly actor: string | null;
  readonly about: FormAbout;
  readonly onGive: (command: Command) => void;
}

export function CommandForm(props: CommandFormProps) {
  const world = useWorldView();
  return world === null ? null : <FilledForm {...props} world={world} />;
}

function FilledForm({ type, actor, about, onGive, world }: CommandFormProps & { readonly world: WorldView }) {
  const t = useText();
  const recording = useLink((state) => state.recording);
  const channels = recording?.topology.channels.map(({ id }) => id) ?? [];
  const systemChannel = recording?.topology.systemChannel?.id;
  const [values, setValues] = useState<FormValues>(() => {
    const last = recording?.commands.findLast(({ command }) => command.type === type)?.command ?? null;
    return startValues(type, world, channels, last, actor, systemChannel, about);
  });
  const fields = fieldsOf(type, values);
  const filled = fields.every((field) => isFilled(field, values[field.path] ?? ''));
  return (
    <form
      className="do__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (filled) onGive(commandOf(type, values));
      }}
    >
      {fields.map((field) => (
        <FieldRow
          key={field.path}
          field={field}
          choices={choicesOf(field.kind, world, channels, systemChannel)}
          value={values[field.path] ?? ''}
          onChange={(value) => setValues((before) => ({ ...before, [field.path]: value }))}
        />
      ))}
      <Button type="submit" tone="primary" disabled={!filled}>
        {t('shell.do.give')}
      </Button>
    </form>
  );
}

interface FieldRowProps {
  readonly field: Field;
  readonly choices: readonly Choice[] | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FieldRow({ field, choices, value, onChange }: FieldRowProps) {
  const t = useText();
  const id = useId();
  const labelKey = `commands.param.${field.label ?? field.path}`;
  const label = t.has(labelKey) ? t(labelKey) : field.path;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <FieldInput id={id} field={field} choices={choices} value={value} onChange={onChange} />
    </>
  );
}

function FieldInput({ id, field, choices, value, onChange }: FieldRowProps & { readonly id: string }) {
  const t = useText();
  if (field.kind === 'boolean' || field.kind === 'omittedFlag') {
    return (
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="true">{t('shell.do.yes')}</option>
        <option value="false">{t('shell.do.no')}</option>
      </select>
    );
  }
  if (field.kind === 'optionalPeers' || field.kind === 'omittedPeers' || field.kind === 'peers')
    return <PeerBoxes id={id} choices={choices ?? []} value={value} onChange={onChange} />;
  if (choices !== null) {
    return (
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {field.kind === 'optionalPeer' ? <option value="">{t('shell.do.any')}</option> : null}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {field.kind === 'changeKind' ? t(`commands.change.${choice.value as ConfigChangeKind}`) : choice.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === 'lines' || field.kind === 'pairs' || field.kind === 'collections') {
    return (
      <textarea id={id} rows={3} className="mono" value={value} onChange={(event) => onChange(event.target.value)} />
    );
  }
  return (
    <input
      id={id}
      className="mono"
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface PeerBoxesProps {
  readonly id: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PeerBoxes({ id, choices, value, onChange }: PeerBoxesProps) {
  const chosen = value === '' ? [] : value.split('\n');
  const toggle = (peer: string): void => {
    const next = chosen.includes(peer) ? chosen.filter((other) => other !== peer) : [...chosen, peer];
    onChange(next.join('\n'));
  };
  return (
    <div id={id} role="group" className="do__boxes">
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="checkbox" checked={chosen.includes(choice.value)} onChange={() => toggle(choice.value)} />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
