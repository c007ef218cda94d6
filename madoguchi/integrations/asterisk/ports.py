"""Ports asked of the kernel, never assumed."""

import random
import socket

from madoguchi.integrations.asterisk.errors import NodeFailed

RTP_FIRST, RTP_LAST = 16384, 32700
"""Below the range from which kernels give out ports to clients."""


def free_port(host: str, kind: socket.SocketKind, wished: int | None = None) -> int:
    """`wished` if nobody has it, else any free port of that kind."""
    if wished is not None and _is_free(host, kind, wished):
        return wished
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def free_range(host: str, count: int) -> tuple[int, int]:
    """First and last of `count` neighbouring free UDP ports, begun at random so that two nodes rarely meet.

    When they do, the switch passes over a port that is taken.
    """
    for _ in range(50):
        first = random.randrange(RTP_FIRST, RTP_LAST - count, 2)
        if all(_is_free(host, socket.SOCK_DGRAM, port) for port in range(first, first + count)):
            return first, first + count - 1
    raise NodeFailed(f"no {count} neighbouring free ports for audio on {host}")


def _is_free(host: str, kind: socket.SocketKind, port: int) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            # Connections of a server that was just killed linger; they are no reason to move.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
