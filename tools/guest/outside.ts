/**
 * The world outside a container, as `fetch` reaches it: a web service that tells a rate of exchange, another one at every
 * moment.
 *
 * @simplified One made-up service at `rates.example`, which answers at once; no other host is there.
 */
import { URL as GuestUrl } from './url.ts';

const HOST = 'rates.example';
const BASE = 1_380;
/** The rate moves within so many steps of a hundredth. */
const STEPS = 4_001;
const PACE = 7_919;

/** What the service says at a moment, in Unix milliseconds. */
const rateAt = (milliseconds: number): number => BASE + ((milliseconds * PACE) % STEPS) / 100;

/** As much of a Response as contracts read. */
class GuestResponse {
  readonly ok = true;
  readonly status = 200;
  private readonly body: string;

  constructor(body: string) {
    this.body = body;
  }

  text(): Promise<string> {
    return Promise.resolve(this.body);
  }

  json(): Promise<unknown> {
    return Promise.resolve(JSON.parse(this.body) as unknown);
  }
}

/** Node's fetch. An address nobody listens at fails with Node's words. */
export function guestFetch(address: unknown): Promise<GuestResponse> {
  let host: string;
  try {
    host = new GuestUrl(String(address)).hostname;
  } catch {
    return Promise.reject(new TypeError(`Failed to parse URL from ${String(address)}`));
  }
  if (host !== HOST) return Promise.reject(new TypeError('fetch failed'));
  return Promise.resolve(new GuestResponse(JSON.stringify({ rate: rateAt(Date.now()) })));
}
