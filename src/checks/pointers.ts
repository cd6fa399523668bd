import type { Permission, Shortfall, Statement } from '../iam';

/** JSON pointer to the action in a statement that a grant comes from. A single value is a list of one. */
export function actionPointer({ action, statement }: Pick<Permission, 'action' | 'statement'>): string {
  const { negated, patterns } = statement.action;
  if (negated) return elementPointer(statement, 'NotAction');
  return `${elementPointer(statement, 'Action')}/${Math.max(0, patterns.indexOf(action))}`;
}

/** JSON pointer to an element of a statement. */
export function elementPointer({ index }: Pick<Statement, 'index'>, element: string): string {
  return `/Statement/${index}/${element}`;
}

/** JSON pointer to the line of a contract that a grant exceeds, or to the list of all lines. */
export function exceededPointer(shortfall: Shortfall): string {
  if (shortfall.kind === 'conditions') return `/identity/${shortfall.line}`;
  const [only, ...more] = shortfall.kind === 'several' ? shortfall.lines : [];
  return only !== undefined && more.length === 0 ? `/identity/${only}` : '/identity';
}

/** JSON pointer for a path in the notation of the contract reader, such as `identity[0].actions[1]`. */
export function pointerOfPath(path: string): string {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
