import { isObject, type Value, type Written } from '../../model';
import { leastFound } from '../before-plan/base';
import { argumentsOf, differingNames, isLiteral } from '../before-plan/same-json';
import type { Context } from '../context';
import type { Found, Rule } from '../rule';

export const sameBackend: Rule = {
  id: 'same-backend',
  severity: 'critical',
  claim: 'The backend is the same as in the base, with the same arguments.',
  rationale:
    'Terraform reads the state before it plans: a backend at another host receives the credentials of the plan, and answers with its own ' +
    'state. https://developer.hashicorp.com/terraform/language/backend',
  remedy: 'Change the backend in a separate pull request, which people review and nothing plans.',
  needs: 'resources',
  beforePlan: 'only',
  example: {
    of: 'stack before a plan',
    change: { terraform: { backend: { local: null, http: { address: 'https://example.com/state' } } } },
  },
  judge(context) {
    const { model } = context;
    const written = model.written?.();
    if (written === undefined) return undefined;
    const place = { input: model.file, pointer: '/terraform' };
    const settings = settingsOf(written);
    const differing = leastFound(context, place, (base) => {
      const [here, there] = [settings, settingsOf(base.written)].map((all) => (base.isOther ? common(all) : all));
      return differingNames(here ?? settings, there ?? settings).map((name): Found => {
        const message = `"${name}" of the block "terraform" differs from the base`;
        return { verdict: 'fail', place, message, remedy: sameBackend.remedy };
      });
    });
    const shared = sharedWith(context, placeOfState(settings)).map((stack): Found => {
      const message = `the state is that of the stack "${stack}" of the base, whose resources a deploy would destroy`;
      return { verdict: 'fail', place, message, remedy: 'Keep the state of each environment in its own place.' };
    });
    const moving = [...settings]
      .filter(([, value]) => !isLiteral(value))
      .map(([name]): Found => {
        const message = `"${name}" of the block "terraform" is an expression, so another part of the stack decides its value`;
        return { verdict: 'undecided', place, message, remedy: 'Write it as a literal value.' };
      });
    return [...differing, ...shared, ...moving];
  },
};

/** Arguments of the backend S3 in which environments differ: none of them names a host, a file or a credential. */
const ofEnvironment: ReadonlySet<string> = new Set([
  ...['allowed_account_ids', 'assume_role', 'bucket', 'dynamodb_table', 'encrypt', 'key', 'kms_key_id', 'profile'],
  ...['region', 'use_lockfile'],
]);

/** The settings without what another environment can have otherwise. */
function common(settings: ReadonlyMap<string, Value>): Map<string, Value> {
  const kept = new Map(settings);
  const backend = settings.get('backend');
  const s3 = isObject(backend) ? backend['s3'] : undefined;
  if (!isObject(backend) || !isObject(s3)) return kept;
  const rest = Object.fromEntries(Object.entries(s3).filter(([name]) => !ofEnvironment.has(name)));
  return kept.set('backend', { ...backend, s3: rest });
}

/** The stacks of the base that keep their state in this place, if the environment is new. */
function sharedWith({ base = [], newEnvironment }: Context, here: string | undefined): string[] {
  if (!newEnvironment || here === undefined) return [];
  return base.flatMap(({ model }) => {
    const written = model.written?.();
    return written !== undefined && placeOfState(settingsOf(written)) === here ? [model.name] : [];
  });
}

/** The arguments that locate a state; undefined if a runner keeps it, or HCP Terraform, which separates states by workspaces. */
function placeOfState(settings: ReadonlyMap<string, Value>): string | undefined {
  const backend = settings.get('backend');
  if (!isObject(backend)) return undefined;
  const s3 = backend['s3'];
  return JSON.stringify(isObject(s3) ? [s3['bucket'], s3['key']] : backend);
}

/** Settings that `same-providers` compares, or that only refuse versions of Terraform. */
const elsewhere: ReadonlySet<string> = new Set(['required_providers', 'required_version']);

/** All other settings of the block: the backend, and anything that a release of Terraform or OpenTofu adds. */
function settingsOf({ blocks }: Written): Map<string, Value> {
  const settings = new Map<string, Value>();
  for (const { type, body } of blocks) {
    if (type !== 'terraform') continue;
    for (const [name, value] of argumentsOf(body))
      // Two blocks can each have a part; then both parts are compared.
      if (!elsewhere.has(name)) settings.set(name, settings.has(name) ? [settings.get(name) ?? null, value] : value);
  }
  return settings;
}
