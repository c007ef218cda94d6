"""Sounds of flows: brought to telephone quality, given to the switch on this machine or fetched by one elsewhere."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from madoguchi import telephony
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.integrations.asterisk.sounds import Sounds
from madoguchi.kit.db import unit
from madoguchi.telephony import KeptSounds, SoundUnfit
from madoguchi.telephony.actions.sounds import fit_for_telephone
from madoguchi.telephony.http import routes
from tests.api import api


def tone(hertz: float, *, rate: int = 48000, width: int = 2, channels: int = 2, seconds: float = 1.0) -> bytes:
    """A WAV file of one tone."""
    wave_ = np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate) * 0.3
    both = np.repeat(wave_[:, None], channels, axis=1)
    if width == 1:
        raw = (both * 127 + 128).astype("u1").tobytes()
    elif width == 3:
        raw = (both * (2**31 - 1)).astype("<i4").view("u1").reshape(-1, 4)[:, 1:].tobytes()
    else:
        raw = (both * (2 ** (8 * width - 1) - 1)).astype(f"<i{width}").tobytes()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(raw)
    return out.getvalue()


def samples(content: bytes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64) / 32768


@pytest.mark.parametrize(("rate", "width", "channels"), [(48000, 2, 2), (44100, 3, 1), (16000, 4, 1), (8000, 1, 1)])
def test_a_recording_becomes_what_a_telephone_carries(rate: int, width: int, channels: int) -> None:
    heard = samples(fit_for_telephone(tone(440, rate=rate, width=width, channels=channels)))
    assert abs(len(heard) - 8000) <= 2
    spectrum = np.abs(np.fft.rfft(heard))
    assert abs(int(spectrum.argmax()) - 440) <= 2
    assert 0.55 <= np.abs(heard).max() <= 0.7, "evenly loud, whatever it was"


def test_what_a_telephone_cannot_carry_does_not_come_back_as_noise() -> None:
    both = samples(fit_for_telephone(tone(440, channels=1)))
    mixed = io.BytesIO(tone(440, channels=1))
    with wave.open(mixed) as file:
        low = np.frombuffer(file.readframes(48000), dtype="<i2").astype(np.float64)
    high = np.sin(2 * np.pi * 7000 * np.arange(48000) / 48000) * 0.3 * 32767
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        file.writeframes((low + high).astype("<i2").tobytes())
    spectrum = np.abs(np.fft.rfft(samples(fit_for_telephone(out.getvalue()))))
    assert spectrum[990:1010].max() < spectrum[435:445].max() / 50, "7 kHz would fold back to 1 kHz"
    assert len(both)


@pytest.mark.parametrize("content", [b"", b"no sound at all", tone(440)[:30], tone(440, seconds=0)])
def test_what_is_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(SoundUnfit):
        fit_for_telephone(content)


async def _kept(tenant: UUID, tmp_path: Path) -> str:
    use_shelf(DiskShelf(tmp_path / "shelf"))
    async with unit(tenant):
        sound = await telephony.keep_sound(tone(440, seconds=2), "welcome")
        assert sound.seconds == 2.0
        return telephony.name_of(sound.file)


async def test_a_switch_on_this_machine_finds_the_sound_in_its_folder(tenant: UUID, tmp_path: Path) -> None:
    name = await _kept(tenant, tmp_path)
    folder = tmp_path / "prompts"
    folder.mkdir()
    here = Sounds(KeptSounds(), folder)
    assert await here.media(name) == f"sound:madoguchi/{name}"
    assert len(samples((folder / f"{name}.wav").read_bytes())) == 16000
    assert await here.media("notice-ja") == "sound:madoguchi/notice-ja"
    assert (folder / "notice-ja.wav").exists()


async def test_a_switch_elsewhere_fetches_it_by_an_address_nobody_guesses(tenant: UUID, tmp_path: Path) -> None:
    name = await _kept(tenant, tmp_path)
    media = await Sounds(KeptSounds("http://test")).media(name)
    assert media.startswith("sound:http://test/api/v1/telephony/sounds/")
    path = media.removeprefix("sound:http://test/api/v1")
    async with api(routes, None) as client:
        fetched = await client.get(path)
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, "audio/wav")
        assert len(samples(fetched.content)) == 16000
        other = path.replace("/sound.wav", "0/sound.wav")
        assert (await client.get(other)).json()["code"] == "sound_unknown"
        stranger = KeptSounds("http://test").url(f"{tenant.hex}-{tenant.hex}").removeprefix("http://test/api/v1")
        assert (await client.get(stranger)).status_code == 404
        house = KeptSounds("http://test").url("closed-en").removeprefix("http://test/api/v1")
        assert (await client.get(house)).status_code == 200
        outside = KeptSounds("http://test").url("..%2F..%2Fmodel").removeprefix("http://test/api/v1")
        assert (await client.get(outside)).status_code == 404


async def test_without_an_address_of_ours_a_switch_elsewhere_plays_what_it_has(tenant: UUID) -> None:
    assert await Sounds(KeptSounds()).media("notice-ja") == "sound:madoguchi/notice-ja"
