"""A mail server for one test: aiosmtpd (Debian: python3-aiosmtpd), with TLS and signing in, or in clear.

python3 smtp_peer.py PORT FOLDER [CERTIFICATE KEY]: writes each mail as a file of FOLDER; refuses nobody@, wants linju / geheim.
"""

import signal
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
        with open(f"{sys.argv[2]}/{Box.count}.eml", "wb") as mail:
            mail.write(envelope.content)
        return "250 OK"


def let_in(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"linju", b"geheim")
    return AuthResult(success=good, handled=False)


options = {}
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    options = {"tls_context": context, "require_starttls": True, "authenticator": let_in, "auth_required": True}
controller = Controller(Box(), hostname="127.0.0.1", port=int(sys.argv[1]), **options)
controller.start()
print("ready", flush=True)
while True:
    signal.pause()
