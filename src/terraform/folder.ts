import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Construct } from './model';

/** Files that Terraform or OpenTofu read as configuration, and files that give values to variables. */
const configuration = /\.(?:tf|tofu)(?:\.json)?$/;
const variables = /\.tfvars(?:\.json)?$/;

/** Terraform does not read hidden files and the backups of editors. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));
}

/**
 * The files beside a configuration that Terraform reads together with it: all of one folder are one module, overrides are merged over
 * the rest, and variable files give values. A file that Terraform would not read as configuration has no such company.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function siblingsOf(file: string): Construct[] {
  const own = basename(file);
  if (!configuration.test(own)) return [];
  return readdirSync(dirname(file))
    .filter((name) => name !== own && !isIgnored(name) && (configuration.test(name) || variables.test(name)))
    .sort()
    .map((name) => ({ kind: 'sibling', description: `${name} lies beside ${own}, and Terraform reads both` }));
}
