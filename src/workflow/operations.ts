/**
 * The five API actions of a rotation; a state must not call any other action.
 *
 * The forms of resources and error names:
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export interface Operation {
  /** The IAM action that the call needs, such as `iam:ListAccessKeys`. */
  readonly iamAction: string;
  /** The end of a Task's `Resource`, after `arn:PARTITION:states:::`. */
  readonly integration: string;
  /** Parameters without which the call is refused, or acts on the wrong user. */
  readonly required: readonly string[];
  /** Every parameter that the API knows. */
  readonly parameters: readonly string[];
  /** The parameters that a rotation can set; no rotation needs another one. */
  readonly needed: ParameterList;
  /** The start of error names: `Iam` in `Iam.NoSuchEntityException`. */
  readonly errorPrefix: string;
  /** The exceptions that the API declares, as Step Functions names them; all others have the name of the base exception. */
  readonly errors: readonly string[];
}

/** Parameters by name: with the members of an object, or `true` for a value or a list of values. */
export interface ParameterList {
  readonly [name: string]: true | ParameterList;
}

/** Errors that IAM does not declare; AWS does not document whether they have their own names or the name of the base exception. */
const undeclared = ['AccessDenied', 'Throttling'];

const iamErrors = ['NoSuchEntity', 'LimitExceeded', 'ServiceFailure', ...undeclared];

/** The names of errors: Step Functions adds `Exception` to every name, even if the name of the service does not end in it. */
function named(prefix: string, names: readonly string[]): string[] {
  return [...names, prefix, 'SdkClient'].map((name) => `${prefix}.${name}Exception`);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Operation = {
  iamAction: 'iam:ListAccessKeys',
  integration: 'aws-sdk:iam:listAccessKeys',
  // UserName is optional in the API: without it, the call acts on the caller.
  required: ['UserName'],
  parameters: ['UserName', 'Marker', 'MaxItems'],
  needed: { UserName: true, Marker: true, MaxItems: true },
  errorPrefix: 'Iam',
  errors: named('Iam', ['NoSuchEntity', 'ServiceFailure', ...undeclared]),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: Operation = {
  iamAction: 'iam:DeleteAccessKey',
  integration: 'aws-sdk:iam:deleteAccessKey',
  required: ['AccessKeyId', 'UserName'],
  parameters: ['AccessKeyId', 'UserName'],
  needed: { AccessKeyId: true, UserName: true },
  errorPrefix: 'Iam',
  errors: named('Iam', iamErrors),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: Operation = {
  iamAction: 'iam:CreateAccessKey',
  integration: 'aws-sdk:iam:createAccessKey',
  required: ['UserName'],
  parameters: ['UserName'],
  needed: { UserName: true },
  errorPrefix: 'Iam',
  errors: named('Iam', iamErrors),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret: Operation = {
  iamAction: 'secretsmanager:UpdateSecret',
  integration: 'aws-sdk:secretsmanager:updateSecret',
  // Without SecretString the call succeeds and stores nothing; without a token a repeated call creates another version.
  required: ['SecretId', 'SecretString', 'ClientRequestToken'],
  parameters: ['SecretId', 'SecretString', 'SecretBinary', 'ClientRequestToken', 'Description', 'KmsKeyId', 'Type'],
  // The owner of a KMS key that the caller names can read the secret; the other parameters change what people see of it.
  needed: { SecretId: true, SecretString: true, ClientRequestToken: true },
  errorPrefix: 'SecretsManager',
  errors: named('SecretsManager', [
    // Not declared; AWS does not document whether it has its own name or that of the base exception.
    'AccessDenied',
    'DecryptionFailure',
    'EncryptionFailure',
    'InternalServiceError',
    'InvalidParameter',
    'InvalidRequest',
    'LimitExceeded',
    'MalformedPolicyDocument',
    'PreconditionNotMet',
    'ResourceExists',
    'ResourceNotFound',
  ]),
};

const mailContent: ParameterList = { Data: true, Charset: true };

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
export const sendEmail: Operation = {
  iamAction: 'ses:SendEmail',
  integration: 'aws-sdk:ses:sendEmail',
  required: ['Source', 'Destination', 'Message'],
  parameters: [
    'Source',
    'Destination',
    'Message',
    'ReplyToAddresses',
    'ReturnPath',
    'ReturnPathArn',
    'SourceArn',
    'Tags',
    'ConfigurationSetName',
  ],
  needed: {
    Source: true,
    Destination: { ToAddresses: true, CcAddresses: true, BccAddresses: true },
    Message: { Subject: mailContent, Body: { Html: mailContent, Text: mailContent } },
    ReplyToAddresses: true,
    ConfigurationSetName: true,
    // Only an identity that the contract lists; the rule five-calls checks it.
    SourceArn: true,
  },
  errorPrefix: 'Ses',
  errors: named('Ses', [
    'AccountSendingPaused',
    'ConfigurationSetDoesNotExist',
    'ConfigurationSetSendingPaused',
    'MailFromDomainNotVerified',
    'MessageRejected',
  ]),
};

export const operations: readonly Operation[] = [
  listAccessKeys,
  deleteAccessKey,
  createAccessKey,
  updateSecret,
  sendEmail,
];

/** The operation that a Task's `Resource` calls; undefined if it is not one of the five. */
export function operationOf(resource: string): Operation | undefined {
  const integration = /^arn:[a-z0-9-]+:states:::(.+)$/.exec(resource)?.[1];
  return operations.find((operation) => operation.integration === integration);
}
