/** The same recording gives the same digest in Node and in the browser: twice, from its recording, and in a fork of its past. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/lab-test.ts';

interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
}

const ROOT = join(import.meta.dirname, '..');

function playInNode(): { readonly calls: readonly Call[]; readonly digests: readonly string[] } {
  const program = join(ROOT, 'tools/twin.ts');
  const output = execFileSync(process.execPath, ['--import', 'tsx', program], { cwd: ROOT, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as ReturnType<typeof playInNode>;
}

/** Makes the calls in a fresh worker, and resolves to what `digest` answered. */
function playInWorker(page: Page, calls: readonly Call[]): Promise<readonly unknown[]> {
  return page.evaluate(
    async ({ address, requests }) => {
      const worker = new Worker(address, { type: 'module' });
      const digests: unknown[] = [];
      for (const [id, { method, args }] of requests.entries()) {
        const answer = await new Promise<{ readonly ok: boolean; readonly value?: unknown; readonly error?: string }>(
          (resolve, reject) => {
            worker.onerror = (event) => reject(new Error(event.message));
            worker.onmessage = ({ data }) => {
              // Before it answers it tells how far it is, and long answers come in parts.
              if ('ok' in data) resolve(data as { readonly ok: boolean });
            };
            worker.postMessage({ id, method, args });
          },
        );
        if (!answer.ok) throw new Error(answer.error);
        if (method === 'digest') digests.push(answer.value);
      }
      worker.terminate();
      return digests;
    },
    // The page's own worker, as it was built.
    { address: page.workers()[0]?.url() ?? '', requests: calls },
  );
}

test('Node and the browser play the same recording to the same digest', async ({ lab, page }) => {
  const { calls, digests } = playInNode();
  const [whole, replayed, forked, forkedOn, unchanged] = digests;
  expect([replayed, unchanged]).toEqual([whole, whole]);
  expect(new Set([whole, forked, forkedOn]).size).toBe(3);
  await lab.open();
  expect(await playInWorker(page, calls)).toEqual(digests);
  expect(await playInWorker(page, calls)).toEqual(digests);
});
