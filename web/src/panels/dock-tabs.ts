/** The pages of the dock, as addresses and links name them. */
export const DOCK_TABS = ['timeline', 'sequence', 'blocks', 'logs', 'charts', 'terminal', 'chaincode'] as const;
export type DockTab = (typeof DOCK_TABS)[number];

export const isDockTab = (name: unknown): name is DockTab => DOCK_TABS.some((tab) => tab === name);
