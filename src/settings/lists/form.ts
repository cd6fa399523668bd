import type * as z from 'zod';
import { show } from '../../text/show';
import { pathText, type SettingPath } from '../path';

/**
 * The problems of `{"file": …}` itself, each as a line of text.
 * @param owner the settings, for messages, such as `cdktf.json: context.keyturn`
 * @param right what can be written, such as `{"file": "users.csv"}, or a list of users`
 */
export function formProblems(
  written: unknown,
  schema: z.ZodType,
  { owner, path, right }: { readonly owner: string; readonly path: SettingPath; readonly right: string },
): string[] {
  const { error } = schema.safeParse(written);
  return (error?.issues ?? []).map((issue) => {
    const place = `${owner}.${pathText([...path, ...issue.path])}`;
    return issue.code === 'unrecognized_keys'
      ? `${place}: unknown setting ${issue.keys.map(show).join(', ')}; write ${right}`
      : `${place}: ${issue.message}`;
  });
}
