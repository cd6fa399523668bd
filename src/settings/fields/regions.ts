/**
 * The regions of each partition, from AWS's SDKs. A region's partition is part of every ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const regionsByPartition = {
  aws: [
    'af-south-1',
    'ap-east-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-central-1',
    'ca-west-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'mx-central-1',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-iso': ['us-iso-east-1', 'us-iso-west-1'],
  'aws-iso-b': ['us-isob-east-1', 'us-isob-west-1'],
  'aws-iso-e': ['eu-isoe-west-1'],
  'aws-iso-f': ['us-isof-east-1', 'us-isof-south-1'],
  'aws-eusc': ['eusc-de-east-1'],
} as const;

const partitionByRegion = new Map<string, string>(
  Object.entries(regionsByPartition).flatMap(([partition, regions]) =>
    regions.map((region) => [region, partition] as const),
  ),
);

/** Partitions without Amazon SES, and regions of the other partitions without it. https://docs.aws.amazon.com/general/latest/gr/ses.html */
const partitionsWithoutMail: ReadonlySet<string> = new Set([
  'aws-cn',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
]);
const regionsWithoutMail: ReadonlySet<string> = new Set([
  'ap-east-1',
  'ap-east-2',
  'ap-southeast-4',
  'ap-southeast-6',
  'ap-southeast-7',
  'eu-south-2',
  'mx-central-1',
]);

export const partitions = Object.keys(regionsByPartition) as [string, ...string[]];
export const regions: readonly string[] = [...partitionByRegion.keys()];

/** The partition of a region; undefined for an unknown region. */
export function knownPartitionOf(region: string): string | undefined {
  return partitionByRegion.get(region);
}

/** Whether a region has no Amazon SES, which sends the mail of every rotation. */
export function isWithoutMail(region: string, partition: string | undefined): boolean {
  return regionsWithoutMail.has(region) || (partition !== undefined && partitionsWithoutMail.has(partition));
}

export const regionsWithMail: readonly string[] = regions.filter(
  (region) => !isWithoutMail(region, knownPartitionOf(region)),
);
