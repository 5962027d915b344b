/** A panel that slides over the stage on narrow screens. */
import { Dialog } from './Dialog.tsx';
import type { DialogProps } from './Dialog.tsx';

export function Sheet(props: DialogProps & { readonly from: 'left' | 'right' | 'bottom' }) {
  return <Dialog {...props} />;
}
