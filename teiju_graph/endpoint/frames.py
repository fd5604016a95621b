"""How the server and its workers talk: a frame is a head in JSON and a body, their lengths before them."""

import json
import socket
import struct
import time

_LENGTHS = struct.Struct("!II")
_CHUNK = 2**16


def send(channel: socket.socket, head: dict, body: bytes) -> None:
    """Send a frame."""
    packed = json.dumps(head).encode()
    channel.sendall(_LENGTHS.pack(len(packed), len(body)) + packed + body)


def receive(channel: socket.socket, end: float | None = None) -> tuple[dict, bytes]:
    """Return the head and the body of the next frame. TimeoutError: it isn't there by the monotonic time `end`;
    EOFError: the other side is gone."""
    content = bytearray()
    wanted = _LENGTHS.size
    while len(content) < wanted:
        if end is not None:
            channel.settimeout(max(end - time.monotonic(), 0.001))
        chunk = channel.recv(max(_CHUNK, min(wanted - len(content), 2**20)))
        if not chunk:
            raise EOFError
        content += chunk
        if wanted == _LENGTHS.size and len(content) >= wanted:
            head, body = _LENGTHS.unpack_from(content)
            wanted += head + body
    return json.loads(content[_LENGTHS.size : _LENGTHS.size + head]), bytes(content[_LENGTHS.size + head :])


def exchange(channel: socket.socket, head: dict, body: bytes, end: float) -> tuple[dict, bytes]:
    """Send a frame and return the head and the body of the answer; see receive for the errors."""
    channel.settimeout(max(end - time.monotonic(), 0.001))
    send(channel, head, body)
    return receive(channel, end)
