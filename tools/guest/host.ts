/**
 * The things a guest may ask of its host in the middle of a turn. The host sets them before it starts a container.
 */
export interface Host {
  /** Nothing of the guest runs after this call, not even `finally`. */
  halt(): void;
  /** Whether the container has come to its end: halted, out of gas or out of memory. */
  isOver(): boolean;
  /** 32 bytes. The shim hashes every proposal, which took the guest a third of an invocation. */
  sha256(bytes: ArrayBuffer): ArrayBuffer;
  /** Compiles a CommonJS module; a syntax error is thrown. */
  compile(path: string, source: ArrayBuffer): (...args: unknown[]) => unknown;
}

let current: Host | undefined;

export const setHost = (host: Host): void => {
  current = host;
};

export function host(): Host {
  if (!current) throw new Error('the container has no host yet');
  return current;
}
