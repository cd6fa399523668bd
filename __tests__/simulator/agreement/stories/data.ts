import { story, type Story } from '../story';
import { pass, task } from './states';

const input = { user: 'ci', keys: [{ id: 'A' }, { id: 'B' }], deep: { n: 1, m: { o: true } } };
const result = { Keys: [{ Id: 'K1' }, { Id: 'K2' }], Secret: 's' };
const told = { input, answers: { Call: [{ result }] } };
const shaped = (name: string, rest: Parameters<typeof pass>[0], output: Story['ends']['output']): Story =>
  story(name, { Shape: pass(rest) }, output === undefined ? { error: 'States.Runtime' } : { output }, { input });

export const data: readonly Story[] = [
  story(
    'ResultPath $ lets the result replace the input',
    { Call: { ...task(), ResultPath: '$' } },
    { output: result },
    told,
  ),
  story(
    'ResultPath adds to the input',
    { Call: task({ ResultPath: '$.deep.list' }) },
    { output: { ...input, deep: { ...input.deep, list: result } } },
    told,
  ),
  story(
    'ResultPath makes the objects on its way',
    { Call: task({ ResultPath: '$.new.here' }) },
    { output: { ...input, new: { here: result } } },
    told,
  ),
  story('ResultPath null keeps the input', { Call: task({ ResultPath: null }) }, { output: input }, told),
  story(
    'ResultSelector takes from the result',
    { Call: task({ ResultSelector: { 'first.$': '$.Keys[0].Id', fixed: 1 } }) },
    { output: { ...input, got: { first: 'K1', fixed: 1 } } },
    told,
  ),
  story(
    'OutputPath takes from what ResultPath made',
    { Call: task({ OutputPath: '$.got.Keys' }) },
    { output: result.Keys },
    told,
  ),
  story(
    'InputPath comes before Parameters, ResultPath writes into the whole input',
    { Call: task({ InputPath: '$.deep', Parameters: { 'N.$': '$.n' } }) },
    { calls: [{ N: 1 }], output: { ...input, got: result } },
    told,
  ),
  story(
    'without Parameters the input is what is called with',
    { Call: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys', End: true } },
    { calls: [input], output: result },
    told,
  ),
  story(
    'Parameters hold the context object, too',
    {
      Call: task({
        Parameters: {
          'Name.$': '$$.Execution.Name',
          'Input.$': '$$.Execution.Input.user',
          'Machine.$': '$$.StateMachine.Name',
        },
      }),
    },
    { calls: [{ Name: 'told', Input: 'ci', Machine: 'agreement' }] },
    told,
  ),
  story(
    'the context object names the state',
    { Call: task({ Parameters: { 'State.$': '$$.State.Name' } }) },
    { calls: [{ State: 'Call' }] },
    told,
  ),
  story(
    'the context object counts the retries',
    { Call: task({ Parameters: { 'Retry.$': '$$.State.RetryCount' }, Retry: [{ ErrorEquals: ['States.ALL'] }] }) },
    { calls: [{ Retry: 0 }, { Retry: 1 }, { Retry: 2 }] },
    { input, answers: { Call: [{ error: 'Iam.IamException' }, { error: 'Iam.IamException' }, { result }] } },
  ),
  story(
    'a Succeed passes on a part',
    { End: { Type: 'Succeed', InputPath: '$.deep', OutputPath: '$.m' } },
    { output: { o: true } },
    { input },
  ),
  shaped('a Pass passes its input on', {}, input),
  shaped(
    'Result stands for what was done',
    { Result: { 'literal.$': '$.user' }, ResultPath: '$.r' },
    { ...input, r: { 'literal.$': '$.user' } },
  ),
  shaped(
    'Parameters of a Pass',
    { Parameters: { 'who.$': '$.user', list: [1, { 'n.$': '$.deep.n' }] } },
    { who: 'ci', list: [1, { n: 1 }] },
  ),
  shaped('InputPath null is an empty object', { InputPath: null }, {}),
  shaped('OutputPath null is an empty object', { OutputPath: null }, {}),
  shaped('InputPath of a Pass', { InputPath: '$.deep.m' }, { o: true }),
  shaped('an InputPath that is not there', { InputPath: '$.missing' }, undefined),
  shaped('an OutputPath that is not there', { OutputPath: '$.missing' }, undefined),
  shaped('a parameter that is not there', { Parameters: { 'x.$': '$.missing' } }, undefined),
  shaped('an index in a path', { Parameters: { 'x.$': '$.keys[1].id' } }, { x: 'B' }),
  shaped('an index from the end', { Parameters: { 'x.$': '$.keys[-1].id' } }, { x: 'B' }),
  shaped('an index beyond the list', { Parameters: { 'x.$': '$.keys[2].id' } }, undefined),
  shaped('every element', { Parameters: { 'x.$': '$.keys[*].id' } }, { x: ['A', 'B'] }),
  shaped('a slice', { Parameters: { 'x.$': '$.keys[0:1]' } }, { x: [{ id: 'A' }] }),
  shaped('a filter', { Parameters: { 'x.$': "$.keys[?(@.id == 'B')].id" } }, { x: ['B'] }),
  shaped('a filter that finds nothing', { Parameters: { 'x.$': "$.keys[?(@.id == 'C')].id" } }, { x: [] }),
  shaped('any depth', { Parameters: { 'x.$': '$..id' } }, { x: ['A', 'B'] }),
  shaped('a name in brackets', { Parameters: { 'x.$': "$['deep']['n']" } }, { x: 1 }),
];
