import { isList, isObject, Unknown, type Value } from '../../model';

/** The budget for all references of one configuration, in characters; each value and each step costs some. */
const mostWork = 1 << 27;
/** The budget for one value; AWS and Terraform accept only smaller ones. */
const mostOfValue = 1 << 24;
/** The deepest nesting of one value: no text of JSON that is read is deeper, but references can put one value into another. */
const deepestValue = 600;
/** The cost of a number, a list, an object, or a step to another value, in characters. */
const costOfNode = 32;

/** All instances of `count` and `for_each` of one configuration together. */
export const mostInstances = 60_000;

/**
 * Counts the work of following the references of one configuration. It is counted, never timed, so that the same input gives the same
 * result on every machine. A small text can expand to a value of any size: locals that name one another twice, or a `count` in every block.
 */
export class Work {
  private done = 0;
  private made = 0;

  /** Returns the value and counts its cost; Unknown if it, or all values together, exceed the budget. */
  pay(value: Value, references: readonly string[] = []): Value {
    const left = Math.min(mostOfValue, mostWork - this.done);
    const cost = costOf(value, left);
    this.done += cost;
    return cost < left ? value : new Unknown('the configuration refers to more than is followed', references);
  }

  /** Whether the budget allows this many more instances. */
  takes(instances: number): boolean {
    if (this.made + instances > mostInstances) return false;
    this.made += instances;
    return true;
  }
}

/** The cost of a value, at most `limit`, and `limit` for one that is too deep. Repeated parts cost twice, because writing them out visits them twice. */
function costOf(value: Value, limit: number): number {
  let cost = 0;
  const waiting: [value: Value, depth: number][] = [[value, 0]];
  for (let next = waiting.pop(); next !== undefined && cost < limit; next = waiting.pop()) {
    const [one, depth] = next;
    if (depth > deepestValue) return limit;
    cost += typeof one === 'string' ? costOfNode + one.length : costOfNode;
    if (isList(one)) {
      cost += one.length * costOfNode;
      if (cost < limit) for (const item of one) waiting.push([item, depth + 1]);
    } else if (isObject(one)) {
      for (const name in one) {
        cost += name.length;
        waiting.push([one[name] as Value, depth + 1]);
      }
    }
  }
  return Math.min(cost, limit);
}
