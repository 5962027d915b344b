/** Catches what breaks while a part is drawn or fetched, so that the rest of the page goes on. */
import { Component, createContext } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { fetchPartsAnew, PartNotFetched } from './lazy-part.ts';

export interface PartFailure {
  /** What was thrown, in English. */
  readonly text: string;
  /** Nothing is wrong with the part: it could not be fetched. */
  readonly notFetched: boolean;
}

export interface FailureViewProps {
  readonly failure: PartFailure;
  readonly onRetry: () => void;
}

/** How failures are shown. The parts do not know whom they belong to; the page says it once for all. */
export const FailureView = createContext<ComponentType<FailureViewProps>>(() => null);

interface BoundaryProps {
  /** Of what is shown: when it changes, an earlier failure is of something else and is forgotten. */
  readonly of?: string;
  /** Shown instead of what the page shows for failures. */
  readonly view?: ComponentType<FailureViewProps>;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly of: string | undefined;
  readonly failure: PartFailure | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  static override contextType = FailureView;
  declare context: ComponentType<FailureViewProps>;
  override state: BoundaryState = { of: this.props.of, failure: null };

  static getDerivedStateFromProps({ of }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return of === state.of ? null : { of, failure: null };
  }

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    const text = error instanceof Error ? error.message : String(error);
    return { failure: { text, notFetched: error instanceof PartNotFetched } };
  }

  override componentDidCatch(): void {
    fetchPartsAnew();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    const View = this.props.view ?? this.context;
    return <View failure={failure} onRetry={() => this.setState({ failure: null })} />;
  }
}
