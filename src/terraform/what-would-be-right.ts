/** The inputs that can be judged, as the end of a message about one that cannot. */
export const whatWouldBeRight =
  'give a cdk.tf.json, what "terraform show -json" prints of a plan or a state, what "aws iam get-account-authorization-details" prints, ' +
  'or a policy document';
