import { adviceFor, alternatives, unusedDays } from '../../../init/advice';
import { refusalOf } from '../../../init/pairs';
import type { UserOfAccount } from '../../../init/users';
import { keyInWords } from '../../../operations/words';
import { printable } from '../../../text/printable';

/** More rights than these are counted: the whole list is in the export. */
const mostRights = 3;

/** The users of an account: their keys, what they can do, and whether they need a rotation at all. */
export function listing(users: readonly UserOfAccount[], now: number): string {
  const count = users.length === 1 ? '1 user' : `${users.length} users`;
  return [
    `The account has ${count}. The best key is one that does not exist:`,
    ...Object.values(alternatives).map(({ use, page }) => `  - ${use}: ${page}`),
    ...users.flatMap((user) => ['', ...linesOf(user, now)]),
    '',
  ]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

function linesOf(user: UserOfAccount, now: number): string[] {
  const { name, path, keys, rights } = user;
  const shown = rights.slice(0, mostRights);
  const left = rights.length - shown.length;
  return [
    `${name}${path === '/' ? '' : `  path ${path}`}`,
    ...(keys === undefined ? ['  keys: not known without --credential-report'] : []),
    ...(keys ?? []).map((key) => `  ${keyInWords(key, now)}`),
    ...(rights.length === 0 ? ['  allowed: nothing'] : shown.map((right) => `  allowed: ${right}`)),
    ...(left > 0 ? [`  and ${left} more`] : []),
    ...adviceLines(user, now),
  ];
}

function adviceLines(user: UserOfAccount, now: number): string[] {
  const refusal = refusalOf(user);
  if (refusal !== undefined) return [`  not rotated: ${refusal}`];
  const advice = adviceFor(user, now);
  switch (advice.kind) {
    case 'no-key':
      return ['  has no active key: nothing to rotate'];
    case 'unused':
      return [`  no key was used for ${unusedDays} days: deactivate it, and delete the user if nobody misses it`];
    case 'alternative':
      return [`  its name suggests that it needs no key: ${alternatives[advice.alternative].use}`];
    case 'none':
      return [];
  }
}

/** Everything that is left to do, after the files were written. */
export function nextSteps(folder: string, { files, left, environment, pairs }: Written): string {
  const inFolder = folder === '.' ? '' : `cd ${folder} && `;
  return [
    `Wrote ${files.join(', ')}${folder === '.' ? '' : ` in ${folder}`}.`,
    ...left.map((file) => `${file} was there, and was left as it is: add what docs/how-to/start.md shows.`),
    `Answer the ${pairs === 1 ? 'TODO' : `${pairs} TODOs`} in policies/execution-role.json: who answers for each user. Until then, the check refuses the stack. Then:`,
    '',
    `  ${inFolder}npm install`,
    '  npm run synth && npm run check',
    `  npx cdktf deploy keyturn-${environment}`,
    '',
    'Deploying rotates nothing. The secrets and the identity of SES must exist.',
  ]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

interface Written {
  readonly files: readonly string[];
  /** Files that existed before. */
  readonly left: readonly string[];
  readonly environment: string;
  readonly pairs: number;
}
