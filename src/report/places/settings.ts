import { isArray, memberOf, parseLenientJson, type Json } from '../../json';

/** The JSON pointer to the entry of a user in a settings file; undefined if the file names no such user, or is not a settings file. */
export function pointerOfUser(text: string, userName: string): string | undefined {
  const keyturn = memberOf(memberOf(parsed(text), 'context'), 'keyturn');
  const environments = memberOf(keyturn, 'environments');
  const lists = [
    { pointer: '/context/keyturn/users', users: memberOf(keyturn, 'users') },
    ...(isArray(environments) ? environments : []).map((environment, index) => ({
      pointer: `/context/keyturn/environments/${index}/users`,
      users: memberOf(environment, 'users'),
    })),
  ];
  for (const { pointer, users } of lists) {
    const index = isArray(users) ? users.findIndex((user) => memberOf(user, 'name') === userName) : -1;
    if (index >= 0) return `${pointer}/${index}`;
  }
  return undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
