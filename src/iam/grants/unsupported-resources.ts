import { foldAscii } from '../../text/ascii';
import { overlaps } from '../pattern/pattern';

const mailResources = ['arn:*:ses:*:*:identity/*', 'arn:*:ses:*:*:configuration-set/*', 'arn:*:ses:*:*:template/*'];

/**
 * The resources that a service supports for an action. A grant of the action on any other resource has no effect.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */
const resourcesOfAction: ReadonlyMap<string, readonly string[]> = new Map([
  ['iam:listaccesskeys', ['arn:*:iam::*:user/*']],
  ['iam:deleteaccesskey', ['arn:*:iam::*:user/*']],
  ['iam:createaccesskey', ['arn:*:iam::*:user/*']],
  ['secretsmanager:updatesecret', ['arn:*:secretsmanager:*:*:secret:*']],
  ['ses:sendemail', mailResources],
  ['ses:sendtemplatedemail', mailResources],
]);

interface ActionOnResource {
  readonly action: string;
  readonly resource: string;
}

/** Whether the supported resources of the action are known, as for the five actions of a rotation. */
export function hasKnownResources(action: string): boolean {
  return resourcesOfAction.has(foldAscii(action));
}

/**
 * Whether the pattern matches no resource that the service supports for this action, as with UpdateSecret on the ARN of a user. An unknown action, or
 * one with a wildcard, is assumed to have an effect.
 */
export function isUnsupported({ action, resource }: ActionOnResource): boolean {
  const resources = resourcesOfAction.get(foldAscii(action));
  return resources !== undefined && !resources.some((one) => overlaps(one, resource));
}

/** An ARN in lower case, without a wildcard in the part that names the service. */
const wellFormed = /^arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9*?-]*:(?:[0-9*?]*|aws):./;

/**
 * Whether the pair allows nothing: the resource belongs to another service, and can be read in one way only. AWS does not document how it reads an
 * ARN in another case, a text that is not an ARN, or another type of the same service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function isInert(pair: ActionOnResource): boolean {
  const [, service] = wellFormed.exec(pair.resource) ?? [];
  return service !== undefined && service !== foldAscii(pair.action).split(':')[0] && isUnsupported(pair);
}
