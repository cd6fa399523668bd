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

/** Checks a name: the longest name made from it, `keyturn-NAME-execution`, must fit the 64 characters of a role. */
export const environmentName: FieldCheck<string> = (name) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))
    return 'must be letters, digits, "-" and "_", beginning with a letter or digit; write a name such as "production"';
  if (name.length > ENVIRONMENT_LENGTH)
    return `has ${name.length} characters; write at most ${ENVIRONMENT_LENGTH}, because the name of the role keyturn-NAME-execution has at most 64`;
  return undefined;
};

export const accountId: FieldCheck<string> = (id) =>
  /^\d{12}$/.test(id) ? undefined : `is not an account id; write twelve digits, such as "111122223333"${lostZeros(id)}`;

/** A spreadsheet reads the id as a number. */
function lostZeros(id: string): string {
  return /^\d{9,11}$/.test(id) ? ', with the zeros at its beginning' : '';
}

/** Checks a region. An unknown one may be new; then its partition must be given. */
export const regionName: FieldCheck<string> = (name) =>
  knownPartitionOf(name) !== undefined || /^[a-z]{2,6}(?:-[a-z]+)+-\d{1,2}$/.test(name)
    ? undefined
    : unknownRegion(name);

/** The message for an unknown region; `otherwise` if none is similar. */
export function unknownRegion(name: string, otherwise = 'write one such as "eu-central-1"'): string {
  return `is not an AWS region; ${didYouMean(name, regions, { otherwise })}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export const userName: FieldCheck<string> = (name) => {
  if (name.startsWith('arn:')) return `is an ARN; ${fromUserArn(name)}`;
  if (name.includes('/'))
    return 'contains "/": the path is not part of the name; write it in the setting "path" next to the name';
  if (name === '') return 'is empty; write the name of an IAM user, such as "ci-deployer"';
  if (!/^[A-Za-z0-9_+=,.@-]+$/.test(name))
    return 'must contain only letters, digits and "_+=,.@-"; write the name of an IAM user, such as "ci-deployer"';
  if (name.length > USER_LENGTH)
    return `has ${name.length} characters; write at most ${USER_LENGTH}, as IAM allows for a user name`;
  if (name in {}) return 'is a reserved word of JavaScript, and CDKTF would lose the user; give the user another name';
  return undefined;
};

export const SHARD_EXAMPLE = 'one to eight letters and digits, such as "00"';

/** A shard is a part of names in IAM and Step Functions, and a key of `for_each`. */
export const shardName: FieldCheck<string> = (shard) => {
  if (!/^[A-Za-z0-9]{1,8}$/.test(shard)) return `is not a shard; write ${SHARD_EXAMPLE}`;
  return shard in {} ? `is a reserved word of JavaScript; write ${SHARD_EXAMPLE}` : undefined;
};

/** The advice for the ARN of a user: write its name, and its path in a setting of its own. */
function fromUserArn(arn: string): string {
  const [, path, name] = /^arn:[\w-]+:iam::\d*:user(\/(?:[^/]+\/)*)([^/]+)$/.exec(arn) ?? [];
  if (path === undefined || name === undefined) return 'write the name of an IAM user, such as "ci-deployer"';
  return `write the name alone, ${show(name)}${path === '/' ? '' : `, and ${show(path)} in the setting "path" next to it`}`;
}

/** Checks a path. IAM allows characters that a policy would read as wildcards; they are refused here. */
export const userPath: FieldCheck<string> = (path) => {
  if (path.length > PATH_LENGTH)
    return `has ${path.length} characters; write at most ${PATH_LENGTH}, as IAM allows for a path`;
  if (!path.startsWith('/') || !path.endsWith('/')) {
    const inner = path.replace(/^\/+|\/+$/g, '');
    return `must begin and end with "/"; write "${inner === '' ? '/' : `/${inner.slice(0, 60)}/`}"`;
  }
  if (path.includes('//')) return `must not contain "//"; write "${path.replace(/\/+/g, '/').slice(0, 60)}"`;
  if (!/^[A-Za-z0-9_+=,.@/-]+$/.test(path))
    return 'must contain only letters, digits and "/_+=,.@-"; write a path such as "/ci/"';
  return undefined;
};

/**
 * Checks a name or a complete ARN. AWS warns about an ARN without the suffix, because its name can end like a suffix; a name alone is
 * unambiguous.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const secretName: FieldCheck<string> = (name) => {
  if (name === '') return 'is empty; write the name of a secret, such as "ci-deployer/aws"';
  if (name.startsWith('arn:'))
    return COMPLETE_SECRET_ARN.test(name)
      ? undefined
      : 'is not the complete ARN of a secret; write it with the hyphen and six characters at its end, or the name of the secret, such as "ci-deployer/aws"';
  if (!/^[A-Za-z0-9/_+=.@-]+$/.test(name))
    return 'must contain only letters, digits and "/_+=.@-"; write the name of a secret, such as "ci-deployer/aws"';
  if (name.length > SECRET_LENGTH)
    return `has ${name.length} characters; write at most ${SECRET_LENGTH}, as Secrets Manager allows for a name`;
  return undefined;
};

export const KEY_EXAMPLE =
  'the ARN of a key, such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"';

/** An alias can be moved to another key, so it is not accepted. https://docs.aws.amazon.com/kms/latest/developerguide/concepts-key-id.html */
export const keyArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,256}$/.test(arn)
    ? undefined
    : `is not the ARN of a KMS key; write ${KEY_EXAMPLE}`;

export const configurationSetName: FieldCheck<string> = (name) =>
  /^[A-Za-z0-9_-]+$/.test(name) && name.length <= CONFIGURATION_SET_LENGTH
    ? undefined
    : `is not an SES configuration set; write 1 to ${CONFIGURATION_SET_LENGTH} letters, digits, "_" and "-"`;

/** The ARN of a role, with the account or the name of the environment as a placeholder. */
export const roleArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:iam::(?:\d{12}|\{accountId\}):role\/(?:[\w+=,.@/-]|\{environment\}|\{accountId\}){1,512}$/.test(
    arn,
  )
    ? undefined
    : 'is not the ARN of a role; write one such as "arn:aws:iam::111122223333:role/deploy-keyturn"';

export const identityArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:ses:[a-z0-9-]+:\d{12}:identity\/[\w+=,.@-]{1,320}$/.test(arn)
    ? undefined
    : 'is not the ARN of an SES identity; write one such as "arn:aws:ses:eu-central-1:444455556666:identity/example.com"';

export const topicArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(arn)
    ? undefined
    : 'is not the ARN of a standard SNS topic; write one such as "arn:aws:sns:eu-central-1:111122223333:alerts"';
