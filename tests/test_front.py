"""The served application keeps to HTTP: what goes in and out by the wire, for the endpoint and for pages alike."""

import http.client
import json
import socket
from urllib.parse import quote, urlsplit

import pytest

SELECT = "SELECT * { ?s ?p ?o } LIMIT 3"
ROWS = f"/sparql?query={quote(SELECT)}"


@pytest.fixture
def send(address):
    """Send a request; the answer with its whole body as `content`."""
    opened = []

    def send(method, target, body=None, headers=(), **options):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        opened.append(connection)
        connection.request(method, target, body, dict(headers), **options)
        answer = connection.getresponse()
        answer.content = answer.read()
        return answer

    yield send
    for connection in opened:
        connection.close()


@pytest.fixture
def exchange(address):
    """Send bytes as they are; the bytes of the answer until the server hangs up."""

    def exchange(request):
        host, _, port = urlsplit(address).netloc.partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as channel:
            channel.sendall(request)
            return b"".join(iter(lambda: channel.recv(65536), b""))

    return exchange


@pytest.mark.parametrize("target", [ROWS, "/", "/static/style.css", "/dumps/teiju.ttl"])
def test_head_tells_the_length_of_what_get_sends(send, target):
    sent, told = send("GET", target), send("HEAD", target)
    assert (sent.status, told.status) == (200, 200) and told.content == b""
    assert int(told.headers["Content-Length"]) == len(sent.content)


def test_what_has_no_body_has_no_length(send):
    tag = send("GET", ROWS).headers["ETag"]
    for answer in (send("GET", ROWS, headers={"If-None-Match": tag}), send("OPTIONS", ROWS)):
        assert answer.status in (204, 304) and answer.content == b"" and "Content-Length" not in answer.headers


def test_a_header_in_two_lines_is_one_header(exchange):
    lines = "Accept: text/csv;q=0.1\r\nAccept: application/sparql-results+xml"
    answer = exchange(f"GET {ROWS} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\nConnection: close\r\n\r\n".encode())
    assert b"application/sparql-results+xml" in answer


def test_a_body_may_come_in_chunks_but_not_too_many(send):
    def chunks(*pieces):
        return {"body": iter(pieces), "encode_chunked": True, "headers": headers}

    headers = {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
    answer = send("POST", "/sparql", **chunks(SELECT[:9].encode(), SELECT[9:].encode()))
    assert len(json.loads(answer.content)["results"]["bindings"]) == 3
    answer = send("POST", "/sparql", **chunks(SELECT.encode(), b" " * 2**20))
    assert answer.status == 413


@pytest.mark.parametrize("target", ["/sparql?query=あ", "/doc/zone/あ", "/shared?m=あ", "/%FF%00"])
def test_an_address_that_is_not_encoded_is_no_fault_of_the_server(exchange, target):
    answer = exchange(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert 200 <= int(answer.split()[1]) < 500


@pytest.mark.parametrize("target", ["/sparql", "/"])
def test_a_body_that_ends_too_early_is_told_so(address, target):
    host, _, port = urlsplit(address).netloc.partition(":")
    head = f"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nConnection: close\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=30) as channel:
        channel.sendall(head.encode() + b"query=ASK")
        channel.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: channel.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400") and b"Content-Length" in answer


def test_who_hangs_up_in_the_middle_of_a_body_troubles_nobody(send, address):
    host, _, port = urlsplit(address).netloc.partition(":")
    for target in ("/sparql", "/"):
        with socket.create_connection((host, int(port))) as channel:
            channel.sendall(f"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc".encode())
    assert send("GET", ROWS).status == 200
