"""A network switch for hosts that are namespaces of one machine: python3 network-switch.py <milliseconds> <loss> <name>...

Each name is a cable that it makes (a TAP device of that name, which is then moved to its host). A frame takes so many milliseconds from one cable to another, and so large a share of them is lost,
the same ones in every run. Commands come over the standard input, a line each: `unplug <name>` and `plug <name>`. What is on its way through a cable that is unplugged is lost.
Written because not every kernel has netem.
"""

import fcntl, heapq, os, random, select, struct, sys, time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


def make_cable(name):
    cable = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(cable, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return cable


delay, loss = float(sys.argv[1]) / 1000, float(sys.argv[2])
cables = {name: make_cable(name) for name in sys.argv[3:]}
names = {cable: name for name, cable in cables.items()}
unplugged, learnt, under_way, count = set(), {}, [], 0
chance = random.Random(1)
print("ready", flush=True)


def take_in(cable):
    """Frames of one cable go to where their address was last heard of, or everywhere."""
    global count
    try:
        frame = os.read(cable, 65536)
    except OSError:
        return  # Its host has not brought it up, or has taken it down.
    if names[cable] in unplugged:
        return
    to, sender = frame[:6], frame[6:12]
    learnt[sender] = cable
    for other in [learnt[to]] if to in learnt else [each for each in names if each != cable]:
        if chance.random() >= loss:
            count += 1
            heapq.heappush(under_way, (time.monotonic() + delay, count, cable, other, frame))


def hand_out(sender, cable, frame):
    if names[cable] in unplugged or names[sender] in unplugged:
        return
    try:
        os.write(cable, frame)
    except OSError:
        pass


while True:
    wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
    for ready in select.select([0, *names], [], [], wait)[0]:
        if ready != 0:
            take_in(ready)
            continue
        words = os.read(0, 4096).decode()
        if words == "":
            sys.exit()
        for line in words.split("\n"):
            if line.startswith("unplug "):
                unplugged.add(line[7:])
            elif line.startswith("plug "):
                unplugged.discard(line[5:])
    while under_way and under_way[0][0] <= time.monotonic():
        hand_out(*heapq.heappop(under_way)[2:])
