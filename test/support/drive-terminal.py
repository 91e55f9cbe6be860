"""Runs a command in a pseudo-terminal: waits for each text, then types what belongs to it. Prints as JSON what was shown and how the command ended."""
import fcntl, json, os, pty, re, select, struct, sys, termios, time

steps, command = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 100, 0, 0))
    os.execvp(command[0], command)

shown, seen, deadline = b'', 0, time.monotonic() + 45
while time.monotonic() < deadline:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    elif steps and steps[0][0].encode() in re.sub(rb'\x1b\[[0-9;?]*[A-Za-z]', b'', shown[seen:]):
        # Nothing comes any more: the question stands, and keys are read.
        seen = len(shown)
        os.write(terminal, steps.pop(0)[1].encode())
else:
    os.kill(child, 9)

status = os.waitpid(child, 0)[1]
print(json.dumps({'exit': os.waitstatus_to_exitcode(status), 'shown': shown.decode('utf8', 'replace'), 'left': [wait for wait, _ in steps]}))
