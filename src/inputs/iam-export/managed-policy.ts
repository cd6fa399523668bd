import { attribute, nestedBlocks, textOf, Unknown, type Value, resourceFrom } from '../../model';
import { withDocument } from './documents';
import { namedIn, notUnderstood, pathOf, undecoded, type ExportEntry, type EntryShape } from './entry';

const policyShape: EntryShape = { kind: 'policy', name: 'PolicyName', inline: '', lists: [], harmless: [] };

/**
 * A managed policy with its default version, which is the one that counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export function readManagedPolicy(value: Value, pointer: string): ExportEntry {
  const named = namedIn(value, policyShape, pointer);
  if (named === undefined) return notUnderstood(value, policyShape, pointer);
  const { entry, name, arn } = named;
  const id = textOf(entry, 'DefaultVersionId');
  const versions = nestedBlocks(entry, 'PolicyVersionList').flatMap((version, index) =>
    version instanceof Unknown ? [] : [{ version, at: `${pointer}/PolicyVersionList/${index}/Document` }],
  );
  const current = versions.filter(({ version }) => attribute(version, 'IsDefaultVersion') === true);
  const [one] = current;
  const isClear =
    typeof id === 'string' && current.length === 1 && one !== undefined && attribute(one.version, 'VersionId') === id;
  const bare = { name, path: pathOf(entry), arn };
  const values = isClear
    ? withDocument(bare, 'policy', attribute(one.version, 'Document'))
    : { ...bare, policy: new Unknown(withoutDefault) };
  const resource = resourceFrom({
    ...{ type: 'aws_iam_policy', address: arn, name, values, pointer },
    pointers: new Map([['policy', one?.at ?? pointer]]),
  });
  return {
    arn,
    key: `policy ${arn.toLowerCase()}`,
    resources: [resource],
    constructs: undecoded([resource]),
    oddities: [],
  };
}

const withoutDefault =
  'it does not have exactly one default version that DefaultVersionId and IsDefaultVersion both name';
