import { contains, overlaps } from '../../iam';
import { parseLenientJson } from '../../json';
import { attribute, textsIn, Unknown, type Model, type Resource, type Value } from '../../model';

/**
 * The name of a role. One without a written name gets it from the provider: a prefix and 26 digits, which are not known before the apply. The address
 * takes their place, in signs that no name of IAM can have: no written name is equal to it, and patterns on the prefix match it as they match the name.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name_prefix-1
 */
export function nameOfRole(role: Resource): string | undefined {
  const name = attribute(role.values, 'name');
  if (typeof name === 'string') return name;
  const prefix = prefixOf(role);
  return prefix === undefined ? undefined : `${prefix}<${role.address.replace(/[/:*?]/g, '|')}>`;
}

/**
 * The prefix of a name that the provider generates; undefined if the name is written, or made in another way. A name that is not known next to a known
 * prefix is one that the configuration leaves out: the provider refuses both together at the latest when it applies (measured with provider 5.100.0).
 */
function prefixOf(role: Resource): string | undefined {
  const name = attribute(role.values, 'name') ?? null;
  if (role.mode !== 'managed' || role.type !== 'aws_iam_role' || (name !== null && !(name instanceof Unknown)))
    return undefined;
  const prefix = attribute(role.values, 'name_prefix') ?? null;
  if (typeof prefix === 'string') return prefix === '' ? undefined : prefix;
  if (name !== null && name.origin.kind !== 'computed') return undefined;
  const isWritten = prefix instanceof Unknown && (role.configured === undefined || role.configured.has('name_prefix'));
  return isWritten ? undefined : 'terraform-';
}

/** Whether a name is one that the provider generates. */
export function isGeneratedName(name: string): boolean {
  return name.endsWith('>');
}

/** Attributes for people, without effect in AWS. */
const prose: ReadonlySet<string> = new Set(['description', 'comment', 'tags', 'tags_all']);

/**
 * A text of the input that could be the name or the ARN of a role whose name is generated, or a pattern that may match it: an existing role already
 * has such a name, and a stack does not show it. Returns the address of the resource with the text.
 */
export function perhapsNamedAt({ resources }: Model, role: Resource): string | undefined {
  const prefix = prefixOf(role)?.toLowerCase();
  const placeholder = nameOfRole(role)?.toLowerCase();
  if (prefix === undefined || placeholder === undefined) return undefined;
  const name = `${prefix}${'?'.repeat(26)}`;
  const isUnsure = (text: string): boolean => {
    if (text.toLowerCase().includes(placeholder)) return true; // no name of IAM has this form
    const pattern = text.toLowerCase().replace(/\$\{[^}]*\}/g, '*');
    if (!/[*?]/.test(pattern)) return new RegExp(`(?:^|[/:])${escaped(prefix)}[0-9a-f]{26}(?:$|/)`).test(pattern);
    const arns = pathsOf(role).map((path) => `arn:aws:iam::????????????:role${path}${name}`);
    const forms = endsInDigits(pattern) ? [name, ...arns] : [];
    const sessions = `arn:aws:sts::????????????:assumed-role/${name}/*`;
    return [...forms, sessions].some(
      (form) =>
        overlaps(pattern, form) &&
        !contains(
          pattern,
          form.replace(name, () => placeholder),
        ),
    );
  };
  return resources.find(({ values }) => someText(values, isUnsure))?.address;
}

/** The path of the role in its ARN; every path if it is not known. */
function pathsOf({ values }: Resource): readonly string[] {
  const path = attribute(values, 'path') ?? '/';
  return typeof path === 'string' ? [path.toLowerCase()] : ['/', '/*/'];
}

/** Whether a pattern can match a text that ends in the 26 hexadecimal digits of a generated name. */
function endsInDigits(pattern: string): boolean {
  const end = pattern.slice(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')) + 1);
  return /^[0-9a-f]*$/.test(end.slice(-26));
}

/** All names of a domain, as certificates and records have them. Outside documents no argument compares it with ARNs. */
const everyHost = /^\*(?:\.[a-z0-9-]+){2,}\.?$/i;

function someText(values: Resource['values'], is: (text: string) => boolean): boolean {
  const isOutside = (text: string): boolean => !everyHost.test(text) && is(text);
  return Object.entries(values).some(([name, value]) => !prose.has(name) && anyText(value, is, isOutside));
}

function anyText(value: Value, is: (text: string) => boolean, isHere = is): boolean {
  for (const { text } of textsIn(value)) {
    const inner = /^\s*[{[]/.test(text) ? tryParse(text) : undefined;
    if (inner === undefined ? isHere(text) : anyText(inner, is)) return true;
  }
  return false;
}

function tryParse(text: string): Value | undefined {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined; // the reader of the document reports the problem
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
