import type * as z from 'zod';
import { startsWith, valueAt, type SettingPath, type Problem } from './path';
import { settingsSchema } from './schema/schema';
import { settingNamesAt } from './schema/setting-names';
import { didYouMean, nearest } from '../text/suggest';

type Issue = z.core.$ZodIssue;

/** The problems that the schema found, and each path whose value is not reliable. */
interface SchemaProblems {
  readonly problems: readonly Problem[];
  readonly faulty: readonly SettingPath[];
}

/** Reads the schema's issues on `input`. */
export function problemsOf(issues: readonly Issue[], input: unknown): SchemaProblems {
  const problems: Problem[] = [];
  const faulty: SettingPath[] = [];
  const misspelt: SettingPath[] = [];
  for (const issue of issues.flatMap((one) => flatten(one, input))) {
    if (issue.code === 'unrecognized_keys') {
      const known = settingNamesAt(settingsSchema, issue.path);
      for (const key of issue.keys) {
        problems.push({ path: [...issue.path, key], text: `unknown setting; ${didYouMean(key, known)}` });
        faulty.push([...issue.path, key]);
        const meant = nearest(key, known);
        if (meant !== undefined) misspelt.push([...issue.path, meant]);
      }
    } else {
      problems.push({ path: issue.path, text: issue.message });
      // If a rule refuses a whole, such as a list that is too long, its members are still reliable.
      const isWhole = issue.code === 'custom' && typeof valueAt(input, issue.path) === 'object';
      if (!isWhole) faulty.push(issue.path);
    }
  }
  // A setting whose name is misspelt is not missing as well.
  const isMisspelt = (path: SettingPath) => misspelt.some((one) => one.length === path.length && startsWith(path, one));
  const isMissing = (problem: Problem) => valueAt(input, problem.path) === undefined;
  return {
    problems: problems.filter((problem) => !(isMissing(problem) && isMisspelt(problem.path))),
    faulty: [...faulty, ...misspelt],
  };
}

/** If several forms are allowed, the problems of the form that was used. */
function flatten(issue: Issue, input: unknown): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const value = valueAt(input, issue.path);
  const form = issue.errors.find(
    (errors) => !errors.some((one) => one.code === 'invalid_type' && one.path.length === 0),
  );
  if (form === undefined || value === undefined) return [issue];
  return form.flatMap((one) => flatten({ ...one, path: [...issue.path, ...one.path] }, input));
}
