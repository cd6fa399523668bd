import { InputError } from '../input-error';
import { draftOf } from './draft';
import { problemsOf } from './zod-problems';
import { inSettings, type Places, type SettingPath, type Problem } from './path';
import { resolve } from './effective-settings';
import { nameProblems } from './rules/names';
import { accessProblems } from './rules/access';
import { alertProblems } from './rules/sections/alerts';
import { eventProblems } from './rules/sections/events';
import { recipientProblems, senderProblems, sourceProblems, templateProblems } from './rules/notification';
import { gracePeriodProblems } from './rules/grace-period';
import { historyProblems } from './rules/sections/history';
import { leftOutProblems } from './rules/sections/left-out';
import { loadProblems, spreadProblems } from './rules/load';
import { scheduleProblems } from './rules/schedules';
import { shardProblems } from './rules/shards';
import { stateProblems } from './rules/state';
import { tagProblems } from './rules/tags';
import { separateSettingsSchema, settingsSchema } from './schema/schema';
import type { Settings } from './settings';
import type { SettingsWithUsers } from './users';
import { printable } from '../text/printable';
import { redact } from '../text/show';

interface ParseOptions {
  /** Its name, for messages. */
  readonly file: string;
  /** The time that schedules must start after. */
  readonly now: Date;
}

/**
 * Reads the settings under `context.keyturn`: validated, with every default filled in, frozen. Throws InputError with one line for each
 * problem, all together: the setting, its value, the problem and a valid value.
 */
export function parseSettings(raw: unknown, options: ParseOptions): Settings {
  return parseWithUsers({ raw, isSeparate: false, problems: [], places: inSettings, isReported: () => false }, options);
}

/** Reads settings whose files of users were read: the problems of the files, and of the settings, all together. */
export function parseWithUsers(withUsers: SettingsWithUsers, { file, now }: ParseOptions): Settings {
  const { settings, problems } = readSettings(withUsers.raw, now, withUsers);
  const own = problems
    .filter(({ path }) => !withUsers.isReported(path))
    .sort((one, other) => withUsers.places.lineOf(one.path) - withUsers.places.lineOf(other.path))
    .map(({ path, text }) => line(file, path, text, withUsers.places));
  // Environments that share a setting share its problems.
  const lines = [...new Set([...withUsers.problems, ...own])];
  if (settings !== undefined && lines.length === 0) return settings;
  throw new InputError(lines);
}

/** The settings, or all their problems. */
export function readSettings(
  raw: unknown,
  now: Date,
  { isSeparate, places }: Pick<SettingsWithUsers, 'isSeparate' | 'places'> = { isSeparate: false, places: inSettings },
): { readonly settings?: Settings; readonly problems: readonly Problem[] } {
  const parsed = (isSeparate ? separateSettingsSchema : settingsSchema).safeParse(raw);
  const { problems, faulty } = parsed.success ? { problems: [], faulty: [] } : problemsOf(parsed.error.issues, raw);
  const all = [...problems, ...problemsBetween(draftOf(raw, faulty), { faulty, now, places })];
  return parsed.success && all.length === 0 ? { settings: resolve(parsed.data), problems: [] } : { problems: all };
}

interface Around {
  readonly faulty: readonly SettingPath[];
  readonly now: Date;
  readonly places: Places;
}

/** Problems between settings. */
function problemsBetween(draft: ReturnType<typeof draftOf>, { faulty, now, places }: Around): Problem[] {
  return [
    ...nameProblems(draft, places),
    ...shardProblems(draft, faulty),
    ...senderProblems(draft),
    ...sourceProblems(draft, places),
    ...recipientProblems(draft, places),
    ...templateProblems(draft, places),
    ...accessProblems(draft, places),
    ...alertProblems(draft, places),
    ...eventProblems(draft, places),
    ...tagProblems(draft),
    ...stateProblems(draft, places),
    ...historyProblems(draft),
    ...leftOutProblems(draft),
    ...gracePeriodProblems(draft, faulty),
    ...scheduleProblems(draft, faulty, now),
    ...spreadProblems(draft),
    ...loadProblems(draft, faulty),
  ];
}

function line(file: string, path: SettingPath, text: string, places: Places): string {
  const place = places.textOf(path);
  if (places.isInFile(path)) return printable(redact(`${place}: ${text}`));
  const joint = place === '' || place.startsWith('[') ? '' : '.';
  return `${file}: context.keyturn${printable(redact(`${joint}${place}: ${text}`))}`;
}
