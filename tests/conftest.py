"""What holds for all tests: Ctrl-C reaches the programs that they start."""

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell that begins tests in the background has it ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
