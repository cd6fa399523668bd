/** Whether a value names a file of users, rightly or not: `{"file": "users.csv"}` in place of a list. */
export function namesFile(users: unknown): users is Readonly<Record<string, unknown>> {
  return isRecord(users);
}

/** The files of users that settings name, each once, in the order of their first use. */
export function usersFilesIn(keyturn: unknown): readonly string[] {
  if (!isRecord(keyturn)) return [];
  const environments: readonly unknown[] = Array.isArray(keyturn['environments']) ? keyturn['environments'] : [];
  const users = [keyturn, ...environments].map((layer) => (isRecord(layer) ? layer['users'] : undefined));
  const files = users.flatMap((one) => (namesFile(one) && typeof one['file'] === 'string' ? [one['file']] : []));
  return [...new Set(files)];
}

/** The file of environments that settings name. */
export function environmentsFileIn(keyturn: unknown): string | undefined {
  const environments = isRecord(keyturn) ? keyturn['environments'] : undefined;
  const file = isRecord(environments) ? environments['file'] : undefined;
  return typeof file === 'string' && file !== '' ? file : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
