"""moto's server, with the two answers that the AWS provider waits for and moto does not give."""

import sys

from moto.server import main
from moto.stepfunctions.responses import StepFunctionResponse

StepFunctionResponse.validate_state_machine_definition = lambda self: '{"result":"OK","diagnostics":[]}'
StepFunctionResponse.list_state_machine_versions = lambda self: '{"stateMachineVersions":[]}'

main(sys.argv[1:])
