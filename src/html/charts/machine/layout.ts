import { Graph, layout } from '@dagrejs/dagre';
import type { Arrow, Box, Drawing } from './boxes';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Box {
  /** Its upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedArrow extends Arrow {
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly labelAt: Point;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

const margin = 8;
const distances = { nodesep: 22, edgesep: 14, ranksep: 26, marginx: margin, marginy: margin } as const;

/** Gives the boxes and arrows of a chapter their places, from top to bottom. The same drawing gets the same places. */
export function laidOut({ boxes, arrows }: Drawing): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ...distances });
  // Names of states could be names of members that every object has.
  const idOf = new Map(boxes.map(({ name }, index) => [name, `b${index}`]));
  for (const { name, width, height } of boxes) graph.setNode(idOf.get(name) ?? '', { width, height });
  const ends = arrows.map(({ from, to }, index) => ({
    v: idOf.get(from) ?? '',
    w: idOf.get(to) ?? '',
    name: `a${index}`,
  }));
  arrows.forEach(({ width, height }, index) => {
    const { v, w, name } = ends[index] ?? { v: '', w: '', name: '' };
    graph.setEdge(v, w, { width, height, labelpos: 'c' }, name);
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: boxes.map((box) => {
      const { x, y } = graph.node(idOf.get(box.name) ?? '') as unknown as Point;
      return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
    }),
    arrows: arrows.map((arrow, index) => {
      const end = ends[index] ?? { v: '', w: '', name: '' };
      const { points, x = 0, y = 0 } = graph.edge(end) as unknown as { points: readonly Point[] } & Partial<Point>;
      return { ...arrow, points, labelAt: { x, y } };
    }),
  };
}
