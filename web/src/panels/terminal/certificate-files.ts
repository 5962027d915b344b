/** What a certificate's file holds, asked of the worker: it has the certificates of every node, user and authority. */
import type { Lab } from '../../link/react/lab-context.tsx';
import type { Outcome } from './shell/verb.ts';

type Wanted = Extract<Outcome, { readonly type: 'certificate' }>;

/** PEM; null where nobody has such a certificate at the playhead. */
export async function pemOf({ node, holder, ofAuthority }: Wanted, lab: Lab): Promise<string | null> {
  const at = lab.playhead.store.getState().time;
  const looked = await lab.link.inspect(at, { type: 'node', node });
  if (!looked.ok) return null;
  const [user = holder] = holder.split('@');
  const { texts } = looked.value;
  const found = texts.find(({ label }) => label === holder) ?? texts.find(({ label }) => label === user);
  const open = async (fingerprint: string) => {
    const inside = await lab.link.lookInside(at, { type: 'certificate', fingerprint });
    return inside.ok && inside.value.type === 'certificate' ? inside.value.data : null;
  };
  const own = found?.fingerprint === undefined ? null : await open(found.fingerprint);
  if (!ofAuthority || own === null) return own?.pem ?? null;
  const root = own.chain.at(-1);
  return root?.isRoot ? ((await open(root.fingerprint))?.pem ?? null) : null;
}
