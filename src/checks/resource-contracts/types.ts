/**
 * Keys with the material of another key, in another region: what is encrypted with the one can be decrypted with the other, and each has a policy of its
 * own. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export const replicaTypes: readonly string[] = ['aws_kms_replica_key', 'aws_kms_replica_external_key'];

/** A kind of resource whose policy a contract can judge. */
interface SubjectType {
  /** The noun, for the middle of a sentence. */
  readonly noun: string;
  /** The type of the resource with its policy as a separate resource. */
  readonly policyType: string;
  /** The types that grant on it without a document. */
  readonly grantTypes: readonly string[];
  /** The effect if nobody writes a policy; undefined if then no policy grants anything. */
  readonly byDefault?: string;
}

/** Kinds by the type of the resource itself. */
export const subjectTypes: Readonly<Record<string, SubjectType>> = {
  aws_kms_key: {
    noun: 'key',
    policyType: 'aws_kms_key_policy',
    grantTypes: ['aws_kms_grant', ...replicaTypes],
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    byDefault: 'KMS then lets every identity use the key whose IAM policies allow it',
  },
  aws_sns_topic: {
    noun: 'topic',
    policyType: 'aws_sns_topic_policy',
    grantTypes: [],
    // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    byDefault: 'SNS then lets the whole account use the topic',
  },
  aws_sqs_queue: { noun: 'queue', policyType: 'aws_sqs_queue_policy', grantTypes: [] },
  aws_secretsmanager_secret: { noun: 'secret', policyType: 'aws_secretsmanager_secret_policy', grantTypes: [] },
  aws_cloudwatch_event_bus: {
    noun: 'event bus',
    policyType: 'aws_cloudwatch_event_bus_policy',
    grantTypes: ['aws_cloudwatch_event_permission'],
  },
};

/** The type of the key, topic, queue, secret or bus that a resource is, or is the policy of. */
export function subjectTypeOf(type: string): string | undefined {
  return byEither.get(type);
}

const byEither: ReadonlyMap<string, string> = new Map(
  Object.entries(subjectTypes).flatMap(([type, { policyType }]) => [
    [type, type] as const,
    [policyType, type] as const,
  ]),
);

/** Whether a contract can have a resource of this type as its subject. */
export function isSubjectType(type: string): boolean {
  return subjectTypeOf(type) !== undefined;
}
