/** Two kinds of unit tests: the simulation and everything pure in Node; components (`*.test.tsx`) in a DOM without a browser. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/.cache/**', 'e2e/**'];

export default defineConfig({
  test: {
    // Real cryptography and whole networks are slow on a machine with two busy cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Nobody waits at the machine meanwhile.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          // The simulation keeps nothing in its modules but what it has computed from bytes: loading them once is enough.
          isolate: false,
          include: ['web/src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: EXCLUDED,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: { name: 'dom', environment: 'happy-dom', include: ['web/src/**/*.test.tsx'], exclude: EXCLUDED },
      },
    ],
  },
});
