import { isList, isObject, Unknown, type Value } from '../../model';

/** All that the references of one configuration may lead to together, in characters; each value and each step costs some. */
const mostWork = 1 << 27;
/** One value; whatever AWS or Terraform takes is smaller. */
const mostOfValue = 1 << 24;
/** What a number, a list, an object, or a step to another value costs: about as much as so many characters. */
const costOfNode = 32;

/** All instances of `count` and `for_each` of one configuration together. */
export const mostInstances = 60_000;

/**
 * What following the references of one configuration costs. It is counted, never timed, so that the same input ends in the same way on every
 * machine. A small text can stand for a value of any size: locals that name one another twice, or a `count` in every block.
 */
export class Work {
  private done = 0;
  private made = 0;

  /** The value, paid for; Unknown once it, or all values together, are larger than what is followed. */
  pay(value: Value, references: readonly string[] = []): Value {
    const left = Math.min(mostOfValue, mostWork - this.done);
    const cost = costOf(value, left);
    this.done += cost;
    return cost < left ? value : new Unknown('the configuration refers to more than is followed', references);
  }

  /** Whether so many more instances are still made. */
  takes(instances: number): boolean {
    if (this.made + instances > mostInstances) return false;
    this.made += instances;
    return true;
  }
}

/** What a value costs, at most `limit`: parts that it has twice cost twice, because whoever writes them out meets them twice. */
function costOf(value: Value, limit: number): number {
  let cost = 0;
  const waiting: Value[] = [value];
  for (let one = waiting.pop(); one !== undefined && cost < limit; one = waiting.pop()) {
    cost += typeof one === 'string' ? costOfNode + one.length : costOfNode;
    if (isList(one)) {
      cost += one.length * costOfNode;
      if (cost < limit) for (const item of one) waiting.push(item);
    } else if (isObject(one)) {
      for (const name in one) {
        cost += name.length;
        waiting.push(one[name] as Value);
      }
    }
  }
  return Math.min(cost, limit);
}
