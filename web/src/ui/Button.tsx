/** The one button. An icon alone needs `label`, which is its accessible name and its tooltip. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import './button.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly tone?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: IconName | undefined;
  readonly round?: boolean;
  /** Name of a button that shows only an icon. */
  readonly label?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children?: ReactNode;
}

export function Button({ tone = 'plain', icon, round, label, className, children, ...rest }: ButtonProps) {
  const classes = ['ui-button', `ui-button--${tone}`];
  if (children === undefined) classes.push('ui-button--icon');
  if (round === true) classes.push('ui-button--round');
  if (className !== undefined) classes.push(className);
  return (
    <button type="button" className={classes.join(' ')} aria-label={label} title={label} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}
