/** Session and interface for React. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { InterfaceState } from './interface-store.ts';
import type { Session } from './session.ts';
import type { SessionState } from './session-state.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside its provider');
  return session;
}

export function useSessionState<T>(select: (state: SessionState) => T): T {
  return useStore(useSession().store, select);
}

export function useInterface<T>(select: (state: InterfaceState) => T): T {
  return useStore(useSession().ui, select);
}
