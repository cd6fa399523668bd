import { contains, matches } from './pattern';

/**
 * Actions ignore case; ASCII only, as folding other letters can make one name of two.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function foldAction(action: string): string {
  return /^[\0-\x7f]*$/.test(action) ? action.toLowerCase() : action;
}

/** Whether the action pattern matches the action. */
export function actionMatches(pattern: string, action: string): boolean {
  return matches(foldAction(pattern), foldAction(action));
}

/** Whether every action that `inner` matches is matched by `outer` too. */
export function actionContains(outer: string, inner: string): boolean {
  return contains(foldAction(outer), foldAction(inner));
}
