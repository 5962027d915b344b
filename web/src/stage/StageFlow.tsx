/** React Flow with our cards: positions come from the layout, lines and messages are drawn by our own layers. */
import { type Node, type NodeChange, type NodeProps, ReactFlow, ViewportPortal } from '@xyflow/react';
import { memo, useCallback, useId, useMemo } from 'react';
import type { NodeId } from '../sim/trace/facts.ts';
import type { Point } from '../view/geometry.ts';
import type { StageLayout, Zone } from '../view/layout.ts';
import type { Ribbon } from '../view/ribbons.ts';
import type { StagePaths } from '../view/stage-paths.ts';
import { RibbonLayer, RibbonNames } from './layers/RibbonLayer.tsx';
import { LinkLayer } from './layers/LinkLayer.tsx';
import { RouteLayer } from './layers/RouteLayer.tsx';
import { BrokerNode } from './nodes/BrokerNode.tsx';
import { CaNode } from './nodes/CaNode.tsx';
import { ClientNode } from './nodes/ClientNode.tsx';
import { DeskNode } from './nodes/DeskNode.tsx';
import { OrdererNode } from './nodes/OrdererNode.tsx';
import { PeerNode } from './nodes/PeerNode.tsx';
import { PlannedNode } from './nodes/PlannedNode.tsx';
import { ZooKeeperNode } from './nodes/ZooKeeperNode.tsx';
import { ZoneNode } from './nodes/ZoneNode.tsx';
import { useStage } from './stage-store.tsx';
import type { CameraControl } from './use-camera.ts';

type ZoneFlowNode = Node<{ readonly zone: Zone; readonly planned: boolean }, 'zone'>;
type CardFlowNode = Node<
  Record<never, never>,
  'orderer' | 'peer' | 'client' | 'desk' | 'ca' | 'broker' | 'zookeeper' | 'planned'
>;
type StageFlowNode = ZoneFlowNode | CardFlowNode;

const NODE_TYPES = {
  orderer: memo(({ id }: NodeProps<CardFlowNode>) => <OrdererNode id={id} />),
  peer: memo(({ id }: NodeProps<CardFlowNode>) => <PeerNode id={id} />),
  client: memo(({ id }: NodeProps<CardFlowNode>) => <ClientNode id={id} />),
  desk: memo(({ id }: NodeProps<CardFlowNode>) => <DeskNode id={id} />),
  ca: memo(({ id }: NodeProps<CardFlowNode>) => <CaNode id={id} />),
  broker: memo(({ id }: NodeProps<CardFlowNode>) => <BrokerNode id={id} />),
  zookeeper: memo(({ id }: NodeProps<CardFlowNode>) => <ZooKeeperNode id={id} />),
  planned: memo(({ id }: NodeProps<CardFlowNode>) => <PlannedNode id={id} />),
  zone: memo(({ data }: NodeProps<ZoneFlowNode>) => <ZoneNode zone={data.zone} planned={data.planned} />),
};

/** What has not been started stands there as an outline: the plan of the network. */
function flowNodes(layout: StageLayout, nodes: ReadonlySet<string>, orgs: ReadonlySet<string>): StageFlowNode[] {
  const zones = layout.zones.map((zone): ZoneFlowNode => {
    const { x, y, width, height } = zone.rect;
    const planned = !orgs.has(zone.org);
    const fixed = { draggable: false, selectable: false, focusable: false, zIndex: -2 };
    return {
      id: `zone ${zone.org} ${zone.role}`,
      type: 'zone',
      position: { x, y },
      width,
      height,
      data: { zone, planned },
      ...fixed,
    };
  });
  const cards = layout.nodes.map(({ info, rect }): CardFlowNode => {
    const { x, y, width, height } = rect;
    const type = !nodes.has(info.id) ? 'planned' : info.isDesk ? 'desk' : info.role;
    return { id: info.id, type, position: { x, y }, width, height, data: {}, focusable: false };
  });
  return [...zones, ...cards];
}

/** Ids of what is there, as text: equal while nothing appears. */
function usePresent(layout: StageLayout): { readonly nodes: string; readonly orgs: string } {
  const nodes = useStage(({ world }) =>
    layout.nodes
      .filter(({ info }) => (world.nodes[info.id]?.life ?? 'absent') !== 'absent')
      .map(({ info }) => info.id)
      .join(' '),
  );
  const orgs = useStage(({ world }) =>
    layout.zones
      .filter(
        ({ org, members }) => world.crypto.includes(org) || members.some((id) => world.nodes[id]?.life !== 'absent'),
      )
      .map(({ org }) => org)
      .join('\n'),
  );
  return { nodes, orgs };
}

interface Props {
  readonly layout: StageLayout;
  readonly paths: StagePaths;
  readonly ribbons: readonly Ribbon[];
  readonly camera: CameraControl;
  readonly onDragging: (node: NodeId, corner: Point, done: boolean) => void;
}

export function StageFlow({ layout, paths, ribbons, camera, onDragging }: Props) {
  // React Flow makes ids of elements from it: two stages on one page must not share them.
  const id = useId();
  const present = usePresent(layout);
  const nodes = useMemo(
    () => flowNodes(layout, new Set(present.nodes.split(' ')), new Set(present.orgs.split('\n'))),
    [layout, present.nodes, present.orgs],
  );
  const onNodesChange = useCallback(
    (changes: NodeChange<StageFlowNode>[]) => {
      for (const change of changes)
        if (change.type === 'position' && change.position !== undefined)
          onDragging(change.id, change.position, change.dragging !== true);
    },
    [onDragging],
  );
  return (
    <ReactFlow
      id={id}
      nodes={nodes}
      edges={[]}
      nodeTypes={NODE_TYPES}
      onNodesChange={onNodesChange}
      onMoveStart={camera.onMoveStart}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      zoomOnDoubleClick={false}
      nodeDragThreshold={4}
      minZoom={0.1}
      maxZoom={2.5}
    >
      <ViewportPortal>
        <RibbonLayer ribbons={ribbons} />
        <RouteLayer paths={paths} />
        <LinkLayer paths={paths} />
        <RibbonNames ribbons={ribbons} />
      </ViewportPortal>
    </ReactFlow>
  );
}
