"""Runs checks in their order and prints one line for each."""
import sys
import traceback


def run(*checks):
    """Later ones need what earlier ones left, so the first failure ends the run."""
    for check in checks:
        try:
            check()
        except Exception as error:  # noqa: BLE001: whatever it is, it is told
            print(f"not ok {check.__name__.replace('_', ' ')}: {type(error).__name__}: {error}")
            traceback.print_exc()
            sys.exit(1)
        print(f"ok {check.__name__.replace('_', ' ')}", flush=True)
    print("done")
