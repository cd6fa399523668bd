#!/usr/bin/env node
// Counts the hand-written files that one more member of each family would touch: node scripts/touched-files.js [FOLDER] [--files]
//
// It cannot make the change, so it looks at members that are there. A file counts as touched by a member
// - if it is source (src, bin, main.ts, scripts of schemas) and a line of it names the member, for whatever reason;
// - if it bears the name of the member, or is the main file of a folder that does: its source, its tests, its page;
// - if it is a test, a page of the docs or a schema, and names three quarters of the family or more in a row: such a file lists the members.
// Not counted are tests and pages that mention a member or two, which a new member does not touch; what a script writes; decisions, which
// are not rewritten; and data of a test that is not about one member (fixtures, recorded releases).
//
// The count of a family is that of its sample: a member like one that might be added, and not the one with the fewest files. Next to it are the
// median of the members that can be counted, and the most: members that much code depends on, such as gracePeriodSeconds. Rather too many
// than too few are counted. Members whose names are ordinary words ("text", "trust") cannot be counted.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

const words = (text) => text.trim().split(/\s+/);
const capital = (name) => name[0].toUpperCase() + name.slice(1);
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const quoted = (name) => `['"\`]${name}['"\`]`;

/** What each family has, and how a line names one of it. `limit` is the number of files at most. */
const families = [
  {
    name: 'rule',
    limit: 4,
    sample: 'known-types',
    home: 'src/checks/rules/',
    members:
      words(`whole-input contract-complete contract-unchanged grants-inside-contract no-managed-policies closed-role
      resource-policies only-named-uses rotated-users who-can-change-the-role role-stays wide-until-applied known-types known-provider
      no-executors definition-understood five-calls calls-granted grants-called contract-used created-once known-errors fixed-token
      new-key-stored bound-pairs secret-flow`),
    named: (id) => [quoted(id), `/${id}['"\`]`, `\\b${camel(id)}\\b`],
  },
  {
    name: 'format',
    limit: 4,
    sample: 'markdown',
    home: 'src/report/formats/',
    members: words('sarif junit markdown github'),
    // A review has formats of its own.
    others: /^src\/(review|cli\/commands\/review)\//,
    named: (name) => [quoted(name), `/${name}'`, `as${capital(name)}\\b`, `^  ${name}: `, `${name}=`],
  },
  {
    name: 'setting',
    limit: 8,
    sample: 'flexibleWindowMinutes',
    home: 'src/settings/',
    members:
      words(`twoKeys gracePeriodSeconds maxGracePeriodSeconds settleSeconds maxKeyAgeDays flexibleWindowMinutes configurationSet
      replyTo secretFormat`),
    named: (name) => [`\\b${name}\\b`],
  },
  {
    name: 'state',
    limit: 4,
    sample: 'NewKeyMissing',
    home: 'src/workflow/',
    members:
      words(`CheckGracePeriod RefusePair WaitForOtherRotations UserNotFound KeysNotListed TwoActiveKeys SpareKeyStays UserIsGone
      SettleAfterQuota LookForQuota UnknownKeySeen QuotaReached LookForLostKey LostKeyStays CreateAnswerLost SettleAfterCreating
      LookForOthers NewKeyStays FixToken NotStored Forget SettleAfterStoring ConfirmNewKey NewKeyMissing IsThereAPreviousKey GracePeriod
      LookBeforeDeleting DeletePreviousKey PreviousKeyStays WasTheMailSent Rotated`),
    named: (name) => [quoted(name), `\\b${name}:`],
  },
  {
    name: 'input kind',
    limit: 4,
    sample: 'export',
    home: 'src/inputs/',
    members: ['export', 'policy'],
    named: (kind) => [
      `[kK]ind\\)?\\s*(?:[!=]==|:)\\s*'${kind}'`,
      `(?:invisibleIn|always|InputKind|kind):?.*'${kind}'`,
      `^  ${kind}: [{'"]`,
      kind === 'export' ? 'remedies\\.export|/iam-export/' : '/bare-policy',
    ],
    files: { export: 'iam-export', policy: 'bare-policy' },
  },
  {
    name: 'resource type',
    limit: 4,
    sample: 'aws_lambda_permission',
    home: 'src/checks/resource-types/',
    members:
      words(`aws_kms_grant aws_lambda_permission aws_sqs_queue_policy aws_sns_topic_policy aws_ecr_repository_policy
      aws_secretsmanager_secret_policy aws_s3_bucket_acl aws_iam_service_linked_role`),
    named: (type) => [`\\b${type}\\b`],
  },
  {
    name: 'fault',
    limit: 4,
    sample: 'address is not verified',
    home: 'src/explorer/model/',
    members: ['address is not verified', 'is throttled until', 'goes on failing', 'and times out'],
    named: (phrase) => [phrase],
  },
  {
    name: 'strategy',
    limit: 4,
    sample: 'until-next-rotation',
    home: 'src/workflow/',
    members: ['delete-first', 'overlap', 'until-next-rotation'],
    named: (name) => [quoted(name), ...(name === 'overlap' ? ['^  overlap: '] : [])],
  },
  {
    // None is deployed yet. It would be one more part of the stack, so the parts that are there are counted.
    name: 'alarm',
    limit: 4,
    sample: 'ScheduleRole',
    home: 'src/infrastructure/',
    members: ['StateMachine', 'ScheduleRole', 'ExecutionRole', 'Schedules', 'Outputs'],
    named: (part) => [`new ${part}\\(`, `class ${part} `],
    files: { StateMachine: 'state-machine', ScheduleRole: 'schedule-role', ExecutionRole: 'execution-role' },
  },
  {
    name: 'command',
    limit: 4,
    // A command that is loaded with a part, such as simulate, has one line more in src/cli/parts.
    sample: 'receive',
    home: 'src/cli/',
    members: ['check', 'simulate', 'explore', 'diagram', 'receive'],
    named: (name) => [quoted(name), `run${capital(name)}\\b`, `commands/${name}/`, `from '\\./${name}/`],
  },
];

const sourceFolders = ['src', 'bin', 'schemas', 'main.ts'];
const listFolders = ['__tests__', 'docs', 'README.md', 'CONTRIBUTING.md', 'package.json', '.ci'];
const isSource = (file) =>
  (/^(src|bin|main\.ts)/.test(file) || /^schemas\/.*\.js$/.test(file)) && /\.(ts|js)$/.test(file);
const isHandWritten = (file) =>
  !/^(docs\/(?:reference\/(?:rules|settings|command-line)|explanation\/exploration)\.(?:md|json)|docs\/decisions\/|schemas\/settings\.schema\.json)/.test(
    file,
  ) &&
  !/^(src\/checks\/resource-types\/generated\.ts|schemas\/types\/(types\.json|classes\.txt))$/.test(file) &&
  !/^__tests__\/(fixtures|e2e\/releases|plans\/recorded)/.test(file);
/** The files of a folder that a registry or a reader names. */
const mainFiles = /^(command|run|read|index)$/;

function filesBelow(root, path) {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
  );
}

/** Every file that may count, with its lines. The schemas of reports are written by a script since the script knows them. */
function readAll(root) {
  const write = join(root, 'schemas', 'write.js');
  const isWritten = existsSync(write) && readFileSync(write, 'utf8').includes('report.schema.json');
  return [...sourceFolders, ...listFolders]
    .flatMap((path) => filesBelow(root, path))
    .filter((file) => /\.(ts|js|md|json|run)$/.test(file) && isHandWritten(file))
    .filter((file) => !(isWritten && /^schemas\/(report|review)\.schema\.json$/.test(file)))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n') }));
}

function touchedBy(member, family, files) {
  const names = (one, lines) => {
    const pattern = new RegExp(family.named(one).join('|'));
    return lines.some((line) => pattern.test(line));
  };
  const listed = Math.ceil(family.members.length * 0.75);
  // A list has a member every few lines. Names that are further apart are examples.
  const span = 4 * family.members.length;
  const listsIn = (lines) => names(member, lines) && family.members.filter((one) => names(one, lines)).length >= listed;
  const isListed = (lines) => listsIn(lines) && lines.some((_, at) => listsIn(lines.slice(at, at + span)));
  const stem = family.files?.[member] ?? member.toLowerCase();
  const isItsOwn = (file) => {
    if (family.others?.test(file)) return false;
    if (isSource(file) && !file.startsWith(family.home)) return false;
    const [own] = basename(file).toLowerCase().split('.');
    return own === stem || (basename(dirname(file)).toLowerCase() === stem && mainFiles.test(own));
  };
  return files
    .filter(({ file, lines }) => {
      if (isItsOwn(file)) return true;
      if (isSource(file)) return !family.others?.test(file) && names(member, lines);
      return isListed(lines);
    })
    .map(({ file }) => file);
}

/** For each family the members with the files that they touch, fewest first. */
function touchedFiles(root) {
  const files = readAll(root);
  return families.map((family) => {
    const members = family.members
      .map((member) => ({ member, files: touchedBy(member, family, files) }))
      .sort((one, other) => one.files.length - other.files.length);
    const counts = members.map((one) => one.files.length);
    return {
      family: family.name,
      limit: family.limit,
      sample: members.find(({ member }) => member === family.sample),
      median: counts[Math.floor((counts.length - 1) / 2)],
      most: counts.at(-1),
      members,
    };
  });
}

function print(root, withFiles) {
  const row = (name, ...numbers) =>
    `${[name.padEnd(48), ...numbers.map((one) => String(one).padStart(6))].join('  ')}\n`;
  process.stdout.write(row('family (sample)', 'files', 'limit', 'median', 'most'));
  for (const { family, sample, limit, median, most, members } of touchedFiles(root)) {
    process.stdout.write(row(`${family} (${sample.member})`, sample.files.length, limit, median, most));
    for (const { member, files } of withFiles ? members : [])
      process.stdout.write(`  ${member} (${files.length}): ${files.join(', ')}\n`);
  }
}

module.exports = { touchedFiles };

if (require.main === module) {
  const words = process.argv.slice(2);
  print(words.find((word) => !word.startsWith('--')) ?? dirname(__dirname), words.includes('--files'));
}
