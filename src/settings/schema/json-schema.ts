import * as z from 'zod';
import { environmentSchema, settingsSchema, usersSchema } from './schema';
import { environmentsFileSchema, usersFileSchema } from './listed-files';

const description = 'The IAM users whose access keys are rotated: a list, or {"file": "users.csv"}.';
const users = z.union([usersSchema, usersFileSchema]).meta({ description });
const environment = environmentSchema.extend({ users: users.optional() }).meta(environmentSchema.meta() ?? {});

const environments = z
  .union([z.array(environment).meta(settingsSchema.shape.environments.meta() ?? {}), environmentsFileSchema])
  .meta({ description: 'The environments, one stack each: a list, or {"file": "environments.csv"}.' });

/** The settings as they are written: users and environments can be in files. */
const writtenSchema = settingsSchema.extend({ users, environments: environments }).meta(settingsSchema.meta() ?? {});

/** Settings in a file. */
export type SettingsAsWritten = z.input<typeof writtenSchema>;

/** The JSON Schema of the settings for editors; schemas/settings.schema.json holds it. */
export function settingsJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(writtenSchema, { io: 'input', reused: 'inline' });
  return `${JSON.stringify({ $schema, title: 'Keyturn', ...schema }, null, 2)}\n`;
}
