"""A function sees its own variables and those Lambda sets, not the whole environment of the emulator.

AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

import json
import os
import subprocess
import types

from ministack.core import lambda_runtime

# What a process needs anywhere, and how a function finds the emulator in the place of AWS.
KEPT = {"PATH", "TMPDIR", "LANG", "TZ", "AWS_ENDPOINT_URL"}

# The variables that every function is given unless it sets them itself: the `environment` of `startMinistack`.
FOR_ALL = json.loads(os.environ.get("EXPORT_ENGINE_LAMBDA_ENVIRONMENT", "{}"))


def start(*arguments, env=None, **options):
    return subprocess.Popen(*arguments, env=function_environment(env), **options)


def function_environment(env):
    inherited = {name for name, value in os.environ.items() if env.get(name) == value and name not in KEPT}
    own = {name: value for name, value in env.items() if name not in inherited or name.startswith("AWS_")}
    return {**FOR_ALL, **own}


# `subprocess` as the worker pool sees it.
lambda_runtime.subprocess = types.SimpleNamespace(Popen=start, PIPE=subprocess.PIPE)
