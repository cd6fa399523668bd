import { contractsWith, type Loose } from '../sample';

/** Where a contract with this edit has something left to do. */
const todos = (edit: (contract: Loose) => void) => contractsWith(edit)[0]?.todos;

test.each<[string, (contract: Loose) => void, string]>([
  ['TODO', (c) => (c.description = 'TODO: what the role is for.'), 'description'],
  ['todo in small letters', (c) => (c.description = 'What it may do (todo)'), 'description'],
  ['Todo', (c) => (c.identity[0].reason = 'Todo.'), 'identity[0].reason'],
  ['FIXME', (c) => (c.identity[0].withoutCall = 'FIXME'), 'identity[0].withoutCall'],
  ['fixme', (c) => (c.trust.reason = 'why? fixme!'), 'trust.reason'],
  ['a todo of a ticket', (c) => (c.identity[0].reason = 'todo-123: say why'), 'identity[0].reason'],
  ['a todo between underscores', (c) => (c.identity[0].reason = '_todo_'), 'identity[0].reason'],
  ['full-width letters', (c) => (c.identity[0].reason = 'ＴＯＤＯ: why'), 'identity[0].reason'],
  [
    'a resource',
    (c) => (c.identity[0].resources[0] = 'arn:aws:iam::${account}:user/TODO-user'),
    'identity[0].resources[0]',
  ],
  ['a user', (c) => (c.pairs[0].userName = 'todo'), 'pairs[0].userName'],
  ['the key of a condition', (c) => (c.trust.conditions = { 'aws:TODO': 'x' }), 'trust.conditions.aws:TODO'],
  [
    'a value of a condition',
    (c) => (c.identity[2].conditions[0].values = ['TODO@example.com']),
    'identity[2].conditions[0].values[0]',
  ],
  [
    'an owner',
    (c) => (c.ignored = [{ address: 'a.b', reason: 'r', owner: 'Todo', expires: '2027-01-31' }]),
    'ignored[0].owner',
  ],
  [
    'the rights of a user',
    (c) =>
      (c.acceptedUsers = [
        { name: 'u', reason: 'r', rights: [{ reason: 'todo', managedPolicy: 'arn:aws:iam::aws:policy/X' }] },
      ]),
    'acceptedUsers[0].rights[0].reason',
  ],
])('%s is left to do', (_, edit, path) => {
  expect(todos(edit)).toEqual([path]);
});

test.each<[string, (contract: Loose) => void]>([
  ['a word that holds it', (c) => (c.description = 'A mastodon has methods, and AUTODOC has todos.')],
  [
    'a table of that name',
    (c) => (c.identity[0].resources[0] = 'arn:aws:dynamodb:eu-central-1:${account}:table/todo-items'),
  ],
  ['an address of that name', (c) => (c.uses = [{ address: 'aws_lambda_function.todo_list' }])],
  ['a user of that name', (c) => (c.pairs[0].userName = 'todo-deployer')],
])('%s is not', (_, edit) => {
  expect(todos(edit)).toEqual([]);
});
