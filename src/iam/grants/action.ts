import { foldAscii } from '../../text/ascii';
import { contains, matches } from '../pattern/pattern';

/**
 * Whether the action pattern matches the action. Actions ignore case, in their prefix and in their name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionMatches(pattern: string, action: string): boolean {
  return matches(foldAscii(pattern), foldAscii(action));
}

/** Whether `outer` matches every action that `inner` matches. */
export function actionContains(outer: string, inner: string): boolean {
  return contains(foldAscii(outer), foldAscii(inner));
}
