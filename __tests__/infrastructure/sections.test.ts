import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkModel } from '../../src/checks';
import { synthesise } from '../../src/infrastructure';
import { readModel } from '../../src/inputs';
import { parseSettings } from '../../src/settings';
import { digest, wholeContracts } from '../checks/sample';
import { removeTemporaryFolders, temporaryFolder } from './folders';
import { oneOfEach } from '../effort';

afterAll(removeTemporaryFolders);

const cdktf = readFileSync(join(__dirname, '..', '..', 'cdktf.json'), 'utf8');
const { keyturn } = (JSON.parse(cdktf) as { context: { keyturn: Record<string, unknown> } }).context;
const contractsOf: Readonly<Record<string, readonly string[]>> = {
  history: ['history-key'],
  alerts: ['alerts-role', 'alerts-topic', 'missed-starts-queue', 'undelivered-events-queue'],
  events: ['events-role'],
};
const sections = Object.keys(contractsOf);

const subsets = sections.reduce<readonly (readonly string[])[]>(
  (all, section) => [...all, ...all.map((some) => [...some, section])],
  [[]],
);

const kinds = ['no', 'one', 'two', 'every'];

test.each(
  oneOfEach(subsets, ({ length }) => kinds[length] ?? '').map(
    (some) => [some.join(' and ') || 'no section', some] as const,
  ),
)('the sample with %s passes its contracts', (_, some) => {
  const left = sections.filter((section) => !some.includes(section));
  const settings = Object.fromEntries(Object.entries(keyturn).filter(([name]) => !left.includes(name)));
  const folder = temporaryFolder();
  synthesise(parseSettings(settings, { file: 'cdktf.json', now: new Date('2026-11-23T12:00:00Z') }), folder);
  const stack = readFileSync(join(folder, 'stacks', 'keyturn-staging', 'cdk.tf.json'), 'utf8');
  const without = left.flatMap((section) => contractsOf[section] ?? []);
  const contracts = wholeContracts.filter(({ name }) => !without.includes(name));
  const { verdict, findings } = checkModel(readModel(stack, 'stack.json'), contracts, {
    today: '2026-11-23',
    coverAll: 'always',
    digest,
  });
  expect(verdict).toBe('pass');
  const noted = findings.filter(({ rule }) => rule === 'optional-sections').map(({ message }) => message);
  expect(noted.map((message) => /section "(\w+)"/.exec(message)?.[1])).toEqual(
    left.filter((section) => section !== 'history'),
  );
});
