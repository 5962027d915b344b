/**
 * The interpreters at hand, each standing at some point of some container's life. One is taken to go on from where it
 * stands; the longest way a container must be gone again is from the nearest of them, or from its start.
 */
import type { PersistentList } from '../kernel/persistent-list.ts';
import type { Container, ContainerInput, ContainerSpec, SandboxPort } from './sandbox.ts';

export interface PastInput {
  readonly input: ContainerInput;
  readonly nowMicros: number;
  /** Name of the state it led to. */
  readonly chain: string;
}

/** A point in the life of a container. */
export interface ContainerPoint {
  readonly spec: ContainerSpec;
  /** Names the whole of the specification and the moment of the start. */
  readonly machine: string;
  /** Whether what it was given so far tells its machine from others of the same contract. */
  readonly looked: boolean;
  readonly inputs: PersistentList<PastInput>;
}

export interface Live {
  readonly container: Container;
  /** On which machine it was opened. */
  readonly machine: string;
}

interface Standing extends Live {
  readonly chain: string;
  /** Inputs it was given. */
  readonly length: number;
}

/** Interpreters kept, some ten megabytes each. */
const CAPACITY = 16;

export class LiveContainers {
  private readonly sandbox: SandboxPort;
  /** The longest unused first. */
  private standing: readonly Standing[] = [];

  constructor(sandbox: SandboxPort) {
    this.sandbox = sandbox;
  }

  /** An interpreter brought to `point`. It is the caller's until it is given back with {@link keep}. */
  take(point: ContainerPoint): Live {
    const { spec, machine, inputs } = point;
    const nearest = this.nearest(point);
    if (nearest) this.standing = this.standing.filter((other) => other !== nearest);
    const live = nearest ?? { container: this.sandbox.open(spec), machine, length: 0 };
    for (let index = live.length; index < inputs.length; index++) {
      const past = inputs.at(index);
      if (past) live.container.receive(past.input, past.nowMicros);
    }
    return live;
  }

  /** Gives an interpreter back at the point that is named `chain`, after `length` inputs. */
  keep({ container, machine }: Live, chain: string, length: number): void {
    this.standing = [...this.standing, { container, machine, chain, length }];
    const [oldest, ...others] = this.standing;
    if (!oldest || this.standing.length <= CAPACITY) return;
    oldest.container.dispose();
    this.standing = others;
  }

  private nearest({ machine, looked, inputs }: ContainerPoint): Standing | undefined {
    let nearest: Standing | undefined;
    for (const one of this.standing) {
      if (looked && one.machine !== machine) continue;
      if (inputs.at(one.length - 1)?.chain !== one.chain) continue;
      if (!nearest || one.length > nearest.length) nearest = one;
    }
    return nearest;
  }
}
