"""Task tokens: long and opaque; an unknown one is InvalidToken, one whose task has ended is TaskTimedOut.

AWS: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
"""

import base64
import json
import secrets
import threading
import time

from ministack.core.responses import error_response_json, json_response
from ministack.services import stepfunctions
from replacing import replaces
from step_functions_limits import LIMIT_BYTES, is_json

# Tokens of AWS have several hundred characters, at most 2,048.
TOKEN_BYTES = 480

tokens = {}


class Token:
    """One task's wait for its answer. The first answer counts."""

    def __init__(self, state_machine_arn):
        self.state_machine_arn = state_machine_arn
        self.text = base64.b64encode(secrets.token_bytes(TOKEN_BYTES)).decode()
        self.last_heartbeat_at = time.monotonic()
        self._lock = threading.Lock()
        self._answered = threading.Event()
        self._is_open = True
        self._output = self._error = None

    def is_answered(self):
        return self._answered.is_set()

    def wait(self, seconds):
        self._answered.wait(seconds)

    def answer(self):
        if self._error is not None:
            raise self._error
        return json.loads(self._output)

    def close(self):
        with self._lock:
            self._is_open = False

    def settle(self, output=None, error=None):
        """False when the task has ended before."""
        with self._lock:
            if not self._is_open:
                return False
            self._is_open = False
            self._output, self._error = output, error
            self._answered.set()
            return True

    def beat(self):
        with self._lock:
            self.last_heartbeat_at = time.monotonic()
            return self._is_open


def open_token(state_machine_arn):
    token = Token(state_machine_arn)
    tokens[token.text] = token
    return token


@replaces(stepfunctions, "_send_task_success")
def send_success(original, data):
    output = data.get("output", "")
    if len(output.encode()) > LIMIT_BYTES or not is_json(output):
        return error_response_json("InvalidOutput", "Invalid Output", 400)
    return settled(original, data, lambda token: token.settle(output=output))


@replaces(stepfunctions, "_send_task_failure")
def send_failure(original, data):
    error = stepfunctions._ExecutionError(data.get("error", "States.TaskFailed"), data.get("cause", ""))
    return settled(original, data, lambda token: token.settle(error=error))


@replaces(stepfunctions, "_send_task_heartbeat")
def send_heartbeat(original, data):
    return settled(original, data, lambda token: token.beat())


def settled(original, data, act):
    text = data.get("taskToken")
    if text in stepfunctions._task_tokens:
        # Of an activity, which stays as the emulator has it.
        return original(data)
    token = tokens.get(text)
    if token is None:
        return error_response_json("InvalidToken", "Invalid Token: 'Invalid token'", 400)
    if not act(token):
        return error_response_json("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", 400)
    return json_response({})
