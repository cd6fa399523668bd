/** The supported inputs, as the end of a message about an unsupported one. */
export const whatWouldBeRight =
  'give a cdk.tf.json, the output of "terraform show -json" for a plan or a state, the output of "aws iam get-account-authorization-details", ' +
  'or a policy document';
