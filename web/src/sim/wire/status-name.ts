/**
 * The words of an orderer's or a peer's answer to broadcasting and delivering.
 *
 * @fabric common.Status
 */
import { Status } from './gen/common/common_pb.ts';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(Status).map(([name, status]) => [status, name]));

/** The name of a `common.Status`; its number for one that has no name. */
export const statusName = (status: number): string => NAMES.get(status) ?? String(status);
