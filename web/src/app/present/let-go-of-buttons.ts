/**
 * A button that was clicked lets go of the focus while presenting: the clicker's next Space is to go on, not to press the button
 * again. Those who press buttons by key keep the focus there.
 */
export function letGoOfButtons(): () => void {
  const letGo = ({ target, detail }: MouseEvent): void => {
    const button = target instanceof Element ? target.closest('button') : null;
    // By key or by a screen reader a click has no count.
    if (detail > 0 && button !== null && button === document.activeElement) button.blur();
  };
  addEventListener('click', letGo);
  return () => removeEventListener('click', letGo);
}
