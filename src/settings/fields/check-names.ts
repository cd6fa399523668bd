import { knownPartitionOf, regions } from './regions';
import type { FieldCheck } from './fields';
import { show } from '../../text/show';
import { didYouMean } from '../../text/suggest';

const ENVIRONMENT_LENGTH = 46;
const USER_LENGTH = 64;
const PATH_LENGTH = 512;
const SECRET_LENGTH = 512;
const CONFIGURATION_SET_LENGTH = 64;

const COMPLETE_SECRET_ARN =
  /^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}-[A-Za-z0-9]{6}$/;

/** The longest name made of it, `keyturn-NAME-execution`, must fit a role's 64 characters. */
export const environmentName: FieldCheck<string> = (name) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))
    return 'must be letters, digits, "-" and "_", beginning with a letter or digit; write a name such as "production"';
  if (name.length > ENVIRONMENT_LENGTH)
    return `has ${name.length} characters; write at most ${ENVIRONMENT_LENGTH}: the role keyturn-NAME-execution may have 64`;
  return undefined;
};

export const accountId: FieldCheck<string> = (id) =>
  /^\d{12}$/.test(id) ? undefined : 'is no account id; write its twelve digits in quotes, such as "111122223333"';

/** One that is not known may be new; then its partition says where it is. */
export const regionName: FieldCheck<string> = (name) =>
  knownPartitionOf(name) !== undefined || /^[a-z]{2,6}(?:-[a-z]+)+-\d{1,2}$/.test(name)
    ? undefined
    : unknownRegion(name);

/** What to write instead of a region that is not known; `otherwise` if none is near. */
export function unknownRegion(name: string, otherwise = 'write one such as "eu-central-1"'): string {
  return `is no region of AWS; ${didYouMean(name, regions, { otherwise })}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export const userName: FieldCheck<string> = (name) => {
  if (name.startsWith('arn:')) return `is an ARN; ${fromUserArn(name)}`;
  if (name.includes('/'))
    return 'holds "/": the path is no part of the name; write it as the setting "path" beside the name';
  if (name === '') return 'is empty; write the name of an IAM user, such as "ci-deployer"';
  if (!/^[A-Za-z0-9_+=,.@-]+$/.test(name))
    return 'may hold only letters, digits and "_+=,.@-"; write the name of an IAM user, such as "ci-deployer"';
  if (name.length > USER_LENGTH)
    return `has ${name.length} characters; write at most ${USER_LENGTH}, as IAM allows for a user name`;
  if (name in {})
    return 'is a word that JavaScript keeps for itself, so that CDKTF would lose the user; give the user another name';
  return undefined;
};

/** What to write instead of the ARN of a user: its name, and its path beside it. */
function fromUserArn(arn: string): string {
  const [, path, name] = /^arn:[\w-]+:iam::\d*:user(\/(?:[^/]+\/)*)([^/]+)$/.exec(arn) ?? [];
  if (path === undefined || name === undefined) return 'write the name of an IAM user, such as "ci-deployer"';
  return `write the name alone, ${show(name)}${path === '/' ? '' : `, and ${show(path)} as the setting "path" beside it`}`;
}

/** Characters that a policy would read as wildcards are left out although IAM admits them. */
export const userPath: FieldCheck<string> = (path) => {
  if (path.length > PATH_LENGTH)
    return `has ${path.length} characters; write at most ${PATH_LENGTH}, as IAM allows for a path`;
  if (!path.startsWith('/') || !path.endsWith('/')) {
    const inner = path.replace(/^\/+|\/+$/g, '');
    return `must begin and end with "/"; write "${inner === '' ? '/' : `/${inner.slice(0, 60)}/`}"`;
  }
  if (path.includes('//')) return `must not hold "//"; write "${path.replace(/\/+/g, '/').slice(0, 60)}"`;
  if (!/^[A-Za-z0-9_+=,.@/-]+$/.test(path))
    return 'may hold only letters, digits and "/_+=,.@-"; write a path such as "/ci/"';
  return undefined;
};

/**
 * A name, or a complete ARN. AWS warns of an ARN without the suffix, which could be taken for a name that ends like one; a name alone is a name, whatever it ends with.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const secretName: FieldCheck<string> = (name) => {
  if (name === '') return 'is empty; write the name of a secret, such as "ci-deployer/aws"';
  if (name.startsWith('arn:'))
    return COMPLETE_SECRET_ARN.test(name)
      ? undefined
      : 'is not the complete ARN of a secret; write it with the hyphen and six characters at its end, or the name of the secret, such as "ci-deployer/aws"';
  if (!/^[A-Za-z0-9/_+=.@-]+$/.test(name))
    return 'may hold only letters, digits and "/_+=.@-"; write the name of a secret, such as "ci-deployer/aws"';
  if (name.length > SECRET_LENGTH)
    return `has ${name.length} characters; write at most ${SECRET_LENGTH}, as Secrets Manager allows for a name`;
  return undefined;
};

export const configurationSetName: FieldCheck<string> = (name) =>
  /^[A-Za-z0-9_-]+$/.test(name) && name.length <= CONFIGURATION_SET_LENGTH
    ? undefined
    : `is no configuration set of SES; write 1 to ${CONFIGURATION_SET_LENGTH} letters, digits, "_" and "-"`;

export const roleArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(arn)
    ? undefined
    : 'is not the ARN of a role; write one such as "arn:aws:iam::111122223333:role/deploy-keyturn"';

export const identityArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:ses:[a-z0-9-]+:\d{12}:identity\/[\w+=,.@-]{1,320}$/.test(arn)
    ? undefined
    : 'is not the ARN of an identity of SES; write one such as "arn:aws:ses:eu-central-1:444455556666:identity/example.com"';
