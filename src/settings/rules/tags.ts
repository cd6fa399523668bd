import { MOST_TAGS, countTags } from '../schema/tags';
import type { Draft } from '../draft';
import type { Problem } from '../path';
import { tagsOf } from '../effective-settings';

/** More tags than AWS allows, counting those of an environment and those of all. */
export function tagProblems(all: Draft): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const own = namesOf(environment?.tags);
    const common = namesOf(all.tags);
    const count = countTags(Object.keys(tagsOf(common, own)));
    if (count <= MOST_TAGS || [own, common].some((tags) => countTags(Object.keys(tags)) > MOST_TAGS)) return [];
    const text = `${count} tags, including those of all environments, are too many; write at most ${MOST_TAGS}: AWS allows 50, and Keyturn adds two`;
    return [{ path: ['environments', index, 'tags'], text }];
  });
}

function namesOf(tags: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.keys(tags ?? {}).map((key) => [key, '']));
}
