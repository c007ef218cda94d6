import '@xyflow/react/dist/base.css';
import { useTranslation } from '@madoguchi/i18n';
import { Background, BackgroundVariant, Controls, MarkerType, MiniMap, ReactFlow, useReactFlow, type Connection, type Edge, type EdgeChange, type NodeChange, type XYPosition } from '@xyflow/react';
import { useMemo, useState, type DragEvent } from 'react';
import { Arrange, Fit } from './Arrange';
import styles from './Editor.module.css';
import { connect, edgesOf, GRID, move, placeOf, remove, targetOf } from './graph';
import { DRAGGED, useAdd } from './useAdd';
import type { Kind } from './kinds';
import { pathOf, type Path } from './path';
import { StepNode, type DrawnNode } from './StepNode';
import { useEditor } from './useEditor';
import { useNumbersOf, useWords, type Things } from './useNames';

const nodeTypes = { step: StepNode };
const NO_SIZE: Record<string, { width: number; height: number }> = {};

/** The flow as a picture: steps to move, connect and choose. The list beside it does the same without a mouse. */
export function Canvas({ things }: { things: Things }) {
  const { t } = useTranslation('flows');
  const { graph, change, readonly, select, tried, exitsOf } = useEditor();
  // A way out without a line of its own is taken by the one that stands in for it.
  const path = useMemo(() => pathOf(tried, (step, exit) => (targetOf(graph, step, exit) ? exit : (exitsOf(step).find(({ name }) => name === exit)?.instead ?? exit))), [tried, exitsOf, graph]);
  const { nodes, onNodesChange } = useNodes(things, path);
  const { edges, onEdgesChange } = useEdges(path);
  const { screenToFlowPosition } = useReactFlow();
  const add = useAdd(things);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const kind = event.dataTransfer.getData(DRAGGED);
    if (kind && !readonly) add(kind as Kind, screenToFlowPosition({ x: event.clientX - 90, y: event.clientY - 20 }));
  };
  const onConnect = ({ source, sourceHandle, target }: Connection) => { change(connect(graph, source, sourceHandle ?? 'next', target)); };
  return (
    <div className={styles.canvas} data-testid="flow-canvas" onDragOver={event => { event.preventDefault(); }} onDrop={drop}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onDelete={gone => { change(gone.edges.reduce((now, edge) => connect(now, edge.source, edge.sourceHandle ?? 'next', null), remove(graph, gone.nodes.map(({ id }) => id)))); }}
        onConnect={onConnect}
        isValidConnection={({ source, target }) => source !== target}
        onPaneClick={() => { select(undefined); }}
        nodesDraggable={!readonly}
        nodesConnectable={!readonly}
        deleteKeyCode={readonly ? null : ['Delete', 'Backspace']}
        snapToGrid
        snapGrid={[GRID, GRID]}
        minZoom={0.2}
        maxZoom={1.6}
        connectionRadius={32}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('a11y.node'),
          'node.a11yDescription.keyboardDisabled': t('a11y.node'),
          'edge.a11yDescription.default': t('a11y.edge'),
          'controls.ariaLabel': t('a11y.controls'),
          'controls.zoomIn.ariaLabel': t('a11y.zoomIn'),
          'controls.zoomOut.ariaLabel': t('a11y.zoomOut'),
          'controls.fitView.ariaLabel': t('a11y.fit'),
          'minimap.ariaLabel': t('a11y.map'),
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.4} color="var(--md-line-strong)" />
        <Controls showInteractive={false} position="top-right" orientation="horizontal" />
        <MiniMap pannable zoomable position="bottom-right" nodeColor="var(--md-ai-line)" maskColor="color-mix(in srgb, var(--md-line-strong) 45%, transparent)" bgColor="var(--md-sunken)" style={{ width: 140, height: 96 }} />
        {!readonly && <Arrange />}
        <Fit />
      </ReactFlow>
    </div>
  );
}

function useNodes(things: Things, path: Path | undefined) {
  const { graph, change, readonly, selected, select, exitsOf, faultsOf, flow } = useEditor();
  const words = useWords(things);
  const numbers = useNumbersOf(flow.id).join(' ');
  const [sizes, setSizes] = useState(NO_SIZE);
  const [moving, setMoving] = useState<ReadonlyMap<string, XYPosition>>(new Map());
  const nodes = graph.nodes.map((step): DrawnNode => {
    const size = sizes[step.id];
    const detail = step.kind === 'start' ? numbers : step.name ? words.about(step) : undefined;
    return {
      id: step.id,
      type: 'step',
      position: moving.get(step.id) ?? placeOf(step),
      selected: step.id === selected,
      deletable: step.kind !== 'start' && !readonly,
      ariaLabel: `${words.kind(step)} ${words.name(step)}`,
      data: {
        kind: step.kind,
        kindWord: words.kind(step),
        name: words.name(step),
        detail: detail || undefined,
        exits: exitsOf(step.id),
        led: new Set(edgesOf(graph).filter(({ source }) => source === step.id).map(({ exit }) => exit)),
        faults: faultsOf(step.id),
        turns: path?.turns.get(step.id),
        aside: path !== undefined && !path.turns.has(step.id),
      },
      ...(size && { measured: size }),
    };
  });
  const onNodesChange = (changes: NodeChange<DrawnNode>[]) => {
    const still = new Map(moving);
    const placed = new Map<string, XYPosition>();
    const measured: typeof sizes = {};
    const picks = changes.filter(each => each.type === 'select');
    const picked = picks.find(each => each.selected)?.id;
    if (picked ?? picks.some(({ id }) => id === selected)) select(picked);
    for (const each of changes) {
      if (each.type === 'dimensions' && each.dimensions) measured[each.id] = each.dimensions;
      else if (each.type === 'position' && each.position) {
        if (each.dragging) still.set(each.id, each.position);
        else { placed.set(each.id, each.position); still.delete(each.id); }
      }
    }
    if (Object.keys(measured).length > 0) setSizes(known => ({ ...known, ...measured }));
    if (still.size > 0 || moving.size > 0) setMoving(still);
    if (placed.size > 0) change(move(graph, placed), `moved ${[...placed.keys()].join(' ')}`);
  };
  return { nodes, onNodesChange };
}

function useEdges(path: Path | undefined) {
  const { graph, readonly, called, faultsOf } = useEditor();
  const { t } = useTranslation('flows');
  const [chosen, setChosen] = useState<string>();
  const edges = edgesOf(graph).map((edge): Edge => {
    const id = `${edge.source} ${edge.exit}`;
    const taken = path?.lines.has(id) ?? false;
    const wrong = faultsOf(edge.source).some(fault => fault.exit === edge.exit && fault.severity === 'error');
    return {
      id,
      source: edge.source,
      sourceHandle: edge.exit,
      target: edge.target,
      targetHandle: 'in',
      type: 'smoothstep',
      deletable: !readonly,
      selected: chosen === id,
      animated: taken,
      className: [styles.edge, taken && styles.taken, path && !taken && styles.edgeAside, wrong && styles.wrong].filter(Boolean).join(' '),
      markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18, color: taken ? 'var(--md-warn)' : 'var(--md-control)' },
      ariaLabel: t('a11y.line', { from: edge.source, exit: called(edge.source, edge.exit), to: edge.target }),
    };
  });
  const onEdgesChange = (changes: EdgeChange[]) => {
    for (const each of changes) if (each.type === 'select') setChosen(now => (each.selected ? each.id : now === each.id ? undefined : now));
  };
  return { edges, onEdgesChange };
}
