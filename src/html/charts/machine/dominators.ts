import { append } from '../../../text/grouped';

/** A graph of names, as lists of successors. */
type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The immediate dominator of each node that can be reached from the start: the last node before it that is on every way to it.
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm": https://www.cs.tufts.edu/~nr/cs257/archive/keith-cooper/dom14.pdf
 */
export function dominators(graph: Graph, start: string): ReadonlyMap<string, string> {
  const order = reversePostorder(graph, start);
  const rank = new Map(order.map((name, index) => [name, index]));
  const before = predecessors(graph, rank);
  const found = new Map([[start, start]]);
  const common = (one: string, other: string): string => {
    let [a, b] = [one, other];
    while (a !== b) {
      if ((rank.get(a) ?? 0) > (rank.get(b) ?? 0)) a = found.get(a) ?? start;
      else b = found.get(b) ?? start;
    }
    return a;
  };
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const name of order.slice(1)) {
      const known = (before.get(name) ?? []).filter((one) => found.has(one));
      const [first = start, ...others] = known;
      const next = others.reduce(common, first);
      isChanged ||= found.get(name) !== next;
      found.set(name, next);
    }
  }
  return found;
}

/** The nodes that can be reached, each before its successors as far as there are no loops. */
function reversePostorder(graph: Graph, start: string): string[] {
  const order: string[] = [];
  const seen = new Set([start]);
  const stack = [{ name: start, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = (graph.get(top.name) ?? [])[top.next];
    top.next += 1;
    if (to === undefined) {
      order.push(top.name);
      stack.pop();
    } else if (graph.has(to) && !seen.has(to)) {
      seen.add(to);
      stack.push({ name: to, next: 0 });
    }
  }
  return order.reverse();
}

function predecessors(graph: Graph, rank: ReadonlyMap<string, number>): Map<string, string[]> {
  const before = new Map<string, string[]>();
  for (const from of rank.keys()) for (const to of graph.get(from) ?? []) append(before, to, from);
  return before;
}
