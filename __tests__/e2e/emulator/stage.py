"""
Where moto's state machines meet a director: it hears of every execution, is asked before every call of a service and told its answer, and
decides how long a wait lasts. So one place scales the clock, makes faults and records, and the definition that runs is the deployed one.
"""

import datetime
import functools
import json
import threading
import types
import urllib.request

import moto.core.utils
from botocore.exceptions import ClientError
from moto import backends
from moto.stepfunctions.parser import models
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.common.retry.retrier_decl import RetrierDecl
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import EvalTimeoutError
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.event import event_manager
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for
from moto.stepfunctions.parser.backend import execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from gaps import everywhere, written


class Director:
    """Speaks with the director."""

    def __init__(self, url, clock):
        self.url = url
        self.clock = clock

    def ask(self, subject, **message):
        body = json.dumps(written(message)).encode()
        request = urllib.request.Request(f"{self.url}/{subject}", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def ahead(self):
        """By how much the clock is ahead of the real one: for all waits that were passed over. It stands in a file."""
        with open(self.clock) as file:
            return datetime.timedelta(milliseconds=float(file.read()))


def direct(url, clock):
    director = Director(url, clock)
    move_clock(director)
    follow_executions(director)
    decide_waits(director)
    stand_between(director)
    remember()


def move_clock(director):
    """What moto takes for now is what the director does."""

    def now(tz=None):
        return datetime.datetime.now(tz) + director.ahead()

    utcnow = moto.core.utils.utcnow
    everywhere(utcnow, lambda: utcnow() + director.ahead())
    moved = types.SimpleNamespace(now=now)
    clock = types.SimpleNamespace(datetime=moved, timezone=datetime.timezone, timedelta=datetime.timedelta)
    for module in (models, state, event_manager, execution):
        module.datetime = clock


def follow_executions(director):
    original = ExecutionWorker._execution_logic

    def followed(self):
        details = self._evaluation_details.execution_details
        machine = self._evaluation_details.state_machine_details
        name = details.name
        director.ask("started", execution=name, machine=machine.name, definition=machine.definition, input=details.inpt)
        try:
            original(self)
        finally:
            director.ask("ended", execution=name)

    ExecutionWorker._execution_logic = followed


def decide_waits(director):
    def wait(kind, seconds, env):
        director.ask("wait", kind=kind, seconds=seconds, **here(env))

    WaitFunction._wait_interval = lambda self, env, wait_seconds: wait("wait", wait_seconds, env)

    # A retrier calls time.sleep of its module, which does not say whose sleep it is.
    current = threading.local()
    evaluate = RetrierDecl._eval_body

    def retry(self, env):
        current.env = env
        evaluate(self, env)

    RetrierDecl._eval_body = retry
    retrier_decl.time = types.SimpleNamespace(sleep=lambda seconds: wait("retry", seconds, current.env))

    def time_out(task, env):
        task.timeout.eval(env=env)
        wait("timeout", env.stack.pop(), env)
        raise EvalTimeoutError()

    director.time_out = time_out


def stand_between(director):
    call_service = StateTaskServiceAwsSdk._eval_service_task

    def call(self, env, normalised_parameters, **rest):
        api = {"service": self.resource.api_name, "api": self.resource.api_action}
        place = here(env)
        fault = director.ask("call", parameters=normalised_parameters, **api, **place).get("fault") or {"kind": "none"}
        if fault["kind"] == "fail-before":
            fail(self, env, fault)
        if fault["kind"] == "timeout" and not fault["takesEffect"]:
            director.time_out(self, env)
        try:
            call_service(self, env=env, normalised_parameters=normalised_parameters, **rest)
        except ClientError as problem:
            event = self._from_error(env, problem)
            told = event.event_details["taskFailedEventDetails"]
            director.ask("refused", error=told["error"], cause=told["cause"], **place)
            raise FailureEventException(event) from problem
        director.ask("done", result=env.stack[-1], **place)
        if fault["kind"] == "lose-answer":
            fail(self, env, fault)
        if fault["kind"] == "timeout":
            director.time_out(self, env)

    StateTaskServiceAwsSdk._eval_service_task = call


def fail(task, env, fault):
    raise FailureEventException(task._get_task_failure_event(env, fault["error"], fault["cause"]))


def remember():
    """
    Every request lists the folder of moto's services, every call makes a client, every execution parses the definition anew and every look at data
    its path: nine tenths of the time that a rotation takes. What is made of the same texts is the same.
    """
    services = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: services
    make = boto_client_for
    client_of = functools.cache(lambda region, service: make(region, service))
    everywhere(make, lambda region, service, state_credentials=None: client_of(region, service))
    for paths in (json_path, result_path):
        paths.parse = functools.cache(paths.parse)
    AmazonStateLanguageParser.parse = staticmethod(functools.cache(AmazonStateLanguageParser.parse))


def here(env):
    """Which attempt of which state of which execution this is."""
    context = env.states.context_object.context_object_data
    return {
        "execution": context["Execution"]["Name"],
        "state": context["State"]["Name"],
        "attempt": context["State"].get("RetryCount", 0) + 1,
    }
