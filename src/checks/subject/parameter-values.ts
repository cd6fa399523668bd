import { parseArn, partitionOf } from '../../iam';
import { inputKinds, isListedByIam, textOf, type Model, type Resource } from '../../model';
import type { GivenParameters, ParameterValues } from '../contract/contract';
import { regionOfRole } from './sight';

/**
 * Account and region of a resource: from its provider if that is bound to them, else from the ARNs in the input.
 * @param environment empty if the input does not show it
 */
export function parameterValues(
  model: Model,
  resource: Resource,
  environment: string,
  given: GivenParameters,
): ParameterValues {
  const provider = model.providers.find(({ key }) => key === resource.providerKey);
  const own = [textOf(resource.values, 'arn'), textOf(resource.values, 'role_arn')];
  const arns = own.flatMap((text) => (typeof text === 'string' ? (parseArn(text) ?? []) : []));
  const regional = textOf(resource.values, 'region') ?? provider?.region;
  const region = typeof regional === 'string' ? regional : shownRegion(model, resource, arns, given);
  const account =
    typeof provider?.accountId === 'string'
      ? provider.accountId
      : (arns.find(({ accountId }) => accountId !== '')?.accountId ?? given.account);
  const partition = arns[0]?.partition ?? (region === undefined ? undefined : partitionOf(region));
  return { environment: environment === '' ? given.environment : environment, region, account, partition };
}

/** The region if no provider names it: from the input, or from the caller. */
function shownRegion(
  model: Model,
  resource: Resource,
  arns: readonly { readonly region: string }[],
  given: GivenParameters,
): string | undefined {
  if (isListedByIam(model.kind)) return given.region ?? regionOfRole(model, resource);
  return arns.find(({ region }) => region !== '')?.region ?? regionInSight(model) ?? given.region;
}

/** A state names no provider, but the ARNs of its machines and schedules contain the region. */
function regionInSight(model: Model): string | undefined {
  if (inputKinds[model.kind].stage !== 'applied') return undefined;
  const regions = new Set<string>();
  for (const { type, values } of model.resources) {
    const arn =
      type === 'aws_sfn_state_machine' || type === 'aws_scheduler_schedule' ? textOf(values, 'arn') : undefined;
    const region = typeof arn === 'string' ? parseArn(arn)?.region : undefined;
    if (region !== undefined && region !== '') regions.add(region);
  }
  const [region] = regions;
  return regions.size === 1 ? region : undefined;
}

/** The accounts and regions in an input: of its providers, and of its roles and machines. */
export function placesOf(model: Model): Pick<ParameterValues, 'account' | 'region'>[] {
  const known = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const ofProviders = model.providers.map(({ accountId, region }) => ({
    account: known(accountId),
    region: known(region),
  }));
  const ofResources = model.resources.flatMap(({ type, values }) => {
    if (type !== 'aws_iam_role' && type !== 'aws_sfn_state_machine') return [];
    const arn = textOf(values, 'arn');
    const parsed = typeof arn === 'string' ? parseArn(arn) : undefined;
    return parsed === undefined ? [] : [{ account: parsed.accountId, region: parsed.region || undefined }];
  });
  return [...ofProviders, ...ofResources];
}
