import { grouped } from '../../text/grouped';
import type { Change } from './change';

/** A finding, of a check or of an audit. */
export interface Found {
  /** The rule or the kind. */
  readonly key: string;
  readonly subject: string | null;
  readonly gravity: string;
  readonly message: string;
}

/**
 * The differences of findings. Several can be of one kind and about one thing: those with the same words are the same, and of the others each is a
 * change of another. Between two releases, different words alone do not count.
 */
export function findingChanges(before: readonly Found[], after: readonly Found[], isSameRelease: boolean): Change[] {
  const all = [...before.map((one) => ({ one, isNow: false })), ...after.map((one) => ({ one, isNow: true }))];
  return grouped(all, ({ one: { key, subject } }) => [key, subject]).flatMap((group) => {
    const were = group.filter(({ isNow }) => !isNow).map(({ one }) => one);
    const are = group.filter(({ isNow }) => isNow).map(({ one }) => one);
    return ofOneKind(were, are, isSameRelease);
  });
}

function ofOneKind(before: readonly Found[], after: readonly Found[], isSameRelease: boolean): Change[] {
  const [were, are] = withoutSame(before, after);
  return Array.from({ length: Math.max(were.length, are.length) }).flatMap((_, index): Change[] => {
    const [was, is] = [were[index], are[index]];
    const some = was ?? is;
    if (some === undefined) return [];
    if (was !== undefined && is !== undefined && !isSameRelease && was.gravity === is.gravity) return [];
    const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return [{ part: 'finding', kind, subject: some.subject, before: textOf(was), after: textOf(is) }];
  });
}

/** Both lists without the findings that are in both. */
function withoutSame(before: readonly Found[], after: readonly Found[]): [Found[], Found[]] {
  const left = [...after];
  const were = before.filter(({ gravity, message }) => {
    const same = left.findIndex((one) => one.gravity === gravity && one.message === message);
    if (same !== -1) left.splice(same, 1);
    return same === -1;
  });
  return [were, left];
}

function textOf(found: Found | undefined): string | null {
  return found === undefined ? null : `${found.gravity}: ${found.key}: ${found.message}`;
}
