/**
 * A set of clock valuations. All clocks run at the same speed. The set describes what is known about times, without a choice of any time. It
 * is a matrix of the largest difference between each two clocks (a difference bound matrix, always closed), so that one set represents every
 * offset, delay and duration that leads to the same order of events. Bengtsson and Yi, "Timed Automata: Semantics, Algorithms and Tools",
 * 2004.
 *
 * Times are whole milliseconds; the clock at index 0 always shows zero. Clocks have names, and are sorted by name.
 */
export class ClockZone {
  private constructor(
    readonly names: readonly string[],
    /** `bounds[i * size + j]`: clock i is ahead of clock j by at most that. */
    private readonly bounds: readonly number[],
  ) {}

  static readonly withoutClocks = new ClockZone([''], [0]);

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** The smallest value that a clock can show. */
  least(name: string): number {
    return 0 - (this.bounds[this.indexOf(name)] ?? 0);
  }

  /** The largest value that a clock can show. */
  most(name: string): number {
    return this.bounds[this.indexOf(name) * this.names.length] ?? Infinity;
  }

  /** Adds a clock that shows any value from zero on. */
  free(name: string): ClockZone {
    const { zone, at, size } = this.widened(name);
    // The new clock is not behind zero, so no clock is further ahead of it than of zero.
    for (let other = 0; other < size; other++) {
      if (other === at) continue;
      zone[at * size + other] = Infinity;
      zone[other * size + at] = zone[other * size] ?? Infinity;
    }
    return new ClockZone(this.namesWith(name), zone);
  }

  /** Adds a clock that shows zero, or resets an existing clock to zero. */
  reset(name: string): ClockZone {
    if (this.has(name)) return this.without(name).reset(name);
    const { zone, at, size } = this.widened(name);
    for (let other = 0; other < size; other++) {
      if (other === at) continue;
      zone[at * size + other] = zone[other] ?? Infinity;
      zone[other * size + at] = zone[other * size] ?? Infinity;
    }
    return new ClockZone(this.namesWith(name), zone);
  }

  without(name: string): ClockZone {
    const gone = this.names.indexOf(name);
    if (gone < 0) return this;
    const size = this.names.length;
    const bounds: number[] = [];
    for (let row = 0; row < size; row++) {
      if (row === gone) continue;
      for (let column = 0; column < size; column++)
        if (column !== gone) bounds.push(this.bounds[row * size + column] ?? Infinity);
    }
    return new ClockZone(namesWithout(this.names, name), bounds);
  }

  /** Renames a clock, which keeps its place in the order of the names. */
  renamed(from: string, to: string): ClockZone {
    return new ClockZone(
      remembered(this.names, `${from}>${to}`, () => this.names.map((name) => (name === from ? to : name))),
      this.bounds,
    );
  }

  /** Lets any time pass. */
  elapsed(): ClockZone {
    const size = this.names.length;
    return new ClockZone(
      this.names,
      this.bounds.map((bound, index) => (index >= size && index % size === 0 ? Infinity : bound)),
    );
  }

  /** Keeps only the valuations in which one clock is ahead of another by at most the given time; undefined if there are none. */
  where(ahead: string, behind: string, atMost: number): ClockZone | undefined {
    const size = this.names.length;
    const i = this.indexOf(ahead);
    const j = this.indexOf(behind);
    const { bounds } = this;
    const at = (row: number, column: number) => bounds[row * size + column] ?? Infinity;
    if (atMost >= at(i, j)) return this;
    if (atMost + at(j, i) < 0) return undefined;
    const tighter = bounds.slice();
    for (let row = 0; row < size; row++) {
      const toAhead = at(row, i) + atMost;
      if (toAhead === Infinity) continue;
      for (let column = 0; column < size; column++) {
        const through = toAhead + at(j, column);
        if (through < at(row, column)) tighter[row * size + column] = through;
      }
    }
    return new ClockZone(this.names, tighter);
  }

  /** Keeps only the valuations in which a clock shows at most the given value. */
  atMost(name: string, value: number): ClockZone | undefined {
    return this.where(name, '', value);
  }

  atLeast(name: string, value: number): ClockZone | undefined {
    return this.where('', name, -value);
  }

  /** Whether every valuation of the other zone is in this one. Both zones have the same clocks. */
  includes(other: ClockZone): boolean {
    return this.bounds.every((bound, index) => (other.bounds[index] ?? Infinity) <= bound);
  }

  /**
   * Adds the valuations in which some clocks show more than in one of this zone, and others show less.
   * @param above the value of a clock from which it may show more; Infinity if it may not
   */
  opened(above: (name: string) => number, below: (name: string) => boolean): ClockZone {
    const { names, bounds } = this;
    const size = names.length;
    const open = bounds.slice();
    for (let at = 1; at < size; at++) {
      const name = names[at] ?? '';
      const from = above(name);
      const isBelow = below(name);
      for (let other = 0; other < size; other++) {
        if (other === at) continue;
        if ((open[at * size + other] ?? Infinity) > from) open[at * size + other] = Infinity;
        // No clock shows less than zero, so no other is further ahead of this one than of zero.
        if (isBelow) open[other * size + at] = open[other * size] ?? Infinity;
      }
    }
    return new ClockZone(names, open);
  }

  /** Renames clocks, and sorts them by their new names. */
  withNames(newNameOf: (name: string) => string): ClockZone {
    const size = this.names.length;
    const renamed = this.names.map(newNameOf);
    const names = remembered(this.names, `=${renamed.join()}`, () => [...renamed].sort());
    const from = names.map((name) => renamed.indexOf(name));
    return new ClockZone(
      names,
      from.flatMap((row) => from.map((column) => this.bounds[row * size + column] ?? Infinity)),
    );
  }

  private indexOf(name: string): number {
    const index = this.names.indexOf(name);
    if (index < 0) throw new Error(`there is no clock ${name}`);
    return index;
  }

  private namesWith(name: string): readonly string[] {
    return remembered(this.names, `+${name}`, () => [...this.names, name].sort());
  }

  /** The bounds with one more row and column, at the place of a new name. */
  private widened(name: string): { zone: number[]; at: number; size: number } {
    const size = this.names.length + 1;
    const at = this.namesWith(name).indexOf(name);
    const zone = new Array<number>(size * size).fill(0);
    for (let row = 0, from = 0; row < size; row++) {
      if (row === at) continue;
      for (let column = 0; column < size; column++)
        if (column !== at) zone[row * size + column] = this.bounds[from++] ?? Infinity;
    }
    return { zone, at, size };
  }
}

function namesWithout(names: readonly string[], name: string): readonly string[] {
  return remembered(names, `-${name}`, () => names.filter((each) => each !== name));
}

/** Shares equal sets of clocks as one array, because there are few sets and many zones. */
const sets = new Map<string, readonly string[]>();
const changes = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function remembered(names: readonly string[], change: string, made: () => readonly string[]): readonly string[] {
  const known = changes.get(names) ?? new Map<string, readonly string[]>();
  changes.set(names, known);
  const former = known.get(change);
  if (former !== undefined) return former;
  const next = made();
  const one = sets.get(next.join()) ?? next;
  sets.set(next.join(), one);
  known.set(change, one);
  return one;
}
