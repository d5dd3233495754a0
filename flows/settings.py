"""Where things lie and how mail leaves: the one file that reads the environment and the clock.

Every setting is an environment variable that begins with DEMARCHE_, or a line in `.env` of the
current folder; options of the command line win over both.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).resolve().parent.parent
"""The clone: sql/, seeds/ and the report templates lie here."""

SQL: Final = ROOT / "sql"
SHIPPED_SEEDS: Final = ROOT / "seeds"


class SettingsError(ValueError):
    """A setting that cannot be used; the message is one line and says what to do."""


class Settings(BaseSettings):
    """What the environment may set; see the README for each."""

    model_config = SettingsConfigDict(
        env_prefix="DEMARCHE_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    data: Path = Field(ROOT / "data", description="folder of the databases and the archive")
    reports: Path = Field(ROOT / "reports", description="folder that gets reports/<day>/")
    seeds: Path = Field(SHIPPED_SEEDS, description="folder of articles/, sources.csv and words")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp[s]://user:password@host:port, where the digest leaves"
    )
    mail_from: str = Field("", description="sender of the digest: Name <address>")
    recipients: Path | None = Field(None, description="CSV of recipients, outside the repository")
    reports_url: str = Field("", description="where the reports folder is served on the web")
    unsubscribe_url: str = Field(
        "", description="https address that takes one POST per {token}, for List-Unsubscribe"
    )
    secret: SecretStr = Field(SecretStr(""), description="key of the unsubscribe tokens")
    contact: str = Field("", description="address in the User-Agent, for those whom we visit")
    allow_private_hosts: bool = Field(False, description="fetch from private addresses, for tests")

    @property
    def warehouse(self) -> Path:
        """The job's own database."""
        return self.data / "warehouse.duckdb"

    @property
    def shadow(self) -> Path:
        """A copy of the database in which the archive is read again."""
        return self.data / "shadow.duckdb"

    @property
    def published(self) -> Path:
        """The copy that everybody may read at any time."""
        return self.data / "news.duckdb"

    @property
    def ledger(self) -> Path:
        """Who was sent what: addresses of people, never published."""
        return self.data / "ledger.duckdb"

    @property
    def archive(self) -> Path:
        """Every page as it came."""
        return self.data / "archive"

    @property
    def lock(self) -> Path:
        """Held by the one night that may run."""
        return self.data / "night.lock"

    def seed_file(self, name: str) -> Path:
        """A CSV of the seeds folder; the shipped one where that folder has none."""
        own = self.seeds / name
        return own if own.exists() else SHIPPED_SEEDS / name


def read_settings(**options: Any) -> Settings:
    """Settings from the environment, with the given options over them; None means not given.

    Raises SettingsError naming the variable and the value.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(
            f"DEMARCHE_{name.upper()}: {first['msg']} (it is {first['input']!r})"
        ) from error


def present() -> datetime:
    """The clock, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def keep_quiet() -> None:
    """Tell the libraries that report home not to."""
    os.environ.update(
        DO_NOT_TRACK="1",
        GX_ANALYTICS_ENABLED="false",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
    )


def house_prefect(data: Path) -> None:
    """Keep all that Prefect writes under data/; call before Prefect is imported.

    PREFECT_ variables that are set already are obeyed, so a standing server can be used.
    """
    keep_quiet()
    for name, value in {
        "PREFECT_HOME": str((data / "prefect").resolve()),
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        # the operator is told by `progress`, in a line, and data/last_failure.txt has the rest
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_UI_ENABLED": "false",
    }.items():
        os.environ.setdefault(name, value)


def has_standing_server() -> bool:
    """Whether PREFECT_API_URL names a Prefect server that runs already."""
    return bool(os.environ.get("PREFECT_API_URL"))
