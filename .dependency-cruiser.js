/**
 * The arrows of the house: which folder may know of which. They run downwards only, so that the pure parts (the workflow,
 * the IAM language, the checks) can be read, tested and trusted alone, and so that leaving CDKTF stays one folder's work.
 */
const may = {
  iam: [],
  workflow: ['iam'],
  settings: ['workflow', 'iam', 'problem'],
  terraform: ['workflow', 'iam', 'problem'],
  inputs: ['terraform', 'iam', 'problem'],
  checks: ['terraform', 'workflow', 'iam', 'problem'],
  report: ['checks', 'terraform', 'iam', 'problem'],
  simulator: ['terraform', 'workflow', 'iam', 'problem'],
  explorer: ['simulator', 'terraform', 'workflow', 'iam', 'problem'],
  infrastructure: ['settings', 'workflow', 'iam', 'problem'],
};

const why = {
  iam: 'src/iam is the IAM policy language and nothing else: it imports nothing of ours. Move what needs more to its caller.',
  workflow:
    'src/workflow is the state machine as plain data: of ours it may import src/iam. Hand it what it needs as an argument.',
  settings:
    'src/settings knows what a user configures, not what is done with it: of ours it may import workflow, iam and problem.',
  terraform: 'src/terraform reads Terraform, it judges nothing: of ours it may import workflow, iam and problem.',
  inputs:
    'src/inputs tells the kinds of input apart and reads each into a model, it judges nothing: of ours it may import terraform, iam and problem.',
  checks:
    'src/checks judges what it is given and must not know the code or the settings that made it: of ours it may import ' +
    'terraform, workflow, iam and problem.',
  report: 'src/report shows a verdict: of ours it may import checks, terraform, iam and problem.',
  simulator:
    'src/simulator runs what would be deployed, read from the stack: of ours it may import terraform, workflow, iam and problem.',
  explorer:
    'src/explorer lets everything happen to what would be deployed, and judges it from outside: of ours it may import simulator, ' +
    'terraform, workflow, iam and problem.',
  infrastructure:
    'src/infrastructure turns settings into Terraform: of ours it may import settings, workflow, iam and problem.',
};

const arrows = Object.entries(may).map(([folder, targets]) => ({
  name: `arrows-of-${folder}`,
  severity: 'error',
  comment: why[folder],
  from: { path: `^src/${folder}/` },
  to: { path: '^(src/|main\\.ts)', pathNot: `^src/(${[folder, ...targets].join('|')})(/|\\.ts$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'problem-stands-alone',
      severity: 'error',
      comment: 'src/input-error.ts is imported by nearly everything, so it imports nothing.',
      from: { path: '^src/input-error\\.ts$' },
      to: {},
    },
    {
      name: 'nobody-imports-cli',
      severity: 'error',
      comment: 'src/cli is the top: parsing and printing. Move what others need into the folder that it is about.',
      from: { path: '^(src|main\\.ts)', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'main-is-the-cdktf-app',
      severity: 'error',
      comment: 'main.ts hands settings to infrastructure. Everything else has its place in src/.',
      from: { path: '^main\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(infrastructure|settings)/|^src/input-error\\.ts$' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      comment: 'main.ts runs when it is imported. Import src/infrastructure instead.',
      from: { path: '^src/' },
      to: { path: '^main\\.ts$' },
    },
    {
      name: 'cdktf-stays-in-infrastructure',
      severity: 'error',
      comment:
        'CDKTF is archived: it stays inside src/infrastructure and main.ts, so that leaving it is one folder’s work.',
      from: { path: '^src/', pathNot: '^src/infrastructure/' },
      to: { path: '^(node_modules/)?(cdktf|cdktf-cli|constructs|@cdktf)(/|$)' },
    },
    {
      name: 'deep-imports-of-the-provider',
      severity: 'error',
      comment: 'The index of @cdktf/provider-aws takes 12 seconds to load: import @cdktf/provider-aws/lib/<resource>.',
      from: {},
      to: { path: '@cdktf/provider-aws(/lib/index[.]|$)' },
    },
    {
      name: 'pure-folders-touch-no-machine',
      severity: 'error',
      comment: 'src/workflow, src/iam and src/checks are pure: no clock, no file, no network. Hand them what was read.',
      from: { path: '^src/(workflow|iam|checks)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-read-no-files',
      severity: 'error',
      comment:
        'src/workflow, src/iam and src/checks get their data as arguments: a contract or a stack is read by the caller.',
      from: { path: '^src/(workflow|iam|checks)/' },
      to: { path: '\\.(json|ya?ml|csv|txt)$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one idea or three: move what both need into a file of its own.',
      from: { path: '^(src|main\\.ts)' },
      // Types are gone when the program runs: a reader may import the type of what it reads.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file and it imports nothing: use it or delete it.',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'only-what-is-installed-for-users',
      severity: 'error',
      comment: 'A devDependency is not there when Keyturn runs for a user: make it a dependency or do without.',
      from: { path: '^(src|main\\.ts)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      comment: 'This cannot be found or is not in package.json: correct the path, or declare the package.',
      from: { path: '^(src|main\\.ts)' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'programs-import-no-tests',
      severity: 'error',
      comment: 'What tests and benchmarks use stays with them; what the program needs as well belongs in src.',
      from: { path: '^(src|main\\.ts)' },
      to: { path: '^(__tests__|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdktf\\.out|coverage)/' },
    // An import of a type is an arrow as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
