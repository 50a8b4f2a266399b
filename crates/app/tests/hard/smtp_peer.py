"""A mail server for one test: aiosmtpd (Debian: python3-aiosmtpd), with TLS and signing in, or in clear.

python3 smtp_peer.py FOLDER [CERTIFICATE KEY]: takes a free port, says "ready PORT", writes each mail as a file of FOLDER;
refuses nobody@, wants linju / geheim.
"""

import signal
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Box:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("nobody@"):
            return "550 there is nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Box.count += 1
        with open(f"{sys.argv[1]}/{Box.count}.eml", "wb") as mail:
            mail.write(envelope.content)
        return "250 OK"


def let_in(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"linju", b"geheim")
    return AuthResult(success=good, handled=False)


class OnOurs(Controller):
    """Listens on a socket that is bound already: no other test can take its port in between."""

    def __init__(self, handler, bound, **more):
        self.bound = bound
        super().__init__(handler, hostname=bound.getsockname()[0], port=bound.getsockname()[1], **more)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.bound, ssl=self.ssl_context)


options = {}
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    options = {"tls_context": context, "require_starttls": True, "authenticator": let_in, "auth_required": True}
bound = socket.socket()
bound.bind(("127.0.0.1", 0))
OnOurs(Box(), bound, **options).start()
print("ready", bound.getsockname()[1], flush=True)
while True:
    signal.pause()
