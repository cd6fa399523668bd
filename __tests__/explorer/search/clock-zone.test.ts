import fc from '../../fast-check';
import { ClockZone } from '../../../src/explorer/search/clock-zone';

/** A zone, and one reading of its clocks that went the same way: whatever a zone says must be true of it. */
interface Walk {
  zone: ClockZone;
  readonly clocks: Map<string, number>;
}

const names = ['a', 'b', 'c'];

type Move =
  | { readonly kind: 'reset'; readonly name: string }
  | { readonly kind: 'pass'; readonly time: number }
  | { readonly kind: 'drop'; readonly name: string };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('reset' as const), name: fc.constantFrom(...names) }),
  fc.record({ kind: fc.constant('pass' as const), time: fc.nat(20) }),
  fc.record({ kind: fc.constant('drop' as const), name: fc.constantFrom(...names) }),
);

function walk(moves: readonly Move[]): Walk {
  const state: Walk = { zone: ClockZone.withoutClocks, clocks: new Map() };
  for (const each of moves) {
    if (each.kind === 'reset') {
      state.zone = state.zone.reset(each.name);
      state.clocks.set(each.name, 0);
    } else if (each.kind === 'drop') {
      state.zone = state.zone.without(each.name);
      state.clocks.delete(each.name);
    } else {
      state.zone = state.zone.elapsed();
      for (const [name, value] of state.clocks) state.clocks.set(name, value + each.time);
    }
  }
  return state;
}

describe('a zone', () => {
  it('holds every reading that the clocks can have', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        const { zone, clocks } = walk(moves);
        let point: ClockZone | undefined = zone;
        for (const [name, value] of clocks) point = point?.atMost(name, value)?.atLeast(name, value);
        return point !== undefined && [...clocks].every(([name, value]) => point.least(name) === value);
      }),
    );
  });

  it('holds none that they cannot have: clocks set back together show the same for ever', () => {
    const zone = ClockZone.withoutClocks.reset('a').reset('b').elapsed();
    expect(zone.atLeast('a', 5)?.atMost('b', 4)).toBeUndefined();
    expect(zone.atLeast('a', 5)?.least('b')).toBe(5);
  });

  it('keeps the order in which clocks were set back', () => {
    const zone = ClockZone.withoutClocks.reset('a').elapsed().reset('b').elapsed();
    expect(zone.atMost('a', 3)?.most('b')).toBe(3);
    expect(zone.atLeast('b', 7)?.least('a')).toBe(7);
  });

  it('knows nothing of a free clock but that it is not below zero', () => {
    const zone = ClockZone.withoutClocks.reset('a').free('b');
    expect([zone.least('b'), zone.most('b')]).toEqual([0, Infinity]);
    expect(zone.atMost('b', 4)?.where('a', 'b', -3)?.least('b')).toBe(3);
  });

  it('includes what is narrower, and nothing that is wider', () => {
    const wide = ClockZone.withoutClocks.reset('a').elapsed();
    const narrow = wide.atMost('a', 9) ?? wide;
    expect([wide.includes(narrow), narrow.includes(wide), wide.includes(wide)]).toEqual([true, false, true]);
  });

  it('opened for a clock, holds every reading in which that clock shows more, or less', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), fc.nat(30), (moves, by) => {
        const { zone, clocks } = walk(moves);
        const opened = zone.opened(
          (name) => (name === 'a' ? -Infinity : Infinity),
          (name) => name === 'b',
        );
        let point: ClockZone | undefined = opened;
        for (const [name, value] of clocks) {
          const moved = name === 'a' ? value + by : name === 'b' ? Math.max(0, value - by) : value;
          point = point?.atMost(name, moved)?.atLeast(name, moved);
        }
        return point !== undefined && opened.includes(zone);
      }),
    );
  });

  it('opened for other clocks, holds no reading that it did not hold', () => {
    const zone = ClockZone.withoutClocks.reset('a').elapsed().reset('b').elapsed().atMost('a', 9);
    const opened = zone?.opened(
      (name) => (name === 'a' ? -Infinity : Infinity),
      () => false,
    );
    expect([opened?.most('a'), opened?.most('b')]).toEqual([Infinity, 9]);
  });

  it('opened from a value on, holds no reading that it did not hold below the value', () => {
    const zone = ClockZone.withoutClocks.reset('a').elapsed().atMost('a', 9);
    const from = (value: number) =>
      zone
        ?.opened(
          () => value,
          () => false,
        )
        .most('a');
    expect([from(8), from(9), from(20)]).toEqual([Infinity, 9, 9]);
  });

  it('renames its clocks, and each shows what it showed', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        const { zone } = walk(moves);
        const turn = (name: string) => ({ a: 'b', b: 'c', c: 'a' })[name] ?? name;
        const turned = zone.withNames(turn);
        return (
          zone.names.every((name) => turned.least(turn(name)) === zone.least(name)) &&
          turned.withNames(turn).withNames(turn).includes(zone) &&
          zone.includes(turned.withNames(turn).withNames(turn))
        );
      }),
    );
  });
});
