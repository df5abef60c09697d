"""The command line as a process: ``python -m extractor``, and the command ``extractor``."""

from __future__ import annotations

import gc
import os
import signal


def main() -> None:
    """Run the command line; an interrupt ends it as it ends other programs, without a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the threads of numpy spin while they wait: 25 ms a core
    gc.disable()  # what is imported stays: to look for garbage in it takes a tenth of the time of a small page
    from extractor.cli import main as command  # numpy and all that takes long after the signal

    gc.freeze()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
