"""Settings: where the office keeps things and how it sends letters. From the environment or `.env`, prefix MENTORING_.

Nothing has to be set to start on one machine; `mentoring doctor` says what is missing for a real programme. A name with
our prefix that is no setting is refused: whoever mistypes MENTORING_SMTP_HOST would believe that letters go out.
"""

import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from email_validator import validate_email
from pydantic import EmailStr, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from domain.saying import say
from office.reach import host_of, stays_here
from storage.private import private_file, private_folder

PREFIX = "MENTORING_"
# With our prefix and no settings: where the code is (set by `mentoring serve`), and how tests are run.
NO_SETTINGS = ("root", "nothing_skipped", "seeds")


class EveryName(EnvSettingsSource):
    """The environment with all names of our prefix, so that those which are no setting can be refused."""

    def __call__(self) -> dict[str, Any]:
        start = PREFIX.casefold()
        ours = {name.removeprefix(start): value for name, value in self.env_vars.items() if name.startswith(start)}
        known = super().__call__()
        return {name: value for name, value in ours.items() if name not in NO_SETTINGS} | known


class Settings(BaseSettings):
    """All settings of one office. Paths are relative to the folder in which the office is started."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="forbid",
        dotenv_filtering="match_prefix",  # a .env may hold settings of Prefect too
        hide_input_in_errors=True,  # a password under a mistyped name
        frozen=True,
    )

    data: Path = Field(Path("data"), description="Folder for everything the office keeps")
    database_url: str = Field("", description="sqlite:///… or postgresql://…; empty: SQLite in the data folder")
    base_url: str = Field("http://127.0.0.1:8080", description="The address under which participants reach the web app")
    web_host: str = "127.0.0.1"
    web_port: int = Field(8080, ge=1, le=65535)
    prefect_port: int = Field(4200, ge=1, le=65535, description="Port of the Prefect server that the office starts")
    prefect_api_url: str = Field("", description="An existing Prefect server; empty: the office starts its own")
    prefect_auth: SecretStr = Field(SecretStr(""), description="user:password of the Prefect API; empty: no login")
    prefect_database_url: str = Field("", description="postgresql+asyncpg://…; empty: SQLite in the data folder")
    dashboard_url: str = Field(
        "", description="Where admins open Prefect's dashboard; desks link to it; empty: no link"
    )
    wakes_prefect: bool = Field(True, description="Tell Prefect of each answer; off where nobody listens")
    secret_keys: str = Field("", description="Keys that sign links, newest last, separated by commas; empty: made once")

    smtp_host: str = Field("", description="Mail server; empty: letters are read on the inbox page")
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_timeout_seconds: int = Field(300, ge=5)
    sender_name: str = "Mentoring Office"
    sender_email: EmailStr = "office@mentoring.example.org"
    bounce_to: str = Field("", description="Envelope address for bounces, such as bounce+{token}@example.org; optional")
    reply_to: str = Field(
        "",
        description="Where people's answers arrive, such as reply+{token}@example.org; empty: at the coordinator's",
    )
    imap_host: str = Field(
        "", description="Mail server from which the office reads what arrives at these addresses; optional"
    )
    imap_port: int = Field(993, ge=1, le=65535)
    imap_security: Literal["tls", "starttls", "none"] = "tls"
    imap_user: str = ""
    imap_password: SecretStr = SecretStr("")
    imap_folder: str = "INBOX"
    smtp_connections: int = Field(2, ge=1, le=20, description="Connections to the mail server that work side by side")
    letters_per_minute_max: int = Field(120, ge=1)

    admin_email: EmailStr | Literal[""] = Field(
        "", description="Who hears when a run fails or no round is made; optional"
    )

    inbox: Literal["auto", "on", "off"] = Field("auto", description="The inbox page: auto = only without a mail server")

    @field_validator("bounce_to", "reply_to")
    @classmethod
    def _names_an_address(cls, given: str) -> str:
        """With a token as long as they become in place of {token}: mail servers take 64 characters before the @."""
        if given:
            address = given.replace("{token}", f"{10**9}-{'0' * 32}")
            validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
        return given

    @field_validator("reply_to")
    @classmethod
    def _names_the_letter(cls, given: str) -> str:
        if given and "{token}" not in given:
            raise ValueError(
                say("there is no {part} in it, by which an answer says which letter it is to", part="{token}")
            )
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, EveryName(settings_cls), dotenv_settings

    @model_validator(mode="before")
    @classmethod
    def _links_lead_to_the_port(cls, given: dict[str, Any]) -> dict[str, Any]:
        """On one machine the address follows the port, so that changing the port alone does not break the links."""
        return {"base_url": f"http://127.0.0.1:{given.get('web_port') or 8080}"} | given

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'mentoring.sqlite'}"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def prefect_home(self) -> Path:
        return self.data / "prefect"

    @property
    def prefect_url(self) -> str:
        return self.prefect_api_url or f"http://127.0.0.1:{self.prefect_port}/api"

    @property
    def is_public(self) -> bool:
        """Others could reach the web app: its address, or the host it listens on, leads beyond this machine."""
        return not (stays_here(host_of(self.base_url)) and stays_here(self.web_host))

    @property
    def shows_inbox(self) -> bool:
        """Never where others could come: every letter is on it, and its links open the desk and people's CVs."""
        wanted = self.inbox == "on" or (self.inbox == "auto" and not self.smtp_host)
        return wanted and not self.is_public

    @property
    def mail_domain(self) -> str:
        return str(self.sender_email).rpartition("@")[2]

    def runs_address(self, code: str) -> str:
        """The runs of a cohort on the dashboard; "" where nobody said how it is reached."""
        return f"{self.dashboard_url.rstrip('/')}/v2/runs?tags=cohort:{code}" if self.dashboard_url else ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that sign links, newest last. Without a setting one is made and kept in the data folder."""
        if self.secret_keys:
            return tuple(key.strip() for key in self.secret_keys.split(",") if key.strip())
        path = self.data / "secret-key"
        if not path.exists():
            private_folder(self.data)
            fresh = path.with_suffix(f".{secrets.token_hex(4)}")
            private_file(fresh)
            fresh.write_text(secrets.token_urlsafe(48))
            with suppress(FileExistsError):  # two processes starting at once agree on the first one's key
                path.hardlink_to(fresh)
            fresh.unlink()
        return (path.read_text().strip(),)


def host_and_port(address: str) -> str:
    """The "host:port" of an address: for sentences and logs, without the user and password it may carry."""
    parts = urlsplit(address)
    return f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
