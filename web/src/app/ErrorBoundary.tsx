/** Catches what breaks while drawing, so that the rest of the page goes on and the recording can be saved. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { FailurePart } from './FailurePart.tsx';

interface BoundaryProps {
  /** `page` for the outermost, `part` for one panel. */
  readonly name: 'page' | 'part';
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: string | null;
}

export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <FailurePart
        whole={this.props.name === 'page'}
        text={this.state.failure}
        onRetry={() => this.setState({ failure: null })}
      />
    );
  }
}
