/** The commands that make the right input, to be read after "…; ". */
export const planCommand =
  'give what "terraform show -json tfplan" prints of a plan that "terraform plan -out tfplan" saved';

export const exportCommand = 'give what "aws iam get-account-authorization-details" prints';

export const stateCommand = 'give the output of "terraform show -json" next to it';
