/** The names of an orderer's timers: what for, then the channel, then what else they are about. */
export const tickTimer = (channel: string): string => `tick ${channel}`;
export const campaignTimer = (channel: string): string => `campaign ${channel}`;
export const batchTimer = (channel: string): string => `batch ${channel}`;
export const pullTimer = (channel: string): string => `pull ${channel}`;
/** Of a consenter that lacks blocks behind a snapshot; see {@link pullTimer} for a follower. */
export const catchUpTimer = (channel: string): string => `catchUp ${channel}`;
export const forwardTimer = (channel: string, request: string): string => `forward ${channel} ${request}`;
/** The clocks of SmartBFT: `tick`, `pool`, `batch`, `collect`. */
export const bftTimer = (channel: string, timer: string): string => `bft ${channel} ${timer}`;
