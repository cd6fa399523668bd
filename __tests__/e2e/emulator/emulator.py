"""
An AWS for tests: moto's server on a free port of 127.0.0.1, with its gaps closed (gaps.py) and its state machines directed (stage.py).

Prints its port, and ends when its standard input ends, so that it never outlives the process that started it.
  KEYTURN_DIRECTOR   where the director of executions listens; without one they run as moto runs them
  KEYTURN_CLOCK      a file of the director's: by how many milliseconds its clock is ahead of the real one
  KEYTURN_GAPS_OPEN  names of gaps that stay open, with commas between; `all` leaves all of them
"""

import os
import sys
import threading

from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import gaps
import stage


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one answer, one packet

    def log(self, *args):
        """Nothing: requests carry secrets."""


def main():
    # The parser of definitions recurses deeply, and each execution has a thread of its own.
    threading.stack_size(64 * 1024 * 1024)
    gaps.close(os.environ.get("KEYTURN_GAPS_OPEN", "").split(","))
    if "KEYTURN_DIRECTOR" in os.environ:
        stage.direct(os.environ["KEYTURN_DIRECTOR"], os.environ["KEYTURN_CLOCK"])
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), True, request_handler=Quiet)
    os.environ["MOTO_PORT"] = str(server.server_port)  # where its state machines find its services
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)  # executions may still wait in threads of their own


main()
