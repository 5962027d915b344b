/** The package a command carries: base64 of a file that a peer of this lab can install. */
import { openPackage } from '../chaincode/package-import.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { fromBase64 } from '../wire/bytes.ts';
import { shown } from './shown.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @param label what the command calls it, which must be what it calls itself */
export function checkPackage(value: unknown, label: unknown, where: string): Result<void> {
  if (typeof value !== 'string' || !BASE64.test(value))
    return refuse('notBase64', { field: 'package', value: shown(value) }, where);
  const opened = openPackage(fromBase64(value));
  if (!opened.ok) return refuse(opened.error.code, opened.error.params, where);
  const { label: found } = opened.value;
  return found === label ? ok(undefined) : refuse('packageLabelDiffers', { label: shown(label), found }, where);
}
