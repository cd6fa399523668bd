#!/usr/bin/env node
// keyturn check on large plans and on hostile policies, against parsing the same file.
//   npm run bench:check [-- RUNS]        default: 5 runs each
const { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { cpus } = require('node:os');
const { join } = require('node:path');
const { hostileInputs, mostSeconds, mostMebibytes } = require('./hostile-inputs');
const { heading, node, root, temporary, timed } = require('./pairs');

const runs = Number(process.argv[2] ?? 5);
const naming = (files) => files.flatMap((file) => ['--contract', `policies/${file}`]);
const contracts = naming(readdirSync(join(root, 'policies')));
const withoutSections = naming(['execution-role.json', 'schedule-role.json']);
const checking = (file) => ['bin/keyturn.js', 'check', file, ...contracts];

function largePlan(resources, share) {
  const file = join(temporary, `plan-${resources}-${share}.json`);
  node(['bench/large-plan.js', String(resources), String(share), file]);
  return file;
}

function widened(file) {
  const other = file.replace('.json', '-wide.json');
  writeFileSync(other, readFileSync(file, 'utf8').replaceAll('user/backup-agent', 'user/*'));
  return other;
}

/** The sample with another statement as the policy of its execution role. */
function stackWith(name, statement) {
  const stack = JSON.parse(readFileSync(join(root, '__tests__/fixtures/sample/stack.json'), 'utf8'));
  stack.resource.aws_iam_role_policy.execution.policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [statement],
  });
  mkdirSync(join(temporary, name));
  const file = join(temporary, name, 'cdk.tf.json');
  writeFileSync(file, JSON.stringify(stack));
  return file;
}

/** As large as AWS takes a policy, with the slowest patterns that could be found; see __tests__/iam/pattern/worst-case.slow.test.ts. */
function hostile() {
  const names = Array.from({ length: 227 }, (_, index) => index.toString(36).toUpperCase().padStart(3, 'A'));
  return stackWith('hostile', {
    Effect: 'Allow',
    Action: names.map((name) => `i*${name}?`),
    Resource: names.map((name) => `arn:*user/*${name}`),
  });
}

const times = (one) => `${(one.subject / one.baseline).toFixed(2)} times, memory ${one.memory.toFixed(2)} times`;
const size = (file) => `${(statSync(file).size / 1e6).toFixed(0)} MB`;
const against = (name, file, options) =>
  timed(`${name}, ${size(file)}`, runs, ['bench/parse-only.js', file], checking(file), options);

const mixed = largePlan(50_000, 20);
const small = largePlan(10_000, 20);
const iam = largePlan(50_000, 1);
const rows = [];
const clean = against('a clean plan of 50,000 resources, one in twenty of IAM', mixed);
rows.push(clean.row(times(clean), '2 times, memory 2 times'));
const all = against('a clean plan of 50,000 resources, all of IAM', iam);
rows.push(all.row(times(all), '3 times, memory 2 times'));
const found = against('the first with findings', widened(mixed), { subject: { expected: 1 } });
rows.push(found.row(times(found), 'one more pass: 3 times'));
const fifth = against('a clean plan of 10,000 resources', small);
const growth = (clean.subject - fifth.subject) / (40_000 / 10_000) / fifth.subject;
rows.push(fifth.row(`${growth.toFixed(2)} of its time for each 10,000 more`, 'linear: 1.1'));
const failing = { expected: 1 };
const slow = timed(
  'a policy built to be slow, against one that is merely wide',
  runs * 3,
  checking(stackWith('wide', { Effect: 'Allow', Action: '*', Resource: '*' })),
  checking(hostile()),
  { baseline: failing, subject: failing },
);
rows.push(slow.row(`${(slow.subject - slow.baseline).toFixed(0)} ms more`, '50 ms more'));

console.log(
  `Node.js ${process.version}, ${cpus().length} cores, ${cpus()[0].model}, medians of ${runs} runs (least–most)\n`,
);
console.log([heading, ...rows].join('\n'));

/** A small input that stands for much, once: seconds and memory. */
function answered([name, { file, text }]) {
  const folder = join(temporary, name.replaceAll(' ', '-'));
  mkdirSync(folder);
  writeFileSync(join(folder, file), text);
  const given = file === 'policy.json' ? withoutSections.slice(0, 2) : withoutSections;
  const place = ['--account', '111122223333', '--region', 'eu-central-1', '--environment', 'staging'];
  const words = ['bin/keyturn.js', 'check', join(folder, file), ...given, ...place];
  const { milliseconds, mebibytes } = node(words, { expected: [0, 1] });
  return `| ${name}, ${(text.length / 1000).toFixed(0)} kB | ${(milliseconds / 1000).toFixed(1)} s | ${mebibytes.toFixed(0)} MiB |`;
}

console.log(`\n| input | time, at most ${mostSeconds} s | memory, at most ${mostMebibytes} MiB |\n| --- | --- | --- |`);
for (const input of Object.entries(hostileInputs)) console.log(answered(input));
