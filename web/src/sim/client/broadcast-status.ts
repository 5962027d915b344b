/**
 * The words of an orderer's answer.
 *
 * @fabric common.Status
 */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  200: 'SUCCESS',
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'REQUEST_ENTITY_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
  501: 'NOT_IMPLEMENTED',
  503: 'SERVICE_UNAVAILABLE',
};

/** The name of a `common.Status`; its number for one that has none here. */
export const statusName = (status: number): string => STATUS_NAMES[status] ?? String(status);
