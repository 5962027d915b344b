/**
 * Whether the guest has looked at what differs from one machine to the next: clock, dice, environment of its peer.
 *
 * As long as it has not, its twins on other peers, given the same messages, are in the same state and say the same.
 */
let looked = false;

export const look = (): void => {
  looked = true;
};

/** Whether anybody looked since the last call. */
export function takeLook(): boolean {
  const was = looked;
  looked = false;
  return was;
}

/** `values` with a watch on those of `own`, which are this machine's. */
export function watched(values: Record<string, string>, own: ReadonlySet<string>): Record<string, string> {
  const watch = (key: string | symbol): void => {
    if (typeof key === 'string' && own.has(key)) look();
  };
  return new Proxy(values, {
    get(target, key) {
      watch(key);
      return Reflect.get(target, key) as unknown;
    },
    getOwnPropertyDescriptor(target, key) {
      watch(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}
