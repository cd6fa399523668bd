import * as z from 'zod';
import { settingsSchema } from './schema';

/** The JSON Schema of the settings for editors; schemas/settings.schema.json holds it. */
export function settingsJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(settingsSchema, { io: 'input', reused: 'inline' });
  return `${JSON.stringify({ $schema, title: 'Keyturn', ...schema }, null, 2)}\n`;
}
