/**
 * gRPC as the shim sees it: credentials it may ask for, and the one stream it opens, which ends in the outbox.
 */
import { MESSAGE, put } from './outbox.ts';

export const credentials = { createInsecure: (): object => ({}), createSsl: (): object => ({}) };

export const ServerCredentials = { createInsecure: (): object => ({}) };

interface Serializable {
  serializeBinary?: () => Uint8Array;
}

type Listener = (message: unknown) => void;

/** Both ends of the stream between this container and its peer. */
class PeerStream {
  private readonly listeners = new Map<string, Listener>();

  on(event: string, listener: Listener): this {
    this.listeners.set(event, listener);
    return this;
  }

  write(message: Serializable): void {
    if (typeof message.serializeBinary !== 'function') {
      // The shim answers a message out of turn with a plain object; gRPC refuses it with this text.
      throw new TypeError('message.serializeBinary is not a function');
    }
    put(MESSAGE, message.serializeBinary());
  }

  end(): void {
    this.listeners.clear();
  }

  emit(event: string, message: unknown): void {
    this.listeners.get(event)?.(message);
  }
}

export const peerStream = new PeerStream();
