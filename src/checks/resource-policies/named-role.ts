/** The role as the policy of a resource may name it. */
export interface NamedRole {
  readonly name: string;
  /** Empty where the input does not show it. */
  readonly accountId: string;
  /** Its unique id; undefined where AWS has not given it yet, or the input does not show it. */
  readonly uniqueId: string | undefined;
}

/** Every ARN that the role may have, whatever its path, and those of its sessions. */
export function arnPatterns({ accountId, name }: NamedRole): string[] {
  const account = accountId === '' ? '*' : accountId;
  return [
    `arn:*:iam::${account}:role/${name}`,
    `arn:*:iam::${account}:role/*/${name}`,
    `arn:*:sts::${account}:assumed-role/${name}/*`,
  ];
}
