/** What the contract workshop is opened with, and what it asks of whoever opens it. */
import type { Selection } from '../selection.ts';

export const PAGES = ['code', 'deploy', 'call'] as const;
export type WorkshopPage = (typeof PAGES)[number];

/** What the workshop is opened at. */
export interface WorkshopPlace {
  readonly page: WorkshopPage;
  /** A contract by its source name; null for the first. */
  readonly contract: string | null;
  /** A chaincode to call; null for the first there is. */
  readonly chaincode: string | null;
  /** Where to deploy; the first channel when left out. */
  readonly channel?: string;
}

export interface ContractWorkshopProps {
  readonly start: WorkshopPlace;
  /** Hands bytes to the browser as a download. */
  readonly onSave: (name: string, bytes: Uint8Array) => void;
  /** Closes the workshop: to see on the stage what has happened since `from`, and `selection` in the inspector. */
  readonly onWatch: (from: number | null, selection: Selection | null) => void;
}
