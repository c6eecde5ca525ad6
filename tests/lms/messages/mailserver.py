"""A mail server on this machine, small and real: it speaks SMTP and keeps what it was given."""

import socketserver
import threading
from email import message_from_bytes


class MailServer(socketserver.ThreadingTCPServer):
    """
    Takes letters on 127.0.0.1; `letters` are (address, message), in order.

    `refuses` is an answer to RCPT ("550 no such user"). While `answers` is clear it leaves whoever has handed over a
    letter waiting for the receipt; `taken` is set once it has one.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters, self.refuses = [], ""
        self.answers = threading.Event()
        self.answers.set()
        self.taken = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def close(self):
        """Answer nobody any more; the port refuses connections."""
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        address = ""
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"RCPT":
                address = line.decode().split("<")[1].split(">")[0]
                self.say(self.server.refuses or "250 ok")
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.letters.append((address, message_from_bytes(self.body())))
                self.server.taken.set()
                self.server.answers.wait(timeout=20)
                self.say("250 taken")
            else:
                self.say("250 ok")

    def body(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, words):
        try:
            self.wfile.write(words.encode() + b"\r\n")
        except OSError:
            # Whoever asked is gone.
            return
