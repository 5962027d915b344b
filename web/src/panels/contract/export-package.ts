/** A contract as the package the lab would make of it. */
import type { Contract } from './use-contracts.ts';
import { labelFor } from './deploy-plan.ts';
import { isTypeScript } from './contract-folders.ts';
import { compiled } from './use-problems.ts';

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** @returns the package and its label, or `text`: what the peer's command prints when it makes none */
export async function packageOf(
  contract: Contract,
): Promise<{ readonly label: string; readonly bytes: Uint8Array } | { readonly text: string }> {
  const { name, folder, own } = contract;
  if (own !== null) return { label: own.label, bytes: fromBase64(own.bytes) };
  const label = labelFor(name, '1.0');
  const { writeChaincodePackage } = await import('../../contracts/write-package.ts');
  const built = writeChaincodePackage(label, name, isTypeScript(folder) ? (await compiled(folder)).folder : folder);
  return built.ok ? { label, bytes: built.value.bytes } : { text: String(built.error.params['text']) };
}
