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

interface ActionOnResource {
  readonly action: string;
  readonly resource: string;
}

/** Whether it is known for the action which resources its service defines: for the five actions of a rotation. */
export function hasKnownResources(action: string): boolean {
  return resourcesOfAction.has(foldAscii(action));
}

/**
 * Whether the service defines no resource for this action that the pattern could match, as for UpdateSecret on the ARN of a user. Any action
 * that is not known, and any action with a wildcard, is taken to do something.
 */
export function isUnsupported({ action, resource }: ActionOnResource): boolean {
  const resources = resourcesOfAction.get(foldAscii(action));
  return resources !== undefined && !resources.some((one) => overlaps(one, resource));
}

/** An ARN in lower case, without a wildcard in what says of which service it is. */
const wellFormed = /^arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9*?-]*:(?:[0-9*?]*|aws):./;

/**
 * Whether the pair allows nothing: the resource belongs to another service, and is written so that nobody can read it in another way. What AWS
 * makes of an ARN in another case, of a text that is not an ARN, or of another type of the same service is not documented.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function isInert(pair: ActionOnResource): boolean {
  const [, service] = wellFormed.exec(pair.resource) ?? [];
  return service !== undefined && service !== foldAscii(pair.action).split(':')[0] && isUnsupported(pair);
}
