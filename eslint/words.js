// Code decides by closed kinds, never by the words that are made from them: a reworded sentence must not change a verdict.
const words = '/^(what|why|message|reason|detail|cause)$/';
const methods = '/^(includes|startsWith|endsWith|match|matchAll|search)$/';
const message = 'This code looks into words. Give what the words are made from a closed kind, and decide by the kind.';

const selectors = [
  `CallExpression[callee.property.name=${methods}][callee.object.name=${words}]`,
  `CallExpression[callee.property.name=${methods}][callee.object.property.name=${words}]`,
  `CallExpression[callee.property.name=/^(test|exec)$/] > .arguments[name=${words}]`,
  `CallExpression[callee.property.name=/^(test|exec)$/] > .arguments[property.name=${words}]`,
  `CallExpression[callee.property.name=/^(test|exec)$/] > .arguments[expression.property.name=${words}]`,
];

module.exports = [
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...selectors.map((selector) => ({ selector, message }))] },
  },
  {
    // The cause that the machine reports is the subject of these invariants.
    files: ['src/explorer/invariants/cause-claims.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
];
