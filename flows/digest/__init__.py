"""The digest room: what people open. Mails, report pages, calendar, feed, tables.

In come the `Night` and the published database's reports, out come files and mails. The caller reads
the database and keeps the ledger; this room knows neither. `write_night` writes a night's folder,
`compose` makes one mail, `deliver` sends what the ledger says is owed.
"""

from flows.digest.compose import Sender, compose
from flows.digest.recipients import Recipient, read_recipients
from flows.digest.write import NightFiles, write_night

__all__ = ["NightFiles", "Recipient", "Sender", "compose", "read_recipients", "write_night"]
