import { rules, type CheckOptions } from '../checks';
import { InputError } from '../input-error';
import { didYouMean } from '../text/suggest';

/** The values that say what an input does not show: the form of each, and the advice. */
const forms: readonly (readonly [
  name: 'account' | 'region' | 'environment' | 'module',
  form: RegExp,
  right: string,
])[] = [
  ['account', /^\d{12}$/, 'an account id; write 12 digits, such as 111122223333'],
  ['region', /^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region; write one such as eu-central-1'],
  ['environment', /^[\w-]+$/, 'an environment name; write one such as staging'],
  [
    'module',
    /^module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?(?:\.module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)*$/,
    'the address of a module; write one such as module.keyturn',
  ],
];

/**
 * The values that are given. Throws an InputError if one does not have its form.
 * @param optionOf the name of the option in the message
 */
export function givenValues(
  options: { readonly [name in (typeof forms)[number][0]]?: string },
  optionOf: (name: string) => string,
): NonNullable<CheckOptions['given']> {
  const given = forms.flatMap(([name, form, right]) => {
    const value = options[name];
    if (value === undefined) return [];
    if (!form.test(value)) throw InputError.of(`${optionOf(name)}: ${JSON.stringify(value)} is not ${right}`);
    return [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** Rules by their ids, each once and in the order of the rules. Throws an InputError if there is no such rule. */
export function strictRules(named: readonly string[], option: string): readonly string[] {
  const ids = rules.map(({ id }) => id);
  for (const id of named) {
    if (ids.includes(id)) continue;
    throw InputError.of(`${option}: ${JSON.stringify(id)} is not a rule; ${didYouMean(id, ids)}`);
  }
  return ids.filter((id) => named.includes(id));
}
