import { roleBlocks } from '../../../generated/resource-types';
import type { Resource } from '../../model';

/** The form in which an argument names a role: its name or ARN alone, or inside a longer text. */
export type RoleNaming = 'name' | 'texts';

/** Arguments that take a role although no step of their path contains "role". */
const byOtherNames: Readonly<Record<string, Readonly<Record<string, RoleNaming>>>> = {
  aws_api_gateway_authorizer: { authorizer_credentials: 'name' },
  aws_api_gateway_integration: { credentials: 'name' },
  aws_apigatewayv2_api: { credentials_arn: 'name', body: 'texts' },
  aws_apigatewayv2_authorizer: { authorizer_credentials_arn: 'name' },
  aws_apigatewayv2_integration: { credentials_arn: 'name' },
  aws_batch_job_definition: { container_properties: 'texts', ecs_properties: 'texts', node_properties: 'texts' },
  aws_codecommit_approval_rule_template: { content: 'texts' },
  aws_config_remediation_configuration: { parameter: 'texts' },
  aws_datapipeline_pipeline_definition: { parameter_value: 'texts', pipeline_object: 'texts' },
  aws_elastic_beanstalk_configuration_template: { setting: 'texts' },
  aws_elastic_beanstalk_environment: { setting: 'texts' },
  aws_osis_pipeline: { pipeline_configuration_body: 'texts' },
  aws_quicksight_user: { iam_arn: 'name' },
  aws_servicecatalog_constraint: { parameters: 'texts' },
  aws_servicecatalog_service_action: { definition: 'texts' },
  aws_ssm_association: { parameters: 'texts' },
  aws_ssm_document: { content: 'texts' },
};

/** Whether a step of a path mentions a role. */
export function isOfRole(step: string): boolean {
  return /role/i.test(step);
}

/** The form in which the value at a path names a role; undefined if it names none. */
export function roleNamingAt({ type }: Pick<Resource, 'type'>, path: readonly string[]): RoleNaming | undefined {
  if (path.some(isOfRole)) return 'name';
  const [argument = ''] = path;
  const others = Object.hasOwn(byOtherNames, type) ? byOtherNames[type] : undefined;
  return others !== undefined && Object.hasOwn(others, argument) ? others[argument] : undefined;
}

let blocks: ReadonlySet<string> | undefined;

/** Whether an argument is a block that can name a role. The provider fills in no such block, so one that is not written is a dynamic one. */
export function isBlockWithRole({ type }: Pick<Resource, 'type'>, argument: string): boolean {
  blocks ??= new Set(roleBlocks.split(' '));
  return blocks.has(`${type}.${argument}`);
}
