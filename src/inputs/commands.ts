/** The commands that make the right input, to be read after "…; ". */
export const planCommand =
  'give the output of "terraform show -json tfplan" for a plan that "terraform plan -out tfplan" saved';

export const exportCommand = 'give the output of "aws iam get-account-authorization-details"';

export const stateCommand = 'give the output of "terraform show -json" next to it';
