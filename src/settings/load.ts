import { dirname } from 'node:path';
import { readText } from '../files';
import { parseJsonFile } from '../json';
import { InputError } from '../input-error';
import { writtenDigest } from './digest';
import { parseWithUsers } from './parse';
import type { TwoKeys } from '../workflow';
import type { Settings, Strategy } from './settings';
import { isRecord } from './lists/named-files';
import { textsOfFiles } from './lists/texts-of-files';
import { withUsersOfFiles } from './users';
import { wrongType } from '../text/show';
import { nearest } from '../text/suggest';

export interface LoadOptions {
  /** The time that schedules are checked against; the current time if left out. */
  readonly now?: Date;
  /** Replaces every environment's strategy, after the settings were checked as written. */
  readonly strategy?: Strategy;
  /** Replaces every environment's `twoKeys` in the same way. */
  readonly twoKeys?: TwoKeys;
}

const SAMPLE =
  '{"environments": [{"name": "production", "accountId": "111122223333", "region": "eu-central-1"}], "users": [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}], "notification": {"sender": "key-rotation@example.com", "recipients": ["platform-team@example.com"]}}';

const right = 'run in the folder of a project whose cdktf.json has the settings in context.keyturn';

/** Reads the settings from `context.keyturn` of a `cdktf.json`. Throws InputError with one line for each problem, all together. */
export function loadSettings(file = 'cdktf.json', { now = new Date(), strategy, twoKeys }: LoadOptions = {}): Settings {
  const keyturn = readKeyturn(file);
  const folder = dirname(file);
  const settings = parseWithUsers(withUsersOfFiles(keyturn, folder, `${file}: context.keyturn`), { file, now });
  const changes = { ...(strategy === undefined ? {} : { strategy }), ...(twoKeys === undefined ? {} : { twoKeys }) };
  if (Object.keys(changes).length === 0) {
    const written = writtenDigest(keyturn, textsOfFiles(keyturn, folder));
    return written === undefined ? settings : { ...settings, written };
  }
  return { environments: settings.environments.map((environment) => Object.freeze({ ...environment, ...changes })) };
}

/** The settings as they are written in a `cdktf.json`. Throws an InputError if there are none. */
export function readKeyturn(file: string): unknown {
  // Editors on Windows put a byte order mark first.
  return keyturnOf(parseJsonFile(readText(file, file, right, 'skipped'), file), file);
}

function keyturnOf(json: unknown, file: string): unknown {
  if (!isRecord(json))
    throw InputError.of(`${file}: ${wrongType(json, 'an object', 'an object with "language", "app" and "context"')}`);
  const { context } = json;
  if (context !== undefined && !isRecord(context))
    throw InputError.of(`${file}: context: ${wrongType(context, 'an object', 'an object with "keyturn"')}`);
  if (context !== undefined && Object.hasOwn(context, 'keyturn')) return context.keyturn;
  const meant = context === undefined ? undefined : nearest('keyturn', Object.keys(context));
  const hint = meant === undefined ? '' : ` (did you mean "keyturn" instead of "${meant}"?)`;
  throw InputError.of(`${file}: context.keyturn: missing${hint}; write the settings there, such as ${SAMPLE}`);
}
