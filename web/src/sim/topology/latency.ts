/**
 * How long messages and disks take: a local network of a few machines. Orders of magnitude, not measurements.
 *
 * @simplified One range for every pair of machines; distance between sites is set with link faults.
 */
import type { Latency } from '../kernel/kernel.ts';

/** Microseconds one way. Long enough to be seen on the stage, short enough to be true of a city. */
export const NETWORK_LATENCY: Latency = { min: 4_000, max: 9_000 };
export const DISK_LATENCY: Latency = { min: 800, max: 2_400 };
