import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import words from './eslint/words.js';

const nodeGlobals = Object.fromEntries(
  (
    'require module exports __dirname __filename process console performance Buffer URL TextDecoder TextEncoder ' +
    'setTimeout clearTimeout setImmediate structuredClone'
  )
    .split(' ')
    .map((name) => [name, 'readonly']),
);

const readingFiles = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: ['createReadStream', 'open', 'promises', 'read', 'readFile', 'readFileSync', 'readSync'],
  message: 'Read with src/files, which refuses what is not UTF-8 text and says so in one line.',
}));

const parsingPolicies = {
  group: ['**/iam'],
  importNames: ['parseIdentityPolicy', 'parseResourcePolicy', 'parseTrustPolicy'],
  message: 'Ask src/checks/policy-index.ts, which parses each policy once.',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'cdktf.out/', 'coverage/', 'generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // It asks for the `!` that the rule above forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers read well in texts; what must not be written into one are objects, undefined and any.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An index signature names its keys, and an interface cannot be assigned to one.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      // It recurses without end on a recursive type such as Json.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // process.env['NAME'] says that it may be undefined.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    // Tests read what was written as JSON; what they expect of it is their point.
    files: ['__tests__/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      'no-restricted-imports': [
        'error',
        { name: 'fast-check', message: 'Import __tests__/fast-check, which gives every run the same examples.' },
      ],
    },
  },
  { files: ['__tests__/fast-check.ts'], rules: { 'no-restricted-imports': 'off' } },
  ...words,
  {
    // A size that a reader can hold. A table is long without being hard to read: it says so where it stands.
    files: ['src/**/*.ts', 'main.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-params': ['error', 5],
      'max-lines-per-function': ['error', { max: 55, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
    },
  },
  {
    files: ['src/**/*.ts', 'main.ts'],
    ignores: ['src/files/**'],
    rules: { 'no-restricted-imports': ['error', { paths: readingFiles }] },
  },
  {
    files: ['src/checks/**/*.ts'],
    ignores: ['src/checks/policy-index.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: readingFiles, patterns: [parsingPolicies] }] },
  },
  {
    files: ['src/**/*.ts', 'main.ts'],
    ignores: ['src/json/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'JSON',
          property: 'parse',
          message: 'Read with src/json, which refuses repeated keys and what nests too deep, and says where.',
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', ecmaVersion: 2023, globals: nodeGlobals },
    rules: { eqeqeq: 'error' },
  },
  prettier,
);
