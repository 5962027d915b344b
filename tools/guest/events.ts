/**
 * Node's EventEmitter, for contracts that use one among their own objects.
 */
type Listener = (...args: unknown[]) => void;

export class EventEmitter {
  private readonly all = new Map<string | symbol, Listener[]>();

  on(event: string | symbol, listener: Listener): this {
    this.all.set(event, [...(this.all.get(event) ?? []), listener]);
    return this;
  }

  addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener);
  }

  once(event: string | symbol, listener: Listener): this {
    const wrapper = (...args: unknown[]): void => {
      this.off(event, wrapper);
      listener.apply(this, args);
    };
    return this.on(event, wrapper);
  }

  off(event: string | symbol, listener: Listener): this {
    this.all.set(
      event,
      (this.all.get(event) ?? []).filter((other) => other !== listener),
    );
    return this;
  }

  removeListener(event: string | symbol, listener: Listener): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: string | symbol): this {
    if (event === undefined) this.all.clear();
    else this.all.delete(event);
    return this;
  }

  emit(event: string | symbol, ...args: unknown[]): boolean {
    const listeners = this.all.get(event) ?? [];
    if (event === 'error' && listeners.length === 0) throw args[0];
    for (const listener of listeners) listener.apply(this, args);
    return listeners.length > 0;
  }

  listeners(event: string | symbol): Listener[] {
    return [...(this.all.get(event) ?? [])];
  }

  listenerCount(event: string | symbol): number {
    return this.listeners(event).length;
  }
}
