/* eslint-disable @typescript-eslint/no-unsafe-return -- inputs are put together from untyped JSON */
import { readModel } from '../../src/inputs';
import { indexOf, isObject, textOf, Unknown, type Resource } from '../../src/model';
import type { Loose } from '../checks/sample';
import { awsProvider, completePlan, providerConfig } from '../terraform/plan-parts';

/** What Terraform and the AWS CLI show of a stack with shards, in their forms: a plan, a state, and an export of the account. */

function resourcesOf(stack: Loose): readonly Resource[] {
  return readModel(JSON.stringify(stack), 'cdk.tf.json').resources.filter(({ mode }) => mode === 'managed');
}

const region = 'eu-central-1';
const account = '111122223333';
const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

/** The ARNs that AWS gives, as the state has them. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  aws_iam_role: (name) => `arn:aws:iam::${account}:role/${name}`,
  aws_iam_policy: (name) => `arn:aws:iam::${account}:policy/${name}`,
  aws_sfn_state_machine: (name) => `arn:aws:states:${region}:${account}:stateMachine:${name}`,
  aws_sns_topic: (name) => `arn:aws:sns:${region}:${account}:${name}`,
  aws_sqs_queue: (name) => `arn:aws:sqs:${region}:${account}:${name}`,
  aws_kms_key: () => keyArn,
};

/** The values after the apply. The key of the history alone has an ARN that nobody knows before. */
function applied({ type, values }: Resource): Loose {
  const name = typeof values['name'] === 'string' ? values['name'] : '';
  const arn = arns[type]?.(name);
  return { ...known(withKey(values)), ...(arn === undefined ? {} : { arn }) };
}

function withKey(value: Loose): Loose {
  if (value instanceof Unknown) return keyArn;
  if (Array.isArray(value)) return value.map(withKey);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries<Loose>(value).map(([name, one]) => [name, withKey(one)]));
}

/** A value without its unknown parts, which a plan leaves out. */
function known(value: Loose): Loose {
  if (value instanceof Unknown) return undefined;
  if (Array.isArray(value)) return value.map(known).filter((one) => one !== undefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries<Loose>(value).flatMap(([name, one]) => (known(one) === undefined ? [] : [[name, known(one)]])),
  );
}

function unknownOf(value: Loose): Loose {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.map(unknownOf);
  if (!isObject(value)) return false;
  const inside = Object.entries<Loose>(value).map(([name, one]) => [name, unknownOf(one)] as const);
  return Object.fromEntries(inside.filter(([, one]) => one !== false));
}

function namesOf({ address, type, name }: Resource): Loose {
  const index = indexOf(address);
  const given = { address, mode: 'managed', type, name, provider_name: awsProvider };
  return index === undefined ? given : { ...given, index };
}

function shown(resource: Resource): Loose {
  return { ...namesOf(resource), schema_version: 0, values: applied(resource), sensitive_values: {} };
}

/** The plan that takes one stack to another; without the first one, the plan that creates the other. */
export function planBetween(before: Loose, after: Loose): Loose {
  const [earlier, later] = [before === undefined ? [] : resourcesOf(before), resourcesOf(after)];
  const former = new Map(earlier.map((one) => [one.address, one]));
  const current = new Set(later.map(({ address }) => address));
  const gone = earlier.filter(({ address }) => !current.has(address));
  const blocks = new Map(later.map((one) => [`${one.type}.${one.name}`, one]));
  return {
    ...completePlan,
    planned_values: { root_module: { resources: later.map(shown) } },
    resource_changes: [
      ...later.map((one) => changeOf(one, former.get(one.address))),
      ...gone.map((one) => ({
        ...shown(one),
        change: { actions: ['delete'], before: applied(one), after: null, after_unknown: {} },
      })),
    ],
    ...(before === undefined
      ? {}
      : { prior_state: { format_version: '1.0', values: { root_module: { resources: earlier.map(shown) } } } }),
    configuration: {
      provider_config: providerConfig(region, [account]),
      root_module: {
        resources: [...blocks].map(([address, { type, name }]) => ({
          ...{ address, mode: 'managed', type, name, provider_config_key: 'aws', schema_version: 0 },
          expressions: expressionsOf(after.resource[type][name]),
        })),
      },
    },
  };
}

/** The arguments as the configuration of a plan has them. */
function expressionsOf(body: Loose): Loose {
  const arguments_ = Object.entries<Loose>(body).filter(([name]) => !metaArguments.includes(name));
  return Object.fromEntries(
    arguments_.map(([name, value]) => {
      if (isObject(value) || (Array.isArray(value) && value.some(isObject)))
        return [name, [value].flat().map(expressionsOf)];
      const references = referencesIn(value);
      return [name, references.length === 0 ? { constant_value: value } : { references }];
    }),
  );
}

const metaArguments = ['//', 'for_each', 'lifecycle', 'depends_on', 'provider'];

function referencesIn(value: Loose): string[] {
  const text = JSON.stringify(value).replaceAll(/[$%][$%]\{/g, '');
  return [...text.matchAll(/\$\{([\w.]+)/g)].flatMap(([, reference = '']) => [
    reference,
    reference.split('.').slice(0, 2).join('.'),
  ]);
}

function changeOf(resource: Resource, before: Resource | undefined): Loose {
  const { type } = resource;
  const [former, after] = before === undefined ? [null, known(resource.values)] : [applied(before), applied(resource)];
  const isSame = JSON.stringify(former) === JSON.stringify(after);
  return {
    ...namesOf(resource),
    change: {
      actions: [former === null ? 'create' : isSame ? 'no-op' : 'update'],
      before: former,
      after,
      after_unknown:
        former === null ? { ...(arns[type] === undefined ? {} : { arn: true }), ...unknownOf(resource.values) } : {},
      before_sensitive: former === null ? false : {},
      after_sensitive: {},
    },
  };
}

/** The state after the apply of a stack. */
export function stateOf(stack: Loose): Loose {
  return {
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { root_module: { resources: resourcesOf(stack).map(shown) } },
  };
}

/** The export of an account that has the roles and the policies of a stack. */
export function exportOf(stack: Loose): Loose {
  const resources = resourcesOf(stack);
  const of = (type: string): Resource[] => resources.filter((one) => one.type === type);
  const text = ({ values }: Resource, name: string): string => {
    const found = textOf(values, name);
    return typeof found === 'string' ? found : '';
  };
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
  const CreateDate = '2026-01-01T00:00:00Z';
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: of('aws_iam_role').map((role) => {
      const RoleName = text(role, 'name');
      const isOfRole = (one: Resource): boolean => text(one, 'role') === RoleName;
      return {
        ...{ Path: '/', RoleName, RoleId: `AROA${RoleName.toUpperCase()}`, Arn: arn('role', RoleName), CreateDate },
        AssumeRolePolicyDocument: JSON.parse(text(role, 'assume_role_policy')),
        InstanceProfileList: [],
        RolePolicyList: of('aws_iam_role_policy')
          .filter(isOfRole)
          .map((one) => ({
            PolicyName: text(one, 'name'),
            PolicyDocument: JSON.parse(text(one, 'policy')),
          })),
        AttachedManagedPolicies: of('aws_iam_role_policy_attachment')
          .filter(isOfRole)
          .map((one) => ({
            PolicyName: text(one, 'policy_arn').split('/').at(-1),
            PolicyArn: text(one, 'policy_arn'),
          })),
        Tags: [],
      };
    }),
    Policies: of('aws_iam_policy').map((one) => {
      const PolicyName = text(one, 'name');
      return {
        ...{ PolicyName, PolicyId: `ANPA${PolicyName.toUpperCase()}`, Arn: arn('policy', PolicyName), Path: '/' },
        ...{ DefaultVersionId: 'v1', AttachmentCount: 1, IsAttachable: true, CreateDate, UpdateDate: CreateDate },
        PolicyVersionList: [
          { Document: JSON.parse(text(one, 'policy')), VersionId: 'v1', IsDefaultVersion: true, CreateDate },
        ],
      };
    }),
  };
}
