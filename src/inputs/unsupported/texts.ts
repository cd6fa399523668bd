import { InputError } from '../../input-error';
import { whatWouldBeRight } from '../../terraform';
import { exportCommand, planCommand } from '../commands';
import { parseLenientJson } from '../../json';

/** https://github.com/hashicorp/setup-terraform#usage */
const wrapped =
  'contains the lines that the wrapper of hashicorp/setup-terraform adds; set "terraform_wrapper: false" in that step, or make it with "terraform-bin show -json tfplan > plan.json"';

/** The last lines that the wrapper adds. */
const endOfWrapper = /\n::(?:debug|set-output|error)\b/;

/** Texts that are not one JSON value, by their beginning; the first match counts. */
const texts: readonly { readonly is: RegExp; readonly says: string }[] = [
  { is: /^\s*\[command\]\S*(?:terraform|tofu)/, says: wrapped },
  { is: /^\s*\{"@level":/, says: `is the log of "terraform plan -json"; ${planCommand}` },
  {
    is: /^\s*(?:Terraform (?:used|will|has)\b|An execution plan\b|OpenTofu (?:used|will|has)\b|# \S+ will be )/,
    says: `is Terraform's output for people; ${planCommand}`,
  },
  { is: /^\s*<(?:\?xml|[A-Za-z])/, says: `is XML; ${exportCommand}, which prints JSON` },
  {
    is: /^(?:resource|terraform|provider|module|variable|locals|data|output|moved|import|removed|check)\s*(?:"[^"\n]*"\s*){0,2}\{/,
    says: `is native Terraform configuration, which is judged by its plan; ${planCommand}`,
  },
  {
    is: /^\s*(?:USERDETAILLIST|GROUPDETAILLIST|ROLEDETAILLIST|POLICIES)\t|^-+\n\|/,
    says: `is the AWS CLI's output for people; ${exportCommand} --output json`,
  },
  {
    is: /^(?:%YAML[^\n]*\n)?(?:---\s*\n|(?:- )?["']?[A-Za-z_][\w.-]*["']?:(?:\s|$))/,
    says: `is YAML; give JSON: with "--output json" where the AWS CLI printed it`,
  },
];

/** Refuses a text that can be called by its name. */
export function refuseOtherTexts(text: string, file: string): void {
  const start = text.slice(0, 4096);
  const code = afterComments(start);
  const known = texts.find(({ is }) => is.test(start) || is.test(code));
  if (known !== undefined) throw InputError.of(`${file}: ${known.says}`);
  if (endOfWrapper.test(text.slice(-4096))) throw InputError.of(`${file}: ${wrapped}`);
  if (isSeveral(text))
    throw InputError.of(`${file}: holds several JSON texts, one after the other; give one alone: ${whatWouldBeRight}`);
}

/** Comments of native configuration and of YAML come before the first block as often as not. */
function afterComments(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('#') || rest.startsWith('//') ? '\n' : rest.startsWith('/*') ? '*/' : undefined;
    if (end === undefined) return rest;
    const at = rest.indexOf(end);
    rest = at === -1 ? '' : rest.slice(at + end.length).trimStart();
  }
}

/** One JSON text a line, as logs and paginators write them. */
function isSeveral(text: string): boolean {
  const [first, second] = text.split('\n', 200).filter((line) => line.trim() !== '');
  return first !== undefined && second !== undefined && isJson(first) && /^\s*[{[]/.test(second);
}

function isJson(line: string): boolean {
  try {
    parseLenientJson(line);
    return true;
  } catch {
    return false;
  }
}
