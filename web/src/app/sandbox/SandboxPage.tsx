/** What a sandbox begins with: the choice of a network, and the plan of one. */
import { BuilderPage } from './BuilderPage.tsx';
import { StartPage } from './StartPage.tsx';
import { useSandbox } from './use-sandbox.ts';
import './sandbox.css';

export function SandboxPage() {
  const view = useSandbox((state) => state.view);
  return view === 'builder' ? <BuilderPage /> : <StartPage />;
}
