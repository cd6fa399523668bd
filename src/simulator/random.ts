/**
 * Random numbers from a seed that is plain data: the same seed gives the same numbers, and a copy of the seed replays them.
 * A `Dice` lives for one step; its `seed` afterwards goes back into the state that it came from.
 */
export class Dice {
  constructor(public seed: number) {}

  /** The next number from 0 up to, not including, 1 (mulberry32: 32 bits of state, enough for a simulation). */
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** A text of `length` characters, each from `alphabet`. */
  text(length: number, alphabet: string): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }

  /** A random (version 4) UUID. */
  uuid(): string {
    const hex = this.text(30, '0123456789abcdef');
    const variant = '89ab'.charAt(this.below(4));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
  }
}

/** Derives a seed from a number and a name, so that different names get unrelated numbers (FNV-1a). */
export function seedFrom(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash | 0;
}
