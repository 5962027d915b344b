/** What the stage is given and what it says back. Everything about the network comes from the trace and the time. */
import type { InspectTarget } from '../link/react/lab-context.tsx';
import type { TimeSource } from '../link/react/use-time-source.ts';
import type { Command, CommandType, ConfigChangeKind } from '../sim/protocol/commands.ts';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { MessageId, NodeId } from '../sim/trace/facts.ts';
import type { Point } from '../view/geometry.ts';
import type { Drags, LayoutVariant } from '../view/layout.ts';
import type { TraceIndex } from '../view/trace-index.ts';

/** Something that lies over the stage's lower left corner (the narration card), in pixels with its distance to both edges. */
export interface Inset {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** What a form is about beside a node: filled in where it fits. */
export interface FormAbout {
  readonly channel?: string;
  readonly org?: string;
  /** Of a configuration. */
  readonly change?: ConfigChangeKind;
}

/**
 * From the menus of the ground, of an organisation and of a channel: to add something (to an organisation), to look for a
 * command or fill in its form, to go to the contracts.
 */
export type GroundAction =
  | {
      readonly type: 'extend';
      readonly kind: 'org' | 'peer' | 'orderer' | 'client' | 'channel';
      readonly org: string | null;
    }
  | { readonly type: 'do' }
  | { readonly type: 'form'; readonly command: CommandType; readonly about: FormAbout }
  | { readonly type: 'deploy'; readonly channel: string }
  | { readonly type: 'contracts' };

export type ChannelLook = 'config' | 'blocks';

export interface StageProps {
  readonly trace: TraceIndex;
  readonly time: TimeSource;
  /** What the network was before it grew into the trace's, first to last; what this stage has shown when left out. */
  readonly grownFrom?: readonly Topology[];
  /** Tells this stage from another on the same page, for those who do not see them. */
  readonly name?: string;
  readonly selection: InspectTarget | null;
  /** A message pointed at elsewhere (time line, sequence). */
  readonly hovered?: MessageId | null;
  /** What is not named is dimmed; empty: nothing is. */
  readonly focus: readonly NodeId[];
  /** The camera goes so close that these fill the picture; empty or left out: it shows everything. */
  readonly closeUp?: readonly NodeId[];
  readonly inset?: Inset | null;
  /** By the shape of the element when left out. */
  readonly variant?: LayoutVariant;
  /** A narration across the whole page lies below the stage: it is wide and low. */
  readonly overBand?: boolean;
  readonly drags: Drags;
  /** Commands the node menu may offer; null: all. */
  readonly offered?: readonly CommandType[] | null;
  readonly onSelect: (target: InspectTarget | null) => void;
  readonly onHover?: (message: MessageId | null) => void;
  /** Enter or double click on a node: go inside. */
  readonly onOpen: (node: NodeId) => void;
  readonly onCommand: (command: Command) => void;
  /** Opens the form of a command with the node filled in. */
  readonly onForm?: (command: CommandType, node: NodeId) => void;
  /** What the menu of the empty ground and of a zone offers besides; without it, nothing of that. */
  readonly onGround?: (action: GroundAction) => void;
  /** Shows a channel's configuration or its blocks; without it, channels have no menu. */
  readonly onChannel?: (channel: string, what: ChannelLook) => void;
  /** Shows a link or a channel in the inspector; without it, their menus do not offer it. */
  readonly onLook?: (target: InspectTarget) => void;
  /** Opens the dialog of faults. */
  readonly onFaults?: (page: 'now' | 'partition' | 'plan') => void;
  readonly onDrag: (node: NodeId, corner: Point) => void;
  /** Milliseconds each picture of the flights took: for benchmarks. */
  readonly onPainted?: (millis: number, flights: number) => void;
}
