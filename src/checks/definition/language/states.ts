import { isObject, type Json } from '../../../json';
import { choiceRule } from './choice-rules';
import { expression, path, reference, resultPath, template } from './expressions';
import {
  allOf,
  anything,
  atMostOneOf,
  both,
  exactlyOneOf,
  listOf,
  nullOr,
  number,
  objectOf,
  oneOf,
  text,
  timestamp,
} from './form';
import type { Fields, Form } from './form';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
const longestSeconds = 99_999_999;
/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const longestDelaySeconds = 31_622_400;

/** The check of the object judges the language: in another language every other field has another meaning. */
const language: Fields = { QueryLanguage: anything };
const every: Fields = { ...language, Type: anything, Comment: text };
const filtered: Fields = { InputPath: nullOr(path), OutputPath: nullOr(path) };
/** The name of the next state is judged together with the names in rules and catchers. */
const onward: Fields = { Next: anything, End: oneOf(true) };

const retrier: Form = both(
  objectOf({
    ErrorEquals: listOf(text),
    IntervalSeconds: number(1, longestSeconds),
    MaxAttempts: number(0, longestSeconds),
    BackoffRate: number(1, Number.MAX_VALUE, 'any'),
    MaxDelaySeconds: number(1, longestDelaySeconds),
    JitterStrategy: oneOf('FULL', 'NONE'),
    Comment: text,
  }),
  allOf('ErrorEquals'),
);

const catcher: Form = both(
  objectOf({ ErrorEquals: listOf(text), Next: anything, ResultPath: resultPath, Comment: text }),
  allOf('ErrorEquals'),
);

/** The fields that all states that run something have in common. */
const running: Fields = {
  Parameters: template,
  ResultSelector: template,
  ResultPath: resultPath,
  Retry: listOf(retrier, { mayBeEmpty: true }),
  Catch: listOf(catcher, { mayBeEmpty: true }),
};

const seconds = number(1, longestSeconds);
const count = number(0, Number.MAX_SAFE_INTEGER);
const percentage = number(0, 100, 'any');

const onwardOnce = exactlyOneOf('Next', 'End');

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const itemReader = objectOf({
  Resource: text,
  Parameters: template,
  ReaderConfig: objectOf({
    InputType: text,
    Transformation: text,
    CSVHeaderLocation: text,
    CSVHeaders: listOf(text),
    CSVDelimiter: text,
    ManifestType: text,
    ItemsPointer: text,
    MaxItems: count,
    MaxItemsPath: reference,
  }),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
const resultWriter = objectOf({
  Resource: text,
  Parameters: template,
  WriterConfig: objectOf({ Transformation: text, OutputType: text }),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
const itemBatcher = objectOf({
  BatchInput: template,
  MaxItemsPerBatch: count,
  MaxItemsPerBatchPath: reference,
  MaxInputBytesPerBatch: count,
  MaxInputBytesPerBatchPath: reference,
});

/** A machine inside a state is judged separately. */
const inner: Form = (value, site) => {
  if (!isObject(value)) site.problem('must be an object');
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
const map: Fields = {
  ItemsPath: path,
  ItemSelector: template,
  ItemProcessor: inner,
  Iterator: inner,
  ItemReader: itemReader,
  ItemBatcher: itemBatcher,
  ResultWriter: resultWriter,
  Label: text,
  MaxConcurrency: count,
  MaxConcurrencyPath: reference,
  ToleratedFailureCount: count,
  ToleratedFailureCountPath: reference,
  ToleratedFailurePercentage: percentage,
  ToleratedFailurePercentagePath: reference,
};

function all(...forms: readonly Form[]): Form {
  return forms.reduce(both);
}

/**
 * The states of each type in JSONPath, with every field that they can have. Any other field can move data or permissions in a way that Keyturn
 * does not know. https://states-language.net/spec.html
 */
const types: { readonly [type: string]: Form } = {
  Task: all(
    objectOf({
      ...every,
      ...filtered,
      ...onward,
      ...running,
      Resource: anything,
      TimeoutSeconds: seconds,
      TimeoutSecondsPath: reference,
      HeartbeatSeconds: seconds,
      HeartbeatSecondsPath: reference,
      Credentials: template,
    }),
    onwardOnce,
    atMostOneOf('TimeoutSeconds', 'TimeoutSecondsPath'),
    atMostOneOf('HeartbeatSeconds', 'HeartbeatSecondsPath'),
  ),
  Pass: all(
    objectOf({ ...every, ...filtered, ...onward, Parameters: template, Result: anything, ResultPath: resultPath }),
    onwardOnce,
    atMostOneOf('Parameters', 'Result'),
  ),
  Choice: all(objectOf({ ...every, ...filtered, Choices: listOf(choiceRule), Default: anything }), allOf('Choices')),
  Wait: all(
    objectOf({
      ...every,
      ...filtered,
      ...onward,
      Seconds: number(0, longestSeconds),
      SecondsPath: reference,
      Timestamp: timestamp,
      TimestampPath: reference,
    }),
    onwardOnce,
    exactlyOneOf('Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'),
  ),
  Succeed: objectOf({ ...every, ...filtered }),
  Fail: all(
    objectOf({ ...every, Error: text, Cause: text, ErrorPath: expression, CausePath: expression }),
    atMostOneOf('Error', 'ErrorPath'),
    atMostOneOf('Cause', 'CausePath'),
  ),
  Parallel: all(
    objectOf({ ...every, ...filtered, ...onward, ...running, Branches: listOf(inner) }),
    onwardOnce,
    allOf('Branches'),
  ),
  Map: all(
    objectOf({ ...every, ...filtered, ...onward, ...running, ...map }),
    onwardOnce,
    exactlyOneOf('ItemProcessor', 'Iterator'),
    atMostOneOf('Parameters', 'ItemSelector'),
  ),
};

/** The form of the states of a type; undefined for a type that Keyturn does not understand. */
export function formOf(type: Json | undefined): Form | undefined {
  return typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined;
}

const machine: Fields = { ...language, Comment: text, StartAt: anything, States: anything };

/** The form of each machine: the definition, a branch of a Parallel, the machine that a Map runs for each item. */
export const machines = {
  definition: objectOf({ ...machine, Version: oneOf('1.0'), TimeoutSeconds: seconds }),
  branch: objectOf(machine),
  processor: objectOf({
    ...machine,
    ProcessorConfig: objectOf({
      Mode: oneOf('INLINE', 'DISTRIBUTED'),
      ExecutionType: oneOf('STANDARD', 'EXPRESS'),
    }),
  }),
} satisfies { readonly [kind: string]: Form };
