"""A text in the two languages that Drydock speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text, written in English and in Simplified Chinese."""

    en: str
    zh_hans: str

    @classmethod
    def same(cls, text: str) -> "LocalizedText":
        """Return a text that reads alike in both languages, such as a command."""
        return cls(en=text, zh_hans=text)

    def in_language(self, code: str) -> str:
        """Return the text for a Django language code such as ``zh-hans`` or ``en``; English is the fallback."""
        return self.zh_hans if code.lower().startswith("zh") else self.en

    def as_data(self) -> dict[str, str]:
        """Return ``{"en": …, "zh-hans": …}``, the form of course files and of stored JSON."""
        return {"en": self.en, "zh-hans": self.zh_hans}

    @classmethod
    def from_data(cls, data: "dict[str, str] | str") -> "LocalizedText":
        """Read what as_data() wrote, or a plain string that serves both languages."""
        if isinstance(data, str):
            return cls.same(data)
        return cls(en=data["en"], zh_hans=data["zh-hans"])
