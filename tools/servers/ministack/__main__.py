"""ministack with the gaps closed that matter to a deployment test. `startMinistack` runs it: `python <this folder>`.

Each module beside this one closes one gap, says what AWS does there, and where that is documented. They replace parts
of one exact release of ministack, so any other is refused.
"""

import importlib
import importlib.metadata
import os
import sys

GAPS = (
    "lambda_environment",
    "lambda_errors",
    "lambda_payload_limits",
    "lambda_workers",
    "step_functions_executions",
    "step_functions_branches",
    "step_functions_retries",
    "step_functions_tasks",
    "step_functions_tokens",
    "step_functions_lambda",
    "step_functions_error_names",
    "http_api",
    "web_socket_api",
    "cloudformation_types",
    "cloudformation_attributes",
    "cloudformation_parameters",
    "cloudformation_references",
    "permission_resources",
)


def main() -> None:
    expected = os.environ["EXPORT_ENGINE_MINISTACK_VERSION"]
    found = importlib.metadata.version("ministack")
    if found != expected:
        raise SystemExit(f"The gaps are closed for ministack {expected}; this is {found}.")

    for gap in GAPS:
        importlib.import_module(gap)

    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    sys.exit(main())
