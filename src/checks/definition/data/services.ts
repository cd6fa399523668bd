import { createAccessKey, listAccessKeys, type Operation } from '../../../workflow/operations';
import { anything, list, object, openObject, shortText, text, timestamp, type Shape } from './shape';

/** Results that calls surely return. */
const results: ReadonlyMap<Operation | undefined, Shape> = new Map([
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
  [
    createAccessKey,
    openObject({
      AccessKey: openObject({
        UserName: shortText,
        AccessKeyId: shortText,
        Status: shortText,
        SecretAccessKey: shortText,
      }),
    }),
  ],
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
  [
    listAccessKeys,
    openObject({ AccessKeyMetadata: list(openObject({ AccessKeyId: shortText, Status: shortText }), 0) }),
  ],
]);

/** Returns the shape that the result of a call surely has; for an operation that is not one of the five, nothing is known. */
export function resultOf(operation: Operation | undefined): Shape {
  return results.get(operation) ?? anything;
}

/** The error that a catcher puts into the data; a timeout may have no cause. */
export const caught: Shape = object(
  new Map([
    ['Error', { shape: shortText, isSure: true }],
    ['Cause', { shape: text, isSure: false }],
  ]),
  true,
);

/** The context object. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const context: Shape = openObject({
  Execution: openObject({ Id: shortText, Input: anything, Name: shortText, RoleArn: shortText, StartTime: timestamp }),
  State: openObject({ EnteredTime: timestamp, Name: shortText }),
  StateMachine: openObject({ Id: shortText, Name: shortText }),
});
