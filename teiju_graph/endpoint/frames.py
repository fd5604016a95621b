"""How the server and its workers talk: a frame is six pieces of bytes, their lengths before them."""

import socket
import struct

_LENGTHS = struct.Struct("!6I")
_CHUNK = 2**18


def pack(*pieces: bytes) -> bytes:
    """Return the frame of these six pieces."""
    return _LENGTHS.pack(*map(len, pieces)) + b"".join(pieces)


def unpack(content: bytearray) -> list[bytes] | None:
    """Return the six pieces of a frame, None where it isn't all there yet."""
    if len(content) < _LENGTHS.size:
        return None
    lengths, place = _LENGTHS.unpack_from(content), _LENGTHS.size
    if len(content) < place + sum(lengths):
        return None
    pieces = []
    for length in lengths:
        pieces.append(bytes(content[place : place + length]))
        place += length
    return pieces


def receive(channel: socket.socket) -> list[bytes]:
    """Wait for the next frame and return its pieces. EOFError: the other side is gone."""
    content = bytearray()
    while (pieces := unpack(content)) is None:
        chunk = channel.recv(_CHUNK)
        if not chunk:
            raise EOFError
        content += chunk
    return pieces
