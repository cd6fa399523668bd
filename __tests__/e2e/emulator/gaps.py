"""
What moto 5.2 does otherwise than AWS on the way of a Keyturn deployment, each in a function of its own that mends it. A test opens one after the
other and shows that it is still there; where that test fails, the function can go.
"""

import copy
import datetime
import re
import sys

from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.responses import StepFunctionResponse


def validate_definition():
    """
    ValidateStateMachineDefinition is missing, and the provider asks it whenever a definition changes; an HTTP 500 it asks again without end.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
    """
    StepFunctionResponse.validate_state_machine_definition = lambda self: '{"result":"OK","diagnostics":[]}'


def list_versions():
    """
    ListStateMachineVersions is missing, and the provider asks for it on every read.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html
    """
    StepFunctionResponse.list_state_machine_versions = lambda self: '{"stateMachineVersions":[]}'


def second_execution():
    """A machine is copied for every execution, with those that run, and what runs holds locks that cannot be copied."""

    def copied(self, memo):
        clone = copy.copy(self)
        clone.executions = []
        return clone

    StateMachine.__deepcopy__ = copied


def dates():
    """
    Dates in results stay objects of Python, on which States.JsonToString, States.Format and comparisons break. Step Functions gives ISO 8601.
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
    Names of errors begin with the service as the resource writes it (`iam.NoSuchEntityException`), AWS's with `Iam.`, `SecretsManager.`, `Ses.`.
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    names = {"iam": "Iam", "secretsmanager": "SecretsManager", "ses": "Ses"}
    original = StateTaskServiceAwsSdk._normalise_service_error_name
    StateTaskServiceAwsSdk._normalise_service_error_name = staticmethod(
        lambda service: names.get(service.lower()) or original(service)
    )


def indexes():
    """
    A path through an index (`$.keys[0].Status`) is taken for one that finds many, and what it finds is wrapped in a list, so that every rule of
    a Choice on such a path is false. A path of names and indexes alone (a Reference Path) names one place, and its value is what stands there.
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
    $$.State.EnteredTime ends in +00:00, behind millionths of a second; AWS's has thousandths and a Z.
    https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    """

    def state_data(**members):
        entered = datetime.datetime.fromisoformat(members.pop("EnteredTime")).astimezone(datetime.timezone.utc)
        return dict(members, EnteredTime=f"{entered:%Y-%m-%dT%H:%M:%S}.{entered.microsecond // 1000:03}Z")

    state.StateData = state_data


def everywhere(original, replacement):
    """Puts a function in the place of another wherever it was imported by its name."""
    for module in list(sys.modules.values()):
        for name in [name for name, value in vars(module).items() if value is original] if module else []:
            setattr(module, name, replacement)


GAPS = {
    mend.__name__.replace("_", "-"): mend
    for mend in (
        validate_definition,
        list_versions,
        second_execution,
        dates,
        error_prefixes,
        indexes,
        entered_time,
    )
}


def close(left_open):
    for name, mend in GAPS.items():
        if name not in left_open and "all" not in left_open:
            mend()
