"""A real SIP phone in a process of its own: told what to do by JSON lines on stdin, reporting by JSON lines on stdout.

    python -m madoguchi.entrypoints.demo.phone [--host 127.0.0.1] [--port 0]

Commands are objects with `do` and the arguments of the method of that name in `Phone`; what happens comes back as
objects with `event` and `t` (seconds since the epoch). A process carries four calls at most. `phones.py` drives it from
asyncio.
"""

import argparse
import contextlib
import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pjsua2 as pj

MOST_CALLS = 4
TICK_MILLISECONDS = 5


def say(event: str, **details: object) -> None:
    """Report one thing to whoever started us."""
    sys.stdout.write(json.dumps({"event": event, "t": time.time(), **details}) + "\n")
    sys.stdout.flush()


class Player(pj.AudioMediaPlayer):  # type: ignore[misc]  # pjsua2 brings no types
    """Plays a file into a call and reports its end."""

    def __init__(self, call: str, path: str, loop: bool) -> None:
        super().__init__()
        self.call = call
        self.createPlayer(path, 0 if loop else pj.PJMEDIA_FILE_NO_LOOP)

    def onEof2(self) -> None:
        say("played", call=self.call)


class Call(pj.Call):  # type: ignore[misc]  # pjsua2 brings no types
    """One call: its state, and the audio files that are played into it and recorded from it."""

    def __init__(self, phone: "Phone", account: pj.Account, key: str, number: int = pj.PJSUA_INVALID_ID) -> None:
        super().__init__(account, number)
        self.phone = phone
        self.key = key
        self.player: Player | None = None
        self.recorder: pj.AudioMediaRecorder | None = None
        self.recording: Path | None = None
        self.audio: pj.AudioMedia | None = None
        self.wanted: list[tuple[str, bool]] = []

    def onCallState(self, _parameters: Any) -> None:
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.stop_recording()
            self.player = self.audio = None
            self.phone.ended.append(self.key)
        say("state", call=self.key, state=info.stateText.lower(), code=info.lastStatusCode, remote=info.remoteUri)

    def onCallMediaState(self, _parameters: Any) -> None:
        active = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)
        info = self.getInfo()  # kept: the list of media lives no longer than it does
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status in active:
                self.audio = self.getAudioMedia(index)
                self._wire()
                say("media", call=self.key, held=media.status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)

    def onCallTransferStatus(self, parameters: Any) -> None:
        say("transfer", call=self.key, code=parameters.statusCode, final=bool(parameters.finalNotify))

    def onDtmfDigit(self, parameters: Any) -> None:
        say("digit", call=self.key, digit=parameters.digit)

    def play(self, path: str, loop: bool) -> None:
        if self.player and self.audio:
            _part(self.player, self.audio)
        self.player = Player(self.key, path, loop)
        self._wire()

    def record(self, path: str) -> None:
        self.recorder = pj.AudioMediaRecorder()
        self.recorder.createRecorder(path)
        self.recording = Path(path)
        self._wire()

    def stop_recording(self) -> None:
        if self.recorder and self.audio:
            _part(self.audio, self.recorder)
        self.recorder = None
        if self.recording:
            self.phone.closing.append((self.key, self.recording))
        self.recording = None

    def _wire(self) -> None:
        if self.audio is None:
            return
        if self.player:
            self.player.startTransmit(self.audio)
        if self.recorder:
            self.audio.startTransmit(self.recorder)


class Account(pj.Account):  # type: ignore[misc]  # pjsua2 brings no types
    """Someone on this phone: a subscriber of the public network, or a registered extension."""

    def __init__(self, phone: "Phone", name: str, answers: bool) -> None:
        super().__init__()
        self.phone = phone
        self.name = name
        self.answers = answers

    def onRegState(self, parameters: Any) -> None:
        say("registration", account=self.name, code=parameters.code, expires=parameters.expiration)

    def onIncomingCall(self, parameters: Any) -> None:
        call = self.phone.new_call(self, parameters.callId)
        headers = dict(
            line.split(":", 1)
            for line in parameters.rdata.wholeMsg.splitlines()
            if line.lower().startswith(("x-", "p-"))
        )
        say(
            "incoming",
            call=call.key,
            account=self.name,
            remote=call.getInfo().remoteUri,
            headers={name: value.strip() for name, value in headers.items()},
        )
        _respond(call, 180)
        if self.answers:
            _respond(call, 200)


class Phone:
    """The commands, one method each."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.accounts: dict[str, Account] = {}
        self.calls: dict[str, Call] = {}
        self.ended: list[str] = []
        self.closing: list[tuple[str, Path]] = []
        self.count = 0
        self.endpoint = pj.Endpoint()
        self.endpoint.libCreate()
        self.endpoint.libInit(_settings())
        transport = pj.TransportConfig()
        transport.port = port
        transport.boundAddress = transport.publicAddress = host
        self.transport = self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()
        for codec in self.endpoint.codecEnum2():
            self.endpoint.codecSetPriority(codec.codecId, 200 if "PCM" in codec.codecId else 0)
        say("ready", address=self.endpoint.transportGetInfo(self.transport).localName)

    def account(
        self,
        name: str,
        uri: str,
        registrar: str | None = None,
        user: str | None = None,
        password: str | None = None,
        answers: bool = False,
        expires: int = 300,
    ) -> None:
        """Be `uri`. With a `registrar` (`sip:host:port`) register there; `answers` takes every call at once."""
        settings = pj.AccountConfig()
        settings.idUri = uri
        settings.regConfig.retryIntervalSec = 0
        settings.mediaConfig.transportConfig.boundAddress = self.host
        if user is not None:
            credentials = pj.AuthCredInfo("digest", "*", user, 0, password or "")
            settings.sipConfig.authCreds.append(credentials)
        if registrar is not None:
            settings.regConfig.registrarUri = registrar
            settings.regConfig.timeoutSec = expires
        # The old object's destructor deletes its account by number: it must be gone before that is given again.
        self.accounts.pop(name, None)
        account = Account(self, name, answers)
        account.create(settings)
        self.accounts[name] = account
        say("account", account=name)

    def unregister(self, name: str) -> None:
        self.accounts[name].setRegistration(False)

    def register(self, name: str) -> None:
        """Register again, as a refresh would."""
        self.accounts[name].setRegistration(True)

    def call(self, name: str, to: str, key: str, headers: dict[str, str] | None = None) -> None:
        """Call the SIP address `to`; the call is spoken of as `key` from then on."""
        call = self.new_call(self.accounts[name], key=key)
        parameters = pj.CallOpParam(True)
        for header, value in (headers or {}).items():
            extra = pj.SipHeader()
            extra.hName, extra.hValue = header, value
            parameters.txOption.headers.append(extra)
        say("calling", call=key)
        call.makeCall(to, parameters)

    def answer(self, call: str, code: int = 200) -> None:
        """Answer with a SIP status: 200 takes the call, 486 says busy, 603 declines."""
        _respond(self.calls[call], code)

    def hang_up(self, call: str) -> None:
        self.calls[call].hangup(pj.CallOpParam())

    def hold(self, call: str) -> None:
        self.calls[call].setHold(pj.CallOpParam())

    def resume(self, call: str) -> None:
        parameters = pj.CallOpParam(True)
        parameters.opt.flag = pj.PJSUA_CALL_UNHOLD
        self.calls[call].reinvite(parameters)

    def transfer(self, call: str, to: str) -> None:
        """Blind transfer by REFER."""
        self.calls[call].xfer(to, pj.CallOpParam())

    def digits(self, call: str, digits: str) -> None:
        self.calls[call].dialDtmf(digits)

    def play(self, call: str, path: str, loop: bool = True) -> None:
        """Speak a WAV file into the call, also when it is not yet answered."""
        self.calls[call].play(path, loop)

    def record(self, call: str, path: str) -> None:
        """Write what the call says to a WAV file (8 kHz, mono)."""
        self.calls[call].record(path)

    def stop_recording(self, call: str) -> None:
        """Stop, and report `recorded` when the file is complete, as the end of the call does by itself."""
        self.calls[call].stop_recording()

    def new_call(self, account: Account, number: int = pj.PJSUA_INVALID_ID, key: str | None = None) -> Call:
        self.count += 1
        call = Call(self, account, key or f"in-{self.count}", number)
        self.calls[call.key] = call
        return call

    def run(self, commands: "queue.Queue[dict[str, Any] | None]") -> None:
        """Serve until the commands end."""
        while True:
            self.endpoint.libHandleEvents(TICK_MILLISECONDS)
            while self.ended:
                # Only here: a call must not vanish inside its own callback.
                self.calls.pop(self.ended.pop(), None)
            self._report_recordings()
            try:
                command = commands.get_nowait()
            except queue.Empty:
                continue
            if command is None:
                return
            self._obey(command)

    def _report_recordings(self) -> None:
        # The library closes files in a thread of its own; the length in the header is the last that it writes.
        for key, path in list(self.closing):
            if path.exists() and path.read_bytes()[4:8] not in (b"", b"\0\0\0\0"):
                self.closing.remove((key, path))
                say("recorded", call=key)

    def _obey(self, command: dict[str, Any]) -> None:
        verb = str(command.pop("do", ""))
        try:
            if verb.startswith("_") or verb in ("run", "new_call"):
                raise ValueError(f"no such command: {verb}")
            getattr(self, verb)(**command)
        except (pj.Error, AttributeError, KeyError, TypeError, ValueError) as error:
            reason = error.reason if isinstance(error, pj.Error) else str(error)
            say("error", do=verb, call=command.get("call") or command.get("key"), reason=reason)


def _settings() -> pj.EpConfig:
    settings = pj.EpConfig()
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.mainThreadOnly = True
    settings.uaConfig.maxCalls = MOST_CALLS
    settings.uaConfig.userAgent = "Madoguchi demo phone"
    settings.logConfig.level = settings.logConfig.consoleLevel = int(os.environ.get("MADOGUCHI_PHONE_LOG", "0"))
    settings.medConfig.noVad = True
    settings.medConfig.ecTailLen = 0
    settings.medConfig.clockRate = 8000
    return settings


def _part(source: pj.AudioMedia, sink: pj.AudioMedia) -> None:
    # A call that ends may have left the mixer already: then nothing sounds any more, which is what was wanted.
    with contextlib.suppress(pj.Error):
        source.stopTransmit(sink)


def _respond(call: Call, code: int) -> None:
    parameters = pj.CallOpParam()
    parameters.statusCode = code
    call.answer(parameters)


def _listen(commands: "queue.Queue[dict[str, Any] | None]") -> None:
    for line in sys.stdin:
        try:
            commands.put(json.loads(line))
        except ValueError:
            say("error", do="", reason="not JSON")
    commands.put(None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    phone = Phone(options.host, options.port)
    commands: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_listen, args=(commands,), daemon=True).start()
    phone.run(commands)
    phone.endpoint.hangupAllCalls()
    phone.endpoint.libDestroy()
    # The library's own destructors would run again at interpreter exit.
    os._exit(0)


if __name__ == "__main__":
    main()
