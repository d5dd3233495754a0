"""The digest room: what people open. Mails, report pages, calendar, feed, tables.

In come the `Night` and the published database's reports, out come files and mails. The caller reads
the database and keeps the ledger; this room knows neither. `write_night` writes a night's folder,
`compose` makes one mail. `promise_night` writes into the ledger who is owed this night, and
`deliver(letters(...))` sends what is owed.
"""

from flows.digest.compose import Sender, compose
from flows.digest.deliver import deliver, probe
from flows.digest.promise import letters, promise_night, write_owed
from flows.digest.recipients import Recipient, read_recipients
from flows.digest.server import Server, server_of
from flows.digest.write import NightFiles, write_index, write_night

__all__ = [
    "NightFiles",
    "Recipient",
    "Sender",
    "Server",
    "compose",
    "deliver",
    "letters",
    "probe",
    "promise_night",
    "read_recipients",
    "server_of",
    "write_index",
    "write_night",
    "write_owed",
]
