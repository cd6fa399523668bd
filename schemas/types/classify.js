// Puts every type into its class, by the rules and their exceptions.
const exceptions = require('./exceptions.js');
const { mayGrant } = require('./rules.js');

/**
 * The class of a type: `executor`, `understood`, `granting` (by being there) or `plain`, which grants nothing while none of its `grants` is
 * used: arguments, or parts of one, as `argument`, `argument!` where every instance has it, or `argument.part`.
 */
function classify(type, attributes) {
  const named = [
    ['executor', exceptions.executors],
    ['understood', exceptions.understood],
    ['granting', exceptions.granting],
  ].find(([, list]) => Object.hasOwn(list, type));
  if (named) return { class: named[0], reason: named[1][type], grants: [] };
  return { class: 'plain', reason: '', grants: grantsOf(type, attributes) };
}

function grantsOf(type, attributes) {
  const all = Object.entries(attributes).flatMap(([name, { settable, required, inner }]) => {
    if (!settable) return [];
    const isGrant = (path, last) =>
      (mayGrant(last) && !Object.hasOwn(exceptions.harmlessArguments, `${type}.${path}`)) ||
      Object.hasOwn(exceptions.grantingArguments, `${type}.${path}`);
    if (isGrant(name, name)) return [required ? `${name}!` : name];
    return inner
      .map((part) => [`${name}.${part}`, part])
      .flatMap(([path, part]) => (isGrant(path, part) ? [path] : []));
  });
  return all.sort();
}

/** Words of a name that has to do with rights. A type with such an argument can get a further way to grant in a newer provider. */
const aboutRights = /role|polic|principal|permission|grant|acl|trust/;

/** Whether an argument of a type, or a part of one, names a role, a policy, a principal or a permission. */
function namesRights(attributes) {
  return Object.entries(attributes).some(([name, { inner }]) => [name, ...inner].some((one) => aboutRights.test(one)));
}

/** Exceptions of types or arguments that are not there (any more). */
function stale({ managed, data }) {
  const { harmlessArguments, grantingArguments, executors, granting, understood, dataExecutors } = exceptions;
  const isThere = (path) => {
    const [type, name, part] = path.split('.');
    const attribute = managed[type]?.[name];
    return attribute?.settable === true && (part === undefined || attribute.inner.includes(part));
  };
  return [
    ...Object.keys({ ...harmlessArguments, ...grantingArguments }).filter((path) => !isThere(path)),
    ...Object.keys({ ...executors, ...granting, ...understood }).filter((type) => managed[type] === undefined),
    ...Object.keys(dataExecutors).filter((type) => data[type] === undefined),
  ];
}

module.exports = { classify, namesRights, stale };
