/** The parts of a verdict that are compared with an earlier document, in the order in which people read them. */
export const changedParts = [
  'verdict',
  'role',
  'trust',
  'permission',
  'user',
  'right',
  'key',
  'finding',
  'control',
  'gap',
  'contract',
  'settings',
  'option',
] as const;

export type ChangedPart = (typeof changedParts)[number];

/** One difference between an earlier document and now. */
export interface Change {
  readonly part: ChangedPart;
  readonly kind: 'added' | 'removed' | 'changed';
  /** The role, the user, the control or the file that it is about; null for the whole. */
  readonly subject: string | null;
  /** The part as it was; null if it is added. */
  readonly before: string | null;
  /** The part as it is; null if it is removed. */
  readonly after: string | null;
}

/** A part by its name. Two parts with one name are the same part, which can have another value. */
export interface Named {
  readonly name: string;
  readonly subject: string | null;
  /** The thing that is compared. */
  readonly value: string;
  /** The words for a reader; the name if left out. */
  readonly shown?: string;
}

/** The differences of two lists of parts, by their names: what is removed, what is added, and what has another value. */
export function changesOf(part: ChangedPart, before: readonly Named[], after: readonly Named[]): Change[] {
  const [were, are] = [byName(before), byName(after)];
  const removed = [...were].flatMap(([name, one]): Change[] =>
    are.has(name) ? [] : [{ part, kind: 'removed', subject: one.subject, before: wordsOf(one), after: null }],
  );
  const others = [...are].flatMap(([name, one]): Change[] => {
    const earlier = were.get(name);
    if (earlier === undefined)
      return [{ part, kind: 'added', subject: one.subject, before: null, after: wordsOf(one) }];
    if (earlier.value === one.value) return [];
    return [{ part, kind: 'changed', subject: one.subject, before: wordsOf(earlier), after: wordsOf(one) }];
  });
  return [...removed, ...others];
}

function byName(parts: readonly Named[]): Map<string, Named> {
  return new Map(parts.map((one) => [one.name, one]));
}

function wordsOf({ name, shown = name }: Named): string {
  return shown;
}
