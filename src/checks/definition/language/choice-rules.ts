import { isObject } from '../../../json';
import { reference } from './expressions';
import { anything, listOf, number, objectOf, oneOf, text, timestamp, type Fields, type Form } from './form';

const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE, 'any');
const truth = oneOf(true, false);

const relations = ['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

function family(name: string, operand: Form): Fields {
  return Object.fromEntries(
    relations.flatMap((relation) => [
      [`${name}${relation}`, operand],
      [`${name}${relation}Path`, reference],
    ]),
  );
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
const operators: Fields = {
  ...family('String', text),
  ...family('Numeric', anyNumber),
  ...family('Timestamp', timestamp),
  BooleanEquals: truth,
  BooleanEqualsPath: reference,
  StringMatches: text,
  ...Object.fromEntries(
    ['Present', 'Null', 'Boolean', 'Numeric', 'String', 'Timestamp'].map((name) => [`Is${name}`, truth]),
  ),
};

const combinations: Fields = {
  And: (value, site) => conditions(value, site),
  Or: (value, site) => conditions(value, site),
  Not: (value, site) => condition(value, site),
};

const tests: Fields = { ...combinations, ...operators };
const isCombined = objectOf(combinations);
const isCompared = objectOf({ ...operators, Variable: reference });
const isCombinedRule = objectOf({ ...combinations, Next: anything, Comment: text });
const isComparedRule = objectOf({ ...operators, Variable: reference, Next: anything, Comment: text });

/** A rule of a Choice: one condition and its next state. The names of all next states are judged together. */
export const choiceRule: Form = shaped(isCombinedRule, isComparedRule);

/** A condition inside a rule has no next state: only the rule has one. */
const condition: Form = shaped(isCombined, isCompared);
const conditions: Form = listOf((value, site) => condition(value, site));

/** Exactly one of `And`, `Or`, `Not` and the operators; AWS does not document which of two it uses. */
function shaped(combined: Form, compared: Form): Form {
  return (value, site) => {
    if (!isObject(value)) {
      site.problem('must be an object');
      return;
    }
    const given = Object.keys(value).filter((name) => Object.hasOwn(tests, name));
    if (given.length !== 1)
      site.problem(`must have exactly one of And, Or, Not and a comparison, and has ${given.join(' and ') || 'none'}`);
    const isCombination = given.some((name) => Object.hasOwn(combinations, name));
    if (!isCombination && !Object.hasOwn(value, 'Variable')) site.problem('must have a Variable');
    if (!(isCombination && given.length > 1)) (isCombination ? combined : compared)(value, site);
  };
}
