import { attribute, textOf, type Model, type Resource } from '../../model';
import { once } from '../../once';
import type { Context } from '../context';
import { ofType } from '../of-type';
import { ownerOf } from '../resource-policies/owner';

/** The notes on resources by which Terraform keeps a key of a rotated user in its state: a rotation and an apply undo each other. */
export function keptKeys({ model, judged }: Pick<Context, 'model' | 'judged'>): string[] {
  const pairs = judged.flatMap(({ contract }) => contract.pairs ?? []);
  const users = new Map(pairs.map(({ userName }) => [userName.toLowerCase(), userName]));
  const secrets = new Map(pairs.map(({ secretName }) => [secretName, secretName]));
  return [
    ...managed(model, 'aws_iam_access_key').flatMap((resource) => {
      const user = namesOf(model, resource, 'user').flatMap((name) => users.get(name.toLowerCase()) ?? [])[0];
      return user === undefined ? [] : [noteOn(resource, `an access key of user "${user}"`)];
    }),
    ...managed(model, 'aws_secretsmanager_secret_version').flatMap((resource) => {
      const names = hasValue(resource) ? namesOf(model, resource, 'secret_id').flatMap(namesInArn) : [];
      const secret = names.flatMap((name) => secrets.get(name) ?? [])[0];
      return secret === undefined ? [] : [noteOn(resource, `the value of secret "${secret}"`)];
    }),
  ];
}

function noteOn({ address }: Resource, what: string): string {
  return (
    `${address} keeps ${what}, which the machine rotates: the key is in the state, and a rotation and an apply overwrite each other. ` +
    'Remove the resource with a "removed" block that has "destroy = false", and let a rotation make the next key.'
  );
}

function managed(model: Model, type: string): Resource[] {
  return ofType(model, type).filter((resource) => resource.mode === 'managed' && resource.managed);
}

function hasValue({ values }: Resource): boolean {
  return ['secret_string', 'secret_binary'].some((name) => (attribute(values, name) ?? '') !== '');
}

/** The name or ARN in an argument, and those of the resource that it names. */
function namesOf(model: Model, resource: Resource, argument: string): string[] {
  const { addresses, arn } = ownerOf(model, resource, argument);
  const owners = addresses.filter((address) => address !== resource.address);
  const named = owners.map((address) => ownersIn(model).get(address));
  return [textOf(resource.values, argument), arn, ...named].filter((name) => typeof name === 'string');
}

/** The names of users and secrets by their addresses. */
const ownersIn = once(
  (model: Model) =>
    new Map(
      ['aws_iam_user', 'aws_secretsmanager_secret'].flatMap((type) =>
        ofType(model, type).map(({ address, values }) => [address, textOf(values, 'name')] as const),
      ),
    ),
);

/** AWS adds a hyphen and six characters to the name in an ARN. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
function namesInArn(named: string): string[] {
  const name = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.*)$/s.exec(named)?.[1] ?? named;
  return [named, name, name.replace(/-\w{6}$/, '')];
}
