"""Tells the stories that come on standard input in the executor of moto, an emulator of AWS, and says how each ended."""

import copy
import json
import logging
import pathlib
import sys
import threading

from moto.stepfunctions.parser.api import HistoryEventType, StateMachineType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import EvalTimeoutError
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.evaluation_details import (
    AWSExecutionDetails,
    EvaluationDetails,
    ExecutionDetails,
    StateMachineDetails,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError
from moto.stepfunctions.parser.backend.execution_worker import SyncExecutionWorker

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "e2e" / "emulator"))
import gaps

logging.disable(logging.CRITICAL)


class Telling:
    """What happens in the story that is being told."""

    def __init__(self, answers):
        self.answers = {state: list(each) for state, each in answers.items()}
        self.calls = []
        self.waits = []

    def wait(self, seconds):
        if seconds > 0:
            self.waits.append(seconds)


telling = Telling({})


class Clock:
    """Stands where moto has the module `time`: a retry sleeps here."""

    @staticmethod
    def sleep(seconds):
        telling.wait(seconds)


def answered(self, env, resource_runtime_part, normalised_parameters, state_credentials):
    telling.calls.append(copy.deepcopy(normalised_parameters))
    answers = telling.answers.get(self.name, [])
    answer = answers.pop(0) if answers else "nothing"
    if answer == "nothing":
        self.timeout.eval(env=env)
        telling.wait(env.stack.pop())
        raise EvalTimeoutError()
    if "result" in answer:
        env.stack.append(answer["result"])
        return
    details = TaskFailedEventDetails(error=answer["error"], cause=answer["cause"])
    raise FailureEventException(
        FailureEvent(
            env=env,
            error_name=ErrorName(error_name=answer["error"]),
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
    )


class Communication:
    def terminated(self):
        pass


def tell(story, machine_arn, name):
    global telling
    telling = Telling(story["answers"])
    role = "arn:aws:iam::111122223333:role/agreement"
    details = EvaluationDetails(
        AWSExecutionDetails("111122223333", "eu-central-1", role),
        ExecutionDetails(
            machine_arn.replace(":stateMachine:", ":execution:") + ":" + name,
            name,
            role,
            story["input"],
            "2026-01-05T03:00:00.000Z",
        ),
        StateMachineDetails(machine_arn, "agreement", StateMachineType.STANDARD, story["definition"]),
    )
    worker = SyncExecutionWorker(details, Communication(), None, {})
    try:
        worker.start()
    except Exception as problem:
        return {"error": "refused", "cause": f"{type(problem).__name__}: {problem}"[:300], "calls": [], "waits": []}
    state = worker.env.program_state()
    happened = {"calls": telling.calls, "waits": telling.waits}
    if isinstance(state, ProgramEnded):
        return {"output": worker.env.states.get_input(), **happened}
    if isinstance(state, ProgramError):
        ended = {key: state.error[key] for key in ("error", "cause") if state.error.get(key) is not None}
        return {**ended, **happened}
    return {"error": type(state).__name__, **happened}


retrier_decl.time = Clock
WaitFunction._wait_interval = lambda self, env, wait_seconds: telling.wait(wait_seconds)
StateTaskServiceAwsSdk._eval_service_task = answered
gaps.indexes()
# Deep stacks of parsers, one thread for each call.
threading.stack_size(64 * 1024 * 1024)

asked = json.load(sys.stdin)
print(json.dumps([tell(story, asked["machineArn"], asked["executionName"]) for story in asked["stories"]]))
