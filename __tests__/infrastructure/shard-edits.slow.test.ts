import fc from '../fast-check';
import { examples } from '../effort';
import { partsOf } from '../../src/infrastructure/shards/shards';
import { userPolicies } from '../../src/infrastructure/shards/user-policies';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import type { UserSettings } from '../../src/settings';
import { buildWorkflow } from '../../src/workflow';
import { environmentWith, userWith } from './environment';
import { removeTemporaryFolders } from './folders';
import { stackOf } from './synthesised';

afterAll(removeTemporaryFolders);

/** Users come and go in an environment with three shards, whose roles have several policies each. */
const shards = ['00', '01', '02'] as const;
const commonSchedule = userWith({ name: 'any' }).schedule;
/** Long names, so that a policy holds few users. */
const nameOf = (index: number): string => `user-${index}-of-a-team-with-a-rather-long-name-in-this-organisation`;
const userOf = (index: number, shard: string): UserSettings => userWith({ name: nameOf(index), shard });
const first = Array.from({ length: 150 }, (_, index) => userOf(index, shards[index % 3] ?? ''));

interface Edit {
  readonly adds: boolean;
  readonly shard: string;
  readonly pick: number;
}
const edits = fc.array(fc.record({ adds: fc.boolean(), shard: fc.constantFrom(...shards), pick: fc.nat() }), {
  minLength: examples(1000),
  maxLength: examples(1000),
});

/** Everything that is written about users, by the place where it is: the shard, and the user if it is about one. */
function linesOf(users: readonly UserSettings[]): ReadonlyMap<string, string> {
  const environment = environmentWith({ users, usersPerShard: 400, commonSchedule });
  const lines = new Map<string, string>();
  for (const part of partsOf(environment)) {
    const { shard = '' } = part;
    const { States: states, ...rest } = buildWorkflow(workflowOptions(part.environment));
    lines.set(`shard ${shard}: rest`, JSON.stringify(rest));
    for (const [name, state] of Object.entries(states))
      lines.set(`shard ${shard}: state ${name}`, JSON.stringify(state));
    for (const { name, policy } of userPolicies(part) ?? [])
      policy.Statement.forEach(({ Resource: resource, ...statement }, index) => {
        lines.set(`shard ${shard}: ${name} ${index}`, JSON.stringify(statement));
        for (const arn of [resource].flat()) lines.set(`shard ${shard}: ${name} ${index} ${String(arn)}`, 'allowed');
      });
  }
  return lines;
}

function changedIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const places = new Set([...before.keys(), ...after.keys()]);
  return [...places].filter((place) => before.get(place) !== after.get(place));
}

const policiesIn = (lines: ReadonlyMap<string, string>): number =>
  [...lines.keys()].filter((place) => place.endsWith(' 0')).length;

test('1,000 random edits change the lines of the user and of its shard only', () => {
  let most = 0;
  fc.assert(
    fc.property(edits, (all) => {
      let users = [...first];
      let lines = linesOf(users);
      let newest = first.length;
      for (const edit of all) {
        const { after, user } = edited(users, edit, newest++);
        const now = linesOf(after);
        const changed = changedIn(lines, now);
        const elsewhere = changed.filter((place) => !place.startsWith(`shard ${user.shard ?? ''}: `));
        if (elsewhere.length > 0)
          throw new Error(`${user.name} of ${user.shard ?? ''} changes ${elsewhere.join('; ')}`);
        // The choice of the machine lists its users. A policy more, or one fewer, takes or gives back its share.
        const others = changed.filter((place) => !place.includes(user.name) && !place.endsWith(' state CheckInput'));
        if (policiesIn(now) === policiesIn(lines) && others.length > 0)
          throw new Error(`${user.name} changes ${others.join('; ')}`);
        most = Math.max(most, policiesIn(now));
        [users, lines] = [after, now];
      }
    }),
    { numRuns: 1 },
  );
  expect(most).toBeGreaterThanOrEqual(3 * 3);
});

function edited(users: readonly UserSettings[], { adds, shard, pick }: Edit, newest: number) {
  const gone = users[pick % users.length];
  if (adds || gone === undefined) {
    const user = userOf(newest, shard);
    const place = pick % (users.length + 1);
    return { user, after: [...users.slice(0, place), user, ...users.slice(place)] };
  }
  return { user: gone, after: users.filter((one) => one !== gone) };
}

test('the resources of the stack are the same before and after; only the locals of the shard differ', () => {
  const stackWith = (users: readonly UserSettings[]) =>
    stackOf(environmentWith({ users, usersPerShard: 400, commonSchedule }));
  const [before, after] = [stackWith(first), stackWith([...first, userOf(first.length, '01')])];
  expect(after.resource).toEqual(before.resource);
});
