/**
 * The five API actions of a rotation, and the one that replaces a part of the fifth if the owner chooses it; a state must not call any other action.
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

/** Parameters of a mail in addition to its content. A SourceArn is only an identity that the contract lists; the rule five-calls checks it. */
const envelope: ParameterList = {
  Source: true,
  Destination: { ToAddresses: true, CcAddresses: true, BccAddresses: true },
  ReplyToAddresses: true,
  ConfigurationSetName: true,
  SourceArn: true,
};

const envelopeParameters = [
  ...['Source', 'Destination', 'ReplyToAddresses', 'ReturnPath', 'ReturnPathArn', 'SourceArn', 'Tags'],
  'ConfigurationSetName',
];

const mailErrors = [
  'AccountSendingPaused',
  'ConfigurationSetDoesNotExist',
  'ConfigurationSetSendingPaused',
  'MailFromDomainNotVerified',
  'MessageRejected',
];

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
export const sendEmail: Operation = {
  iamAction: 'ses:SendEmail',
  integration: 'aws-sdk:ses:sendEmail',
  required: ['Source', 'Destination', 'Message'],
  parameters: [...envelopeParameters, 'Message'],
  needed: { ...envelope, Message: { Subject: mailContent, Body: { Html: mailContent, Text: mailContent } } },
  errorPrefix: 'Ses',
  errors: named('Ses', mailErrors),
};

/**
 * Sends the mail of a success with a template, if the setting notification.template and the contract say so.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendTemplatedEmail.html
 */
export const sendTemplatedEmail: Operation = {
  iamAction: 'ses:SendTemplatedEmail',
  integration: 'aws-sdk:ses:sendTemplatedEmail',
  required: ['Source', 'Destination', 'Template', 'TemplateData'],
  parameters: [...envelopeParameters, 'Template', 'TemplateArn', 'TemplateData'],
  needed: { ...envelope, Template: true, TemplateData: true },
  errorPrefix: 'Ses',
  errors: named('Ses', [...mailErrors, 'TemplateDoesNotExist']),
};

/** The five operations of every rotation. */
export const operations: readonly Operation[] = [
  listAccessKeys,
  deleteAccessKey,
  createAccessKey,
  updateSecret,
  sendEmail,
];

/** Those, and the ones that a contract has to allow in addition. */
const knownOperations: readonly Operation[] = [...operations, sendTemplatedEmail];

/** The operation that a Task's `Resource` calls; undefined if a rotation never calls it. */
export function operationOf(resource: string): Operation | undefined {
  const integration = /^arn:[a-z0-9-]+:states:::(.+)$/.exec(resource)?.[1];
  return knownOperations.find((operation) => operation.integration === integration);
}

/** Whether a Task's `Resource` sends a mail. */
export function sendsMail(resource: string): boolean {
  const operation = operationOf(resource);
  return operation === sendEmail || operation === sendTemplatedEmail;
}
