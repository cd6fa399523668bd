/** The role, as the policy of a resource can name it. */
export interface NamedRole {
  readonly name: string;
  readonly partition: string;
  /** Empty if the input does not show it. */
  readonly accountId: string;
  /** Such as `/service/`; undefined where it is not known. */
  readonly path: string | undefined;
  /** Its unique id; undefined if AWS has not assigned it yet, or the input does not show it. */
  readonly uniqueId: string | undefined;
}

/** Every possible ARN of the role, and those of its sessions. */
export function arnPatterns({ partition, accountId, name, path }: NamedRole): string[] {
  const account = accountId === '' ? '*' : accountId;
  const paths = path === undefined ? ['/', '/*/'] : [path];
  return [
    ...paths.map((one) => `arn:${partition}:iam::${account}:role${one}${name}`),
    `arn:${partition}:sts::${account}:assumed-role/${name}/*`,
  ];
}
