"""Installation settings: environment (`MADOGUCHI_*`) over a TOML file over the defaults here.

`docs/operations/settings.md` is generated from this struct; a setting exists only here.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """All that can be set for one installation."""

    data_dir: Annotated[str, Meta(description="Folder of everything this installation keeps.")] = ".data"
    files_dir: Annotated[str, Meta(description="Folder of stored files, one for all nodes. Empty: DATA_DIR/files.")] = (
        ""
    )
    cache_dir: Annotated[str, Meta(description="Folder for what can be fetched again (the switch's archives).")] = (
        "~/.cache/madoguchi"
    )
    database_url: Annotated[str, Meta(description="PostgreSQL >= 15, as its owner. Empty: the embedded one.")] = ""
    database_pool: Annotated[int, Meta(description="Connections of the application's role.", ge=2)] = 16
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Meta(description="Port to listen on; when it is taken, the next free one.", ge=0)] = 8787
    https: Annotated[
        bool, Meta(description="Serve HTTPS, with a certificate made for this machine's addresses unless one is set.")
    ] = False
    tls_certificate: Annotated[str, Meta(description="Certificate (PEM, with its chain) for HTTPS.")] = ""
    tls_key: Annotated[str, Meta(description="Private key (PEM) of that certificate.")] = ""
    trusted_proxies: Annotated[
        str, Meta(description="Addresses of reverse proxies whose X-Forwarded-* headers count, by commas.")
    ] = "127.0.0.1"
    public_url: Annotated[str, Meta(description="Address that people use, for links in mails.")] = ""
    secret: Annotated[str, Meta(description="Installation key (>= 32 characters). Empty: kept in DATA_DIR/secret.")] = (
        ""
    )
    ari_url: Annotated[
        str,
        Meta(description="Switches of yours: http://host:8088 or name=http://host:8088,… Empty: a private one."),
    ] = ""
    ari_user: Annotated[str, Meta(description="User of those switches' ARI.")] = ""
    ari_password: Annotated[str, Meta(description="Password of those switches' ARI.")] = ""
    sip_ws_url: Annotated[
        str,
        Meta(description="WebSocket addresses for browsers' SIP, one for each switch. Empty: through us."),
    ] = ""
    sound_url: Annotated[
        str,
        Meta(description="Where those switches fetch sounds from us: http://host:8787. Empty: PUBLIC_URL."),
    ] = ""
    telephony: Annotated[str, Meta(description="auto, asterisk or simulated.")] = "auto"
    stun_urls: Annotated[
        str, Meta(description="STUN servers for phones out of the house: stun:host:3478,… Empty: none.")
    ] = ""
    turn_urls: Annotated[
        str,
        Meta(
            description="TURN servers for them: turn:host:3478?transport=udp,turns:host:443?transport=tcp. Empty: none."
        ),
    ] = ""
    turn_secret: Annotated[
        str, Meta(description="Secret shared with those TURN servers (coturn: static-auth-secret). Never leaves us.")
    ] = ""
    switch_external_address: Annotated[
        str, Meta(description="IP address by which the outside reaches the private switch through NAT. Empty: none.")
    ] = ""
    switch_local_networks: Annotated[
        str, Meta(description="Networks that reach the private switch without NAT, by commas.")
    ] = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8"
    switch_sip_port: Annotated[
        int, Meta(description="Port of the private switch for carriers (UDP). 0: any free one.", ge=0, le=65535)
    ] = 0
    switch_rtp_ports: Annotated[
        str, Meta(description="Ports of the private switch for sound (UDP): 16384-17383. Empty: any free ones.")
    ] = ""
    smtp_url: Annotated[
        str, Meta(description="smtp(s)://user:password@host:port for mail. Empty: links are shown.")
    ] = ""
    mail_from: Annotated[str, Meta(description="Sender of mail.")] = "madoguchi@localhost"
    demo: Annotated[bool, Meta(description="Fill a new installation with the demonstration company.")] = False
    node_name: Annotated[str, Meta(description="Name of this node among several. Empty: the machine's.")] = ""
    node_address: Annotated[
        str,
        Meta(description="This machine's address in the nodes' network, for its switch. Empty: this machine alone."),
    ] = ""
    nats_url: Annotated[
        str, Meta(description="NATS between several nodes: nats://host:4222,… Empty: by way of the database.")
    ] = ""
    log_level: Annotated[str, Meta(description="debug, info, warning or error.")] = "info"
    otlp_url: Annotated[str, Meta(description="OpenTelemetry collector: http://host:4318/v1/traces. Empty: none.")] = ""
    log_format: Annotated[str, Meta(description="text or json.")] = "text"

    @property
    def data(self) -> Path:
        """The data folder, absolute."""
        return Path(self.data_dir).expanduser().absolute()

    @property
    def files(self) -> Path:
        """The folder of stored files, absolute."""
        return Path(self.files_dir).expanduser().absolute() if self.files_dir else self.data / "files"

    @property
    def cache(self) -> Path:
        """The cache folder, absolute."""
        return Path(self.cache_dir).expanduser().absolute()


def load(environment: dict[str, str] | None = None) -> Config:
    """Read the settings. Raises `msgspec.ValidationError` naming the setting that is wrong."""
    source = dict(os.environ) if environment is None else environment
    values: dict[str, object] = {}
    file = source.get("MADOGUCHI_CONFIG", "")
    if file:
        values.update(tomllib.loads(Path(file).read_text("utf-8")))
    for field in msgspec.structs.fields(Config):
        text = source.get(f"MADOGUCHI_{field.name.upper()}")
        if text is not None:
            values[field.name] = text
    return msgspec.convert(values, Config, strict=False)


@cache
def config() -> Config:
    """The settings of this process, read once."""
    return load()


def installation_secret(settings: Config) -> bytes:
    """The key under which everything sealed is wrapped; made on the first start and kept in a 0600 file."""
    if settings.secret:
        if len(settings.secret) < 32:
            raise ValueError("MADOGUCHI_SECRET needs at least 32 characters")
        return settings.secret.encode()
    file = settings.data / "secret"
    if not file.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text().strip().encode()
