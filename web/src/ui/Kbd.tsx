/** A key of the keyboard. */
import './small-parts.css';

export function Kbd({ name }: { readonly name: string }) {
  return <kbd className="ui-kbd">{name}</kbd>;
}
