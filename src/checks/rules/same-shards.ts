import { attribute } from '../../model';
import { placeOf, type Context, type JudgedRole } from '../context';
import { canonicalForm, stateNamed, type CanonicalForm } from '../shards/canonical';
import { contractOfShards, secondMachine } from '../shards/example';
import { shardGroups, shardName, type ShardGroup } from '../shards/groups';
import type { Found, Rule } from '../rule';

export const sameShards: Rule = {
  id: 'same-shards',
  severity: 'high',
  claim:
    'The machines of all shards differ only in their pairs of users and secrets, and treat all of their pairs in the same way.',
  rationale:
    'One machine is explored and reviewed for all shards. That is valid only if the others do the same for their own pairs. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html',
  remedy: 'Synthesise all shards from the same settings.',
  needs: 'resources',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sfn_state_machine: { more: secondMachine('keyturn-staging-execution-01') },
        aws_iam_role: {
          more: {
            for_each: { '01': {} },
            name: 'keyturn-staging-execution-01',
            assume_role_policy: '{"Version":"2012-10-17","Statement":[]}',
          },
        },
      },
    },
    contract: contractOfShards,
  },
  judge(context) {
    const groups = shardGroups(context);
    return groups.length === 0 ? undefined : groups.flatMap((group) => judgeGroup(context, group));
  },
};

/** A shard with the form of its machine. */
interface Shard {
  readonly role: JudgedRole;
  readonly form: CanonicalForm;
}

/** The shard that the others are compared with is the first one that treats all of its pairs in the same way. */
function judgeGroup(context: Context, { roles }: ShardGroup): Found[] {
  const shards = roles.flatMap((role): Shard[] =>
    role.machine === undefined
      ? []
      : [{ role, form: canonicalForm(role.machine.definition, role.contract.pairs ?? []) }],
  );
  const [first] = shards;
  const base = shards.find(({ role, form }) => form.uneven.length === 0 && role.contract.pairs?.length !== 0) ?? first;
  if (base === undefined) return [];
  return shards.flatMap((shard) => [
    ...unread(context, shard),
    ...uneven(context, shard),
    ...differing(context, shard, base),
  ]);
}

/** A definition that is not understood can do anything. */
function unread(context: Context, { role }: Shard): Found[] {
  const [problem] = role.machine?.definition.problems ?? [];
  if (problem === undefined) return [];
  return [
    found(context, role, {
      verdict: 'undecided',
      message: `Keyturn cannot decide whether shard ${shardName(role)} does the same as the others: its definition is not understood`,
    }),
  ];
}

function uneven(context: Context, { role, form }: Shard): Found[] {
  const [place] = form.uneven;
  if (place === undefined) return [];
  const state = stateNamed(place);
  const where = state === undefined || state === '' ? 'the definition' : `state "${state}"`;
  return [
    found(context, role, {
      message: `${where} of machine "${role.machine?.name ?? ''}" treats users of shard ${shardName(role)} differently`,
    }),
  ];
}

/** Arguments of a machine, other than its names and its definition. */
const settings = [
  'type',
  'publish',
  'encryption_configuration',
  'logging_configuration',
  'tracing_configuration',
] as const;

function differing(context: Context, shard: Shard, base: Shard): Found[] {
  if (shard === base) return [];
  const { role } = shard;
  const names = `shard ${shardName(role)} and shard ${shardName(base.role)}`;
  const states = [...new Set([...base.form.states.keys(), ...shard.form.states.keys()])].filter(
    (name) => base.form.states.get(name) !== shard.form.states.get(name),
  );
  const [place, ...more] = states;
  const state = stateNamed(place);
  const shown = state === undefined ? 'the states of single users' : `state "${state}"`;
  const others = settings.filter((name) => valueOf(role, name) !== valueOf(base.role, name));
  return [
    ...(place === undefined
      ? []
      : [
          found(context, role, {
            message: `${names} differ in ${shown}${more.length === 0 ? '' : `, and in ${more.length} more`}, apart from their pairs`,
            ...(state === undefined ? {} : { state }),
          }),
        ]),
    ...(shard.form.rest === base.form.rest
      ? []
      : [found(context, role, { message: `the definitions of ${names} differ outside of their states` })]),
    ...others.map((name) =>
      found(context, role, { message: `the machines of ${names} differ in ${name}`, attribute: name }),
    ),
  ];
}

function valueOf({ machine }: JudgedRole, name: string): string {
  return JSON.stringify((machine === undefined ? undefined : attribute(machine.resource.values, name)) ?? null);
}

interface Said {
  readonly verdict?: 'undecided';
  readonly message: string;
  readonly state?: string;
  readonly attribute?: string;
}

function found(context: Context, role: JudgedRole, { verdict, message, state, attribute: name }: Said): Found {
  const { machine, contract } = role;
  const place =
    machine === undefined ? { input: context.model.file } : placeOf(context, machine.resource, name ?? 'definition');
  return {
    verdict: verdict ?? 'fail',
    place: {
      ...place,
      contract: contract.name,
      contractPointer: '/subject',
      ...(state === undefined ? {} : { state }),
    },
    message,
    remedy: sameShards.remedy,
  };
}
