/** What a certificate's file holds, asked of the worker: it has the certificates of every node, user and authority. */
import type { Lab } from '../../link/react/lab-context.tsx';
import type { CertificateAnswer } from './shell/verb.ts';

/** PEM, or what openssl prints of it; null where nobody has such a certificate at the playhead. */
export async function certificateText(wanted: CertificateAnswer, lab: Lab): Promise<string | null> {
  const { node, holder, ofAuthority, as } = wanted;
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
  const root = ofAuthority ? own?.chain.at(-1) : undefined;
  const meant = !ofAuthority ? own : root?.isRoot ? await open(root.fingerprint) : null;
  if (meant === null) return null;
  const { text, pem } = meant;
  return as === undefined ? pem : as === 'text' ? text : `${text.trimEnd()}\n${pem}`;
}
