import type { Draft } from '../../draft';
import type { Problem } from '../../path';

/** Finds sections that the settings have and leave out at once. An environment can have a section that the others leave out. */
export function leftOutProblems({ leftOut = [], ...sections }: Draft): Problem[] {
  return leftOut.flatMap((name, index): Problem[] => {
    if (name === undefined || sections[name] === undefined) return [];
    const text = `"${name}" is also a section of these settings; remove the section, or leave "${name}" out of this list`;
    return [{ path: ['leftOut', index], text }];
  });
}
