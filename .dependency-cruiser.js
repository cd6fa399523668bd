/** The packages that the programs are bundled from: nobody who uses Keyturn has to install them. */
const bundled = [
  ...['@aws-sdk/client-\\w[\\w-]*', '@cdktf/provider-aws', 'cdktf', 'constructs'],
  ...['ajv', '@dagrejs/dagre', 'commander', 'csv-parse', 'fastest-levenshtein', 'ipaddr\\.js'],
  ...['@inquirer/prompts', 'picocolors', 'yaml', 'zod'],
];

/**
 * The arrows between the rooms of src. They run down, so that the pure rooms (the workflow, the IAM language, the checks) can be read,
 * tested and trusted alone, and so that leaving CDKTF stays the work of one folder.
 */
const rooms = {
  text: { imports: [], why: 'src/text holds small functions about text.' },
  files: { imports: ['input-error'], why: 'src/files reads the bytes of files as text.' },
  json: { imports: ['text', 'input-error'], why: 'src/json reads JSON strictly.' },
  tables: { imports: ['text'], why: 'src/tables reads CSV files strictly.' },
  asl: { imports: ['json', 'text'], why: 'src/asl knows the Amazon States Language.' },
  model: { imports: ['json', 'text'], why: 'src/model describes one input as the checks judge it.' },
  iam: { imports: ['json', 'text'], why: 'src/iam is the IAM policy language and nothing else.' },
  workflow: { imports: ['asl', 'json', 'text'], why: 'src/workflow is the state machine as plain data.' },
  settings: {
    imports: ['iam', 'workflow', 'asl', 'tables', 'json', 'files', 'text', 'input-error'],
    why: 'src/settings knows what a user configures, not what is done with it.',
  },
  terraform: {
    imports: ['model', 'iam', 'asl', 'json', 'files', 'text', 'input-error'],
    why: 'src/terraform reads Terraform and judges nothing.',
  },
  inputs: {
    imports: ['terraform', 'model', 'iam', 'json', 'files', 'text', 'input-error'],
    why: 'src/inputs recognises the kinds of input and reads each into a model. It judges nothing.',
  },
  checks: {
    imports: ['model', 'workflow', 'iam', 'asl', 'json', 'text', 'input-error', 'once'],
    why: 'src/checks judges a model and does not know the files, the code or the settings that made it.',
  },
  html: {
    imports: ['workflow', 'asl', 'json', 'text'],
    why: 'src/html writes a page, which is data, as HTML. It knows no command and judges nothing. Of src/workflow it knows the calls of a rotation.',
  },
  report: {
    imports: ['html', 'checks', 'model', 'iam', 'json', 'text', 'input-error'],
    why: 'src/report shows a verdict.',
  },
  simulator: {
    imports: ['workflow', 'terraform', 'model', 'iam', 'asl', 'json', 'text', 'input-error'],
    why: 'src/simulator runs the state machine of a stack. Of src/workflow it knows the strategies.',
  },
  explorer: {
    imports: ['simulator', 'workflow', 'terraform', 'model', 'iam', 'asl', 'json', 'text', 'input-error'],
    why: 'src/explorer runs every fault and every order of events against the state machine of a stack.',
  },
  fleet: {
    imports: ['simulator', 'settings', 'terraform', 'json', 'text', 'input-error'],
    why: 'src/fleet simulates the rotations of whole stacks. Of src/settings it knows the schedules.',
  },
  review: {
    imports: ['html', 'report', 'checks', 'simulator', 'settings', 'workflow', 'model', 'iam', 'asl', 'json', 'text'],
    why: 'src/review compares two sides of a change. Of src/simulator it knows the strategies, of src/settings the schedules and the life of a key.',
  },
  infrastructure: {
    imports: ['settings', 'workflow', 'iam', 'asl', 'files', 'json', 'text', 'input-error', 'once'],
    why: 'src/infrastructure turns settings into Terraform.',
  },
  judging: {
    imports: ['report', 'checks', 'tables', 'json', 'files', 'text', 'input-error'],
    why: 'src/judging holds what every check outside of src/checks does with contracts, parameters and refusals.',
  },
  library: {
    imports: [
      ...['judging', 'report', 'checks', 'inputs', 'infrastructure', 'settings'],
      ...['model', 'json', 'files', 'text', 'input-error'],
    ],
    why: 'src/library is what other projects import: keyturn/cdktf, keyturn/check and keyturn/jest.',
  },
  operations: {
    imports: ['settings', 'infrastructure', 'workflow', 'asl', 'json', 'text', 'input-error'],
    why: 'src/operations judges what was read from an account, and finds the words. Of src/infrastructure it knows the names.',
  },
  init: {
    imports: ['operations', 'checks', 'settings', 'model', 'json', 'text', 'input-error'],
    why: 'src/init lists the users of an account, and lays out a new project. Of src/operations it knows the facts about keys.',
  },
  audit: {
    imports: [
      'html',
      'report',
      'operations',
      'checks',
      'settings',
      'workflow',
      'model',
      'json',
      'text',
      'input-error',
      'once',
    ],
    why: 'src/audit judges the answers of an account, from the account itself or from files. Of src/operations it knows the facts, of src/workflow the strategies, of src/report how evidence is kept and compared.',
  },
  account: {
    imports: ['audit', 'operations', 'settings', 'json', 'text', 'input-error', 'files'],
    why: 'src/account asks AWS, with the SDK, and judges nothing. Of src/audit it knows the questions, of src/files how to read the profiles.',
  },
};

const arrows = Object.entries(rooms).map(([room, { imports, why }]) => ({
  name: `arrows-of-${room}`,
  severity: 'error',
  comment: `${why} It may import ${imports.length === 0 ? 'nothing from src' : imports.join(', ')}. Move what needs more to its caller.`,
  from: { path: `^src/${room}/` },
  to: { path: '^(src/|main\\.ts)', pathNot: `^src/(${[room, ...imports].join('|')})(/|\\.ts$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'files-of-src-stand-alone',
      severity: 'error',
      comment: 'src/input-error.ts and src/once.ts are imported from many rooms, so they import nothing.',
      from: { path: '^src/(input-error|once)\\.ts$' },
      to: {},
    },
    {
      name: 'nobody-imports-cli',
      severity: 'error',
      comment:
        'src/cli is the top: parsing and printing. Move what others need into the folder that it is about. main.ts alone hands its gate on.',
      from: { path: '^(src|main\\.ts)', pathNot: '^src/cli/' },
      to: { path: '^src/cli/', pathNot: '^src/cli/gate\\.ts$' },
    },
    {
      name: 'registries-load-late',
      severity: 'error',
      comment:
        'The registries of commands and formats are loaded at every start, so they only name their members: load a member with import().',
      from: { path: '^src/(cli/commands/([^/]+/command|index)|(report|review|audit)/formats/index)\\.ts$' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(cli/command|cli/commands/[^/]+/command|(report|review|audit)/formats/(index|names)|workflow/options)\\.ts$',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'main-is-the-cdktf-app',
      severity: 'error',
      comment:
        'main.ts hands settings, the output folder and the gate to infrastructure. Everything else has its place in src/.',
      from: { path: '^main\\.ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/(infrastructure|settings|terraform|text)/|^src/(input-error|cli/gate)\\.ts$',
      },
    },
    {
      name: 'the-gate-is-for-main',
      severity: 'error',
      comment: 'Infrastructure does not know what judges its stacks: main.ts and the command module hand it the gate.',
      from: { path: '^src/', pathNot: '^src/cli/commands/module/' },
      to: { path: '^src/cli/gate\\.ts$' },
    },
    {
      name: 'contracts-know-no-infrastructure',
      severity: 'error',
      comment:
        'What a contract of a new project says comes from a person: if the code that makes the role wrote it, the check would compare the code with itself.',
      from: { path: '^src/init/(contracts|project)\\.ts$' },
      to: { path: '^src/infrastructure/', reachable: true },
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
      name: 'the-sdk-stays-in-account',
      severity: 'error',
      comment:
        'src/account alone knows the SDK of AWS, so that it can be replaced there, and no other command pays for its start.',
      from: { path: '^src/', pathNot: '^src/account/' },
      to: { path: '^(node_modules/)?(@aws-sdk|@smithy)/' },
    },
    {
      name: 'only-the-operator-asks-aws',
      severity: 'error',
      comment:
        'src/cli/parts/operator.ts is a program of its own (bin/build.js). What the other commands load must not lead to the SDK.',
      from: {
        path: '^src/cli/',
        pathNot:
          '^src/cli/(parts/operator|sign-in)\\.ts$|^src/cli/commands/(interrupt\\.ts$|(status|rotate|resolve|hold)/)',
      },
      to: { path: '^src/account/' },
    },
    {
      name: 'pure-folders-touch-no-machine',
      severity: 'error',
      comment:
        'src/workflow, src/iam, src/checks, src/review and src/audit are pure: no clock, no file, no network. Hand them what was read.',
      from: { path: '^src/(workflow|iam|checks|operations|review|audit)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-read-no-files',
      severity: 'error',
      comment:
        'src/workflow, src/iam, src/checks, src/review and src/audit get their data as arguments: a contract or a stack is read by the caller.',
      from: { path: '^src/(workflow|iam|checks|review|audit)/' },
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
      name: 'no-folder-circles',
      severity: 'error',
      comment:
        'Two folders that need each other, types included, are one idea or three: move what both need below both, or hand it in.',
      scope: 'folder',
      from: { path: '^src' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file and it imports nothing: use it or delete it.',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'only-bundled-packages',
      severity: 'error',
      comment:
        'The programs carry the packages that they use: add this one to the list, if its licence and its size allow that, or do without.',
      from: { path: '^(src|main\\.ts)' },
      to: {
        path: 'node_modules/',
        pathNot: `node_modules/(${bundled.join('|')})/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      comment: 'This cannot be found or is not in package.json: correct the path, or declare the package.',
      from: { path: '^(src|main\\.ts)' },
      to: {
        dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'],
        // A package that is also in peerDependenciesMeta has npm-no-pkg, too.
        dependencyTypesNot: ['npm', 'npm-dev'],
      },
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
