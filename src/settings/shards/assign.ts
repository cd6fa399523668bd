/** A row of a file of users, as far as its shard matters. */
export interface ShardRow {
  readonly userName: string;
  readonly line: number;
  /** Undefined if the cell is empty. */
  readonly shard: string | undefined;
  /** The characters that the user adds to the policies of a role, for each environment of the row. */
  readonly characters: ReadonlyMap<string, number>;
}

/** The most that one shard of an environment holds. */
export interface ShardLimits {
  readonly users: number;
  readonly characters: number;
}

/** The users and the characters in a shard of an environment. */
export interface ShardLoad {
  readonly users: number;
  readonly characters: number;
}

/** The shards of each environment with what they hold. */
export type Loads = ReadonlyMap<string, ReadonlyMap<string, ShardLoad>>;

/** The loads of the rows that have a shard. */
export function loadsOf(rows: readonly ShardRow[]): Loads {
  const loads = new ShardLoads();
  for (const row of rows) if (row.shard !== undefined) loads.add(row, row.shard);
  return loads.all;
}

/**
 * The shards for the rows that have none. A user goes to the shard that is least full, by characters of policy; a new shard is opened if no other
 * has room. A row that has a shard keeps it, and the order of the rows changes nothing.
 * @param limits of each environment
 */
export function assignShards(
  rows: readonly ShardRow[],
  limits: ReadonlyMap<string, ShardLimits>,
): ReadonlyMap<ShardRow, string> {
  const loads = new ShardLoads();
  for (const row of rows) if (row.shard !== undefined) loads.add(row, row.shard);
  const names = new Set(rows.flatMap(({ shard }) => shard ?? []));
  for (const [environment, needed] of neededShards(rows, limits)) openShards(loads, environment, needed, names);
  const assigned = new Map<ShardRow, string>();
  for (const row of rows.filter(({ shard }) => shard === undefined).sort(byName)) {
    const environments = [...row.characters.keys()];
    const isOpen = (shard: string) => environments.every((one) => loads.has(one, shard));
    const fits = (shard: string) => hasRoom(row, shard, loads, limits);
    const known = [...names].filter(fits);
    const open = known.filter(isOpen);
    const shard = leastFull(row, open.length > 0 ? open : known, loads) ?? nextName(names);
    names.add(shard);
    loads.add(row, shard);
    assigned.set(row, shard);
  }
  return assigned;
}

/** The number of shards that the users of each environment need, if they are divided evenly. */
function neededShards(
  rows: readonly ShardRow[],
  limits: ReadonlyMap<string, ShardLimits>,
): ReadonlyMap<string, number> {
  const sums = new Map<string, { users: number; characters: number }>();
  for (const { characters } of rows) {
    for (const [environment, own] of characters) {
      const sum = sums.get(environment) ?? { users: 0, characters: 0 };
      sums.set(environment, { users: sum.users + 1, characters: sum.characters + own });
    }
  }
  return new Map(
    [...sums].map(([environment, sum]) => {
      const most = limits.get(environment) ?? unlimited;
      return [environment, Math.ceil(Math.max(sum.users / most.users, sum.characters / most.characters))];
    }),
  );
}

const unlimited: ShardLimits = { users: Infinity, characters: Infinity };

/** Opens shards in an environment until it has as many as it needs: first those that other environments have. */
function openShards(loads: ShardLoads, environment: string, needed: number, names: Set<string>): void {
  const others = [...names].sort();
  while (loads.count(environment) < needed) {
    const shard = others.find((one) => !loads.has(environment, one)) ?? nextName(names);
    names.add(shard);
    loads.open(environment, shard);
  }
}

/** A user that is larger than a whole shard fits an empty one: the synthesis refuses it, with the figures. */
function hasRoom(row: ShardRow, shard: string, loads: ShardLoads, limits: ReadonlyMap<string, ShardLimits>): boolean {
  return [...row.characters].every(([environment, characters]) => {
    const { users, characters: most } = limits.get(environment) ?? unlimited;
    const load = loads.of(environment, shard);
    return load.users === 0 || (load.users < users && load.characters + characters <= most);
  });
}

/** The shard with the fewest characters, then the fewest users, in the environments of the row. */
function leastFull({ characters }: ShardRow, shards: readonly string[], loads: ShardLoads): string | undefined {
  let best: { readonly shard: string; readonly load: ShardLoad } | undefined;
  for (const shard of [...shards].sort()) {
    const load = total([...characters.keys()].map((environment) => loads.of(environment, shard)));
    if (best === undefined || isLess(load, best.load)) best = { shard, load };
  }
  return best?.shard;
}

function isLess(one: ShardLoad, other: ShardLoad): boolean {
  return one.characters === other.characters ? one.users < other.users : one.characters < other.characters;
}

function total(loads: readonly ShardLoad[]): ShardLoad {
  return loads.reduce(
    (sum, { users, characters }) => ({ users: sum.users + users, characters: sum.characters + characters }),
    nothing,
  );
}

const nothing: ShardLoad = { users: 0, characters: 0 };

/** The lowest number of two digits that is not taken. */
function nextName(taken: ReadonlySet<string>): string {
  for (let number = 0; ; number += 1) {
    const name = String(number).padStart(2, '0');
    if (!taken.has(name)) return name;
  }
}

function byName(one: ShardRow, other: ShardRow): number {
  const key = ({ userName, characters }: ShardRow) => `${userName} ${[...characters.keys()].sort().join(' ')}`;
  const [first, second] = [key(one), key(other)];
  if (first === second) return one.line - other.line;
  return first < second ? -1 : 1;
}

class ShardLoads {
  readonly all = new Map<string, Map<string, ShardLoad>>();

  of(environment: string, shard: string): ShardLoad {
    return this.all.get(environment)?.get(shard) ?? nothing;
  }

  has(environment: string, shard: string): boolean {
    return this.all.get(environment)?.has(shard) === true;
  }

  count(environment: string): number {
    return this.all.get(environment)?.size ?? 0;
  }

  open(environment: string, shard: string): void {
    this.set(environment, shard, nothing);
  }

  add({ characters }: ShardRow, shard: string): void {
    for (const [environment, own] of characters) {
      const load = this.of(environment, shard);
      this.set(environment, shard, { users: load.users + 1, characters: load.characters + own });
    }
  }

  private set(environment: string, shard: string, load: ShardLoad): void {
    const shards = this.all.get(environment) ?? new Map<string, ShardLoad>();
    this.all.set(environment, shards.set(shard, load));
  }
}
