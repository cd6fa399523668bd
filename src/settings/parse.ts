import { InputError } from '../input-error';
import { draftOf } from './draft';
import { problemsOf } from './zod-problems';
import { pathText, type SettingPath, type Problem } from './path';
import { resolve } from './effective-settings';
import { nameProblems } from './rules/names';
import { accessProblems } from './rules/access';
import { alertProblems } from './rules/sections/alerts';
import { eventProblems } from './rules/sections/events';
import { recipientProblems, senderProblems, sourceProblems, templateProblems } from './rules/notification';
import { gracePeriodProblems } from './rules/grace-period';
import { historyProblems } from './rules/sections/history';
import { scheduleProblems } from './rules/schedules';
import { stateProblems } from './rules/state';
import { tagProblems } from './rules/tags';
import { settingsSchema } from './schema/schema';
import type { Settings } from './settings';
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
export function parseSettings(raw: unknown, { file, now }: ParseOptions): Settings {
  const { settings, problems } = readSettings(raw, now);
  if (settings !== undefined) return settings;
  // Environments that share a setting share its problems.
  throw new InputError([...new Set(problems.map(({ path, text }) => line(file, path, text)))]);
}

/** The settings, or all their problems. */
export function readSettings(
  raw: unknown,
  now: Date,
): { readonly settings?: Settings; readonly problems: readonly Problem[] } {
  const parsed = settingsSchema.safeParse(raw);
  const { problems, faulty } = parsed.success ? { problems: [], faulty: [] } : problemsOf(parsed.error.issues, raw);
  const all = [...problems, ...problemsBetween(draftOf(raw, faulty), faulty, now)];
  return parsed.success && all.length === 0 ? { settings: resolve(parsed.data), problems: [] } : { problems: all };
}

/** Problems between settings. */
function problemsBetween(draft: ReturnType<typeof draftOf>, faulty: readonly SettingPath[], now: Date): Problem[] {
  return [
    ...nameProblems(draft),
    ...senderProblems(draft),
    ...sourceProblems(draft),
    ...recipientProblems(draft),
    ...templateProblems(draft),
    ...accessProblems(draft),
    ...alertProblems(draft),
    ...eventProblems(draft),
    ...tagProblems(draft),
    ...stateProblems(draft),
    ...historyProblems(draft),
    ...gracePeriodProblems(draft, faulty),
    ...scheduleProblems(draft, faulty, now),
  ];
}

function line(file: string, path: SettingPath, text: string): string {
  const place = pathText(path);
  const joint = place === '' || place.startsWith('[') ? '' : '.';
  return `${file}: context.keyturn${printable(redact(`${joint}${place}: ${text}`))}`;
}
