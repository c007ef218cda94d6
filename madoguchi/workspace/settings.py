"""What a tenant decides about its desks."""

from typing import Annotated

from msgspec import Meta, Struct

from madoguchi.kit.settings import tenant_settings


class EndingStep(Struct, frozen=True, kw_only=True):
    """One step of the ending script (通話終了の案内): what the agent says, in both languages."""

    name_ja: str
    name_en: str
    text_ja: str
    text_en: str


class EndingReason(Struct, frozen=True, kw_only=True):
    """Why a contact may be ended for harassment (カスハラ); `code` is kept in the records."""

    code: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
    name_ja: str
    name_en: str


def _step(name_ja: str, name_en: str, text_ja: str, text_en: str) -> EndingStep:
    return EndingStep(name_ja=name_ja, name_en=name_en, text_ja=text_ja, text_en=text_en)


def _reason(code: str, name_ja: str, name_en: str) -> EndingReason:
    return EndingReason(code=code, name_ja=name_ja, name_en=name_en)


@tenant_settings("workspace")
class WorkspaceSettings(Struct, frozen=True, kw_only=True):
    """The desk: wrap-up where no rule is set, and what counts as a repeat contact."""

    wrapup_seconds: Annotated[int, Meta(ge=10, le=3600, description="Wrap-up time where no rule is set (seconds).")] = (
        120
    )
    extend_seconds: Annotated[int, Meta(ge=10, le=3600, description="What one extension adds (seconds).")] = 60
    extensions: Annotated[int, Meta(ge=0, le=20, description="How often a wrap-up may be extended.")] = 3
    callback_hours: Annotated[
        int, Meta(ge=1, le=720, description="When a callback that is owed falls due, where nobody said (hours).")
    ] = 24
    slot_minutes: Annotated[
        int, Meta(ge=5, le=240, description="How long a time is for which a callback can be promised (minutes).")
    ] = 30
    slot_share: Annotated[
        int, Meta(ge=1, le=100, description="Share of the people on shift who make promised callbacks (per cent).")
    ] = 50
    slot_fixed: Annotated[
        int, Meta(ge=1, le=100, description="Callbacks that can be promised for one time where no shifts are known.")
    ] = 2
    slot_hours: Annotated[
        str, Meta(max_length=200, description="Opening hours within which callbacks are promised, by name; empty: all.")
    ] = ""
    ending_steps: Annotated[
        tuple[EndingStep, ...], Meta(description="What is said before a contact is ended for harassment, in order.")
    ] = (
        _step(
            "お願い",
            "Ask",
            "恐れ入りますが、そのようなお言葉が続きますと、ご用件を承ることができません。落ち着いてお話しいただけますでしょうか。",
            "I am sorry, but I cannot help you while you speak to me like this. Could we please talk calmly?",
        ),
        _step(
            "警告",
            "Warn",
            "これ以上お続けになる場合は、このお電話を終了させていただきます。なお、この通話は録音しております。",
            "If this goes on, I will have to end this call. Please note that it is being recorded.",
        ),
        _step(
            "終話",
            "End",
            "これ以上の対応はいたしかねますので、お電話を終了させていただきます。失礼いたします。",
            "I cannot continue this conversation and am ending the call now. Goodbye.",
        ),
    )
    ending_reasons: Annotated[
        tuple[EndingReason, ...], Meta(description="Why a contact may be ended for harassment.", min_length=1)
    ] = (
        _reason("abuse", "暴言・侮辱", "Abuse, insults"),
        _reason("threat", "脅迫・威嚇", "Threats"),
        _reason("excessive", "過度な要求", "Excessive demands"),
        _reason("restraint", "長時間の拘束・繰り返し", "Holding on, calling again and again"),
        _reason("sexual", "性的な言動", "Sexual remarks"),
        _reason("discrimination", "差別的な言動", "Discrimination"),
        _reason("other", "その他", "Other"),
    )
    repeat_days: Annotated[int, Meta(ge=1, le=60, description="Contacts within so many days count as repeated.")] = 7
