import { foldAscii } from '../../text/ascii';
import { overlaps } from '../pattern/pattern';

/**
 * The resources that the service knows for an action. A grant of the action on anything else does nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */
const resourcesOfAction: ReadonlyMap<string, readonly string[]> = new Map([
  ['iam:listaccesskeys', ['arn:*:iam::*:user/*']],
  ['iam:deleteaccesskey', ['arn:*:iam::*:user/*']],
  ['iam:createaccesskey', ['arn:*:iam::*:user/*']],
  ['secretsmanager:updatesecret', ['arn:*:secretsmanager:*:*:secret:*']],
  ['ses:sendemail', ['arn:*:ses:*:*:identity/*', 'arn:*:ses:*:*:configuration-set/*', 'arn:*:ses:*:*:template/*']],
]);

/**
 * Whether the service defines no resource for this action that the pattern could match, as for UpdateSecret on the ARN of a user.
 * Known for the five actions of a rotation; any other action, and any action with a wildcard, is taken to do something.
 */
export function isInert(grant: { readonly action: string; readonly resource: string }): boolean {
  const resources = resourcesOfAction.get(foldAscii(grant.action));
  return resources !== undefined && !resources.some((resource) => overlaps(resource, grant.resource));
}
