/** A policy in words: whom a leaf asks for, who signed, what is missing. Pure. */
import type { Translate } from '../../i18n/translate.ts';
import type { PolicyNode, PolicyPicture, PrincipalPicture, SignaturePicture } from '../lab-types.ts';

/** `an admin of Org2MSP`. */
export function principalText(t: Translate, principal: PrincipalPicture): string {
  switch (principal.kind) {
    case 'role':
      return t(`inspector.policy.who.${principal.role}`, { msp: principal.mspId });
    case 'unit':
      return t('inspector.policy.who.unit', { msp: principal.mspId, unit: principal.unit });
    case 'identity':
      return t('inspector.policy.who.identity', { msp: principal.mspId, name: principal.subject });
  }
}

/** `Org1MSP · peer0.org1 (peer)`; `nameOf` shortens a host name. */
export function signerText(
  t: Translate,
  { mspId, subject, role }: SignaturePicture,
  nameOf: (name: string) => string,
): string {
  const name = nameOf(subject) || t('inspector.policy.nameless');
  return t('inspector.policy.signer', { msp: mspId, name, role: t(`inspector.policy.role.${role ?? 'member'}`) });
}

/**
 * What would have to be added for `node` to be satisfied, in words; empty when nothing is missing. Signatures that were
 * used up elsewhere are not thought of: the answer is what the rule reads like.
 */
export function missingText(t: Translate, node: PolicyNode): string {
  if (node.satisfied) return '';
  if (node.kind === 'missing') return t('inspector.policy.noSuch', { name: node.rule });
  if (node.kind === 'principal') return node.principal ? principalText(t, node.principal) : node.rule;
  const open = node.children.filter((child) => !child.satisfied);
  const lacking = node.need - node.have;
  if (lacking <= 0 || lacking > open.length) return t('inspector.policy.nobody');
  const parts = open.map((child) => {
    const text = missingText(t, child);
    return open.length > 1 && isCompound(child) ? `(${text})` : text;
  });
  if (lacking === open.length) return joined(t, 'and', parts);
  if (lacking === 1) return joined(t, 'or', parts);
  return t('inspector.policy.some', { count: lacking, list: parts.join(', ') });
}

const isCompound = ({ children, need, have }: PolicyNode): boolean =>
  children.filter(({ satisfied }) => !satisfied).length > 1 && need > have;

const joined = (t: Translate, word: 'and' | 'or', parts: readonly string[]): string =>
  parts.reduce((a, b) => t(`inspector.policy.${word}`, { a, b }));

/** How a node of the tree stands. What is not met but not needed either is no fault. */
export type NodeState = 'met' | 'missing' | 'unneeded';

export function nodeState({ satisfied }: PolicyNode, needed: boolean): NodeState {
  if (satisfied) return 'met';
  return needed ? 'missing' : 'unneeded';
}

/** A configuration key without the padding Fabric writes between kind and path. */
export const elementText = (element: string): string => element.replace(/ {2,}/g, ' ');

/** The first thing to say of a list of policies: those that failed, else all. */
export const failedFirst = (pictures: readonly PolicyPicture[]): readonly PolicyPicture[] =>
  [...pictures].sort((a, b) => Number(a.satisfied) - Number(b.satisfied));
