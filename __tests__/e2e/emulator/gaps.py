"""
The differences between moto 5.2 and AWS that affect a Keyturn deployment. One function corrects each of them. A test leaves one gap open after the
other and shows that moto still has it; if that test fails, the function can be removed.
"""

import copy
import datetime
import re
import sys
import uuid

from moto.core import utils
from moto.core.responses import ActionResult
from moto.core.serialize import url_encode
from moto.iam.models import AccessKey
from moto.iam.responses import IamResponse
from moto.scheduler import models as scheduler
from moto.scheduler.exceptions import ValidationException
from moto.secretsmanager.models import SecretsManagerBackend
from moto.stepfunctions.exceptions import InvalidExecutionInput
from moto.stepfunctions.models import StateMachine, StepFunctionBackend
from moto.stepfunctions.parser import models as machines
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.responses import StepFunctionResponse


def validate_definition():
    """
    ValidateStateMachineDefinition is missing. The provider calls it at every change of a definition, and repeats it without end after an HTTP 500.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
    """
    StepFunctionResponse.validate_state_machine_definition = lambda self: '{"result":"OK","diagnostics":[]}'


def list_versions():
    """
    ListStateMachineVersions is missing, and the provider calls it at every read.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html
    """
    StepFunctionResponse.list_state_machine_versions = lambda self: '{"stateMachineVersions":[]}'


def second_execution():
    """A machine is copied for every execution, together with its running executions, and these hold locks that cannot be copied."""

    def copied(self, memo):
        clone = copy.copy(self)
        clone.executions = []
        return clone

    StateMachine.__deepcopy__ = copied


def dates():
    """
    Dates in results remain Python objects, and States.JsonToString, States.Format and comparisons fail on them. Step Functions returns ISO 8601.
    https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
    """
    original = StateTaskServiceAwsSdk._eval_service_task

    def with_dates(self, env, **rest):
        original(self, env=env, **rest)
        env.stack.append(written(env.stack.pop()))

    StateTaskServiceAwsSdk._eval_service_task = with_dates


def written(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [written(each) for each in value]
    return value


def error_prefixes():
    """
    Error names begin with the service as the resource writes it (`iam.NoSuchEntityException`). AWS's begin with `Iam.`, `SecretsManager.`, `Ses.`.
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    names = {"iam": "Iam", "secretsmanager": "SecretsManager", "ses": "Ses"}
    original = StateTaskServiceAwsSdk._normalise_service_error_name
    StateTaskServiceAwsSdk._normalise_service_error_name = staticmethod(
        lambda service: names.get(service.lower()) or original(service)
    )


def indexes():
    """
    A path through an index (`$.keys[0].Status`) counts as one that finds many, and its value is wrapped in a list, so every rule of a Choice on such
    a path is false. A path of names and indexes only (a Reference Path) names one place, and returns the value there.
    https://states-language.net/#ref-paths
    """
    original = json_path.extract_json
    reference = re.compile(r"^\$\$?(?:\.[\w$-]+|\[\d+\]|\['[^']*'\])*$")

    def extract_json(path, data):
        value = original(path, data)
        wrapped = reference.match(path) and re.search(r"\[\d+\]", path) and not path.endswith("]")
        return value[0] if wrapped and isinstance(value, list) and len(value) == 1 else value

    everywhere(original, extract_json)


def entered_time():
    """
    $$.State.EnteredTime has microseconds and ends in +00:00; AWS's has milliseconds and ends in Z.
    https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    """

    def state_data(**members):
        entered = datetime.datetime.fromisoformat(members.pop("EnteredTime")).astimezone(datetime.timezone.utc)
        return dict(members, EnteredTime=f"{entered:%Y-%m-%dT%H:%M:%S}.{entered.microsecond // 1000:03}Z")

    state.StateData = state_data


def start_dates():
    """
    A past start date is refused only with cron(...), and only in a new schedule. AWS refuses it in every recurring schedule. Its pages do not say
    whether a changed schedule counts, so the emulator refuses it there too: what passes here passes in either case.
    https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
    """
    update = scheduler.Schedule.update

    def validate(self, start_date):
        earliest = scheduler.utcnow() - datetime.timedelta(minutes=5)
        comes_once = self.schedule_expression.startswith("at(")
        if start_date is not None and not comes_once and scheduler.utcfromtimestamp(start_date) < earliest:
            raise ValidationException("The StartDate you specify cannot be earlier than 5 minutes ago.")
        return start_date

    def validated(self, start_date, **rest):
        self._validate_start_date(start_date)
        update(self, start_date=start_date, **rest)

    scheduler.Schedule._validate_start_date = validate
    scheduler.Schedule.update = validated


def deletion():
    """
    A machine disappears when it is deleted, and its executions run to their end. In AWS it is DELETING while it has executions, and each of them
    fails at its next transition.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
    https://repost.aws/knowledge-center/step-functions-stuck-deleting-status
    """
    deleting = set()
    forgotten = {}
    delete, describe = StepFunctionBackend.delete_state_machine, StepFunctionBackend.describe_state_machine
    machine_of, answer = StepFunctionBackend._get_state_machine_for_execution, StepFunctionResponse._describe_state_machine
    enter = EvalComponent.eval

    def forget_unless_running(self, arn):
        machine = next((each for each in self.state_machines if each.arn == arn), None)
        if machine and not any(execution.status == "RUNNING" for execution in machine.executions):
            forgotten[machine.name] = machine
            deleting.discard(arn)
            delete(self, arn)

    def deleted(self, arn):
        deleting.add(arn)
        forget_unless_running(self, arn)

    def described(self, arn):
        if arn in deleting:
            forget_unless_running(self, arn)
        return describe(self, arn)

    def machine_or_forgotten(self, execution_arn):
        machine_arn = execution_arn.rpartition(":")[0].replace(":execution:", ":stateMachine:")
        if machine_arn in deleting:
            forget_unless_running(self, machine_arn)
        known = forgotten.get(execution_arn.split(":")[6])
        is_its_own = known and any(execution.execution_arn == execution_arn for execution in known.executions)
        return known if is_its_own else machine_of(self, execution_arn)

    def answered(self, arn):
        result = answer(self, arn).result
        return ActionResult(dict(result, status="DELETING" if arn in deleting else result["status"]))

    def entered(self, env):
        machine = env.states.context_object.context_object_data["StateMachine"]
        if machine["Id"] in deleting:
            env.set_error({"error": "States.Runtime", "cause": f"State machine {machine['Name']} has been deleted."})
        else:
            enter(self, env)

    StepFunctionBackend.delete_state_machine = deleted
    StepFunctionBackend.describe_state_machine = described
    StepFunctionBackend._get_state_machine_for_execution = machine_or_forgotten
    StepFunctionResponse._describe_state_machine = answered
    state.CommonStateField.eval = entered


def execution_names():
    """
    An execution that is started without a name is called `None`, so the next one is refused. AWS generates a name.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    start = machines.StepFunctionsParserBackend.start_execution

    def started(self, machine_arn, name=None, *rest):
        return start(self, machine_arn, name or str(uuid.uuid4()), *rest)

    machines.StepFunctionsParserBackend.start_execution = started


def execution_input():
    """
    An input that is not JSON is refused with an error without a name; AWS's is InvalidExecutionInput.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors
    """
    machines.InvalidExecutionInput = InvalidExecutionInput


def key_dates():
    """
    The CreateDate of an access key has microseconds, so two keys always have different ones; AWS's has whole seconds.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html#API_ListAccessKeys_Examples
    """
    make = AccessKey.__init__

    def made(self, *arguments, **rest):
        make(self, *arguments, **rest)
        self.create_date = self.create_date.replace(microsecond=0)

    AccessKey.__init__ = made


def report_time():
    """
    Every credential report is of 2015. AWS's has the time at which it was made.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
    """
    read = IamResponse.get_credential_report

    def dated(self):
        answer = read(self)
        now = utils.utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")
        return ActionResult({**answer.result, "GeneratedTime": now})

    IamResponse.get_credential_report = dated


def current_version():
    """
    GetSecretValue without a version returns the version that was written last, also after AWSCURRENT was moved. AWS returns AWSCURRENT.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    """
    read = SecretsManagerBackend.get_secret_value

    def read_current(self, secret_id, version_id, version_stage):
        return read(self, secret_id, version_id, version_stage if version_id or version_stage else "AWSCURRENT")

    SecretsManagerBackend.get_secret_value = read_current


def policy_versions():
    """
    GetPolicyVersion returns the document of a managed policy as it is. AWS encodes it for URLs, and the provider decodes it: a plus sign becomes a space.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
    """
    IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER["GetPolicyVersionResponse.PolicyVersion.Document"] = url_encode


def everywhere(original, replacement):
    """Replaces a function by another in every module that imported it by its name."""
    for module in list(sys.modules.values()):
        for name in [name for name, value in vars(module).items() if value is original] if module else []:
            setattr(module, name, replacement)


GAPS = {
    correct.__name__.replace("_", "-"): correct
    for correct in (
        validate_definition,
        list_versions,
        second_execution,
        dates,
        error_prefixes,
        indexes,
        entered_time,
        start_dates,
        deletion,
        execution_names,
        execution_input,
        key_dates,
        report_time,
        current_version,
        policy_versions,
    )
}


def close(left_open):
    for name, correct in GAPS.items():
        if name not in left_open and "all" not in left_open:
            correct()
