/** The state of the sandbox for React. */
import { useStore } from 'zustand';
import { useSession } from '../session-context.tsx';
import type { DeskState } from './sandbox-desk.ts';

export function useSandbox<T>(select: (state: DeskState) => T): T {
  return useStore(useSession().sandbox.store, select);
}
