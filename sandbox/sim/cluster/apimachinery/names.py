"""Rules for names, keys and small values. Each function returns the words of the faults it finds, or nothing.

Models k8s.io/apimachinery/pkg/util/validation and pkg/api/validation v1.36.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network

LABEL_FMT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
SUBDOMAIN_FMT = LABEL_FMT + r"(\." + LABEL_FMT + ")*"
QUALIFIED_FMT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
VALUE_FMT = "(" + QUALIFIED_FMT + ")?"

_SUBDOMAIN_WORDS = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
    "and must start and end with an alphanumeric character"
)
_LABEL_WORDS = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character"
)
_LABEL_1035_WORDS = (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
    "and end with an alphanumeric character"
)
_WILDCARD_WORDS = (
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
    "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
)
_QUALIFIED_WORDS = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
)
_VALUE_WORDS = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character"
)
_CIDR_WORDS = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
EMPTY = "must be non-empty"

Rule = Callable[[str], list[str]]


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + r"\Z")


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text matches, as Go's ^…$ does."""
    return _compiled(pattern).match(text) is not None


def regex_error(words: str, pattern: str, *examples: str) -> str:
    """Return upstream's RegexError text."""
    shown = " or ".join(f"'{example}', " for example in examples)[:-2]
    return f"{words} (e.g. {shown}, regex used for validation is '{pattern}')"


def max_len_error(limit: int) -> str:
    """Return the words for a text of more than ``limit`` bytes, as name rules say it."""
    return f"must be no more than {limit} characters"


def max_bytes_error(limit: int) -> str:
    """Return the words for a text of more than ``limit`` bytes, as label rules say it."""
    return f"must be no more than {limit} bytes"


def dns1123_subdomain(text: str) -> list[str]:
    """Most object names."""
    faults = [max_len_error(253)] if len(text) > 253 else []  # noqa: PLR2004  (RFC 1123)
    if not matches(SUBDOMAIN_FMT, text):
        faults.append(regex_error(_SUBDOMAIN_WORDS, SUBDOMAIN_FMT, "example.com"))
    return faults


def subdomain_with_underscore(text: str) -> list[str]:
    """Search domains of resolvers, which may hold underscores."""
    label = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
    pattern = label + r"(\." + label + ")*"
    faults = [max_len_error(253)] if len(text) > 253 else []  # noqa: PLR2004  (RFC 1123)
    if not matches(pattern, text):
        faults.append(regex_error(_SUBDOMAIN_WORDS.replace("'-' or '.'", "'_', '-' or '.'"), pattern, "example.com"))
    return faults


def dns1123_label(text: str) -> list[str]:
    """Names of namespaces, containers, volumes."""
    faults = [max_len_error(63)] if len(text) > 63 else []  # noqa: PLR2004  (RFC 1123)
    if matches(SUBDOMAIN_FMT, text) and "." in text:
        faults.append("must not contain dots")
    elif not matches(LABEL_FMT, text):
        faults.append(regex_error(_LABEL_WORDS, LABEL_FMT, "my-name", "123-abc"))
    return faults


def dns1035_label(text: str) -> list[str]:
    """Names that must start with a letter."""
    pattern = "[a-z]([-a-z0-9]*[a-z0-9])?"
    faults = [max_len_error(63)] if len(text) > 63 else []  # noqa: PLR2004  (RFC 1035)
    if not matches(pattern, text):
        faults.append(regex_error(_LABEL_1035_WORDS, pattern, "my-name", "abc-123"))
    return faults


def wildcard_subdomain(text: str) -> list[str]:
    """Hosts of Ingress rules that start with a star."""
    pattern = r"\*\." + SUBDOMAIN_FMT
    faults = [max_len_error(253)] if len(text) > 253 else []  # noqa: PLR2004  (RFC 1123)
    if not matches(pattern, text):
        faults.append(regex_error(_WILDCARD_WORDS, pattern, "*.example.com"))
    return faults


def fully_qualified_name(text: str) -> list[str]:
    """Names that need at least two dots-separated parts are checked by the caller; this is the subdomain part."""
    return dns1123_subdomain(text)


@lru_cache(maxsize=4096)
def _label_key(text: str) -> tuple[str, ...]:
    return tuple(qualified_name(text))


def qualified_name(text: str) -> list[str]:
    """Keys of annotations, taints, resources: ``name`` or ``prefix.example.com/name``."""
    faults: list[str] = []
    parts = text.split("/")
    if len(parts) > 2:  # noqa: PLR2004  (prefix and name)
        return [
            "a qualified name "
            + regex_error(_QUALIFIED_WORDS, QUALIFIED_FMT, "MyName", "my.name", "123-abc")
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    name = parts[-1]
    if len(parts) == 2:  # noqa: PLR2004  (prefix and name)
        if not parts[0]:
            faults.append("prefix part " + EMPTY)
        else:
            faults += ["prefix part " + words for words in dns1123_subdomain(parts[0])]
    if not name:
        faults.append("name part " + EMPTY)
    elif len(name) > 63:  # noqa: PLR2004  (upstream's qualifiedNameMaxLength)
        faults.append("name part " + max_len_error(63))
    if not matches(QUALIFIED_FMT, name):
        faults.append("name part " + regex_error(_QUALIFIED_WORDS, QUALIFIED_FMT, "MyName", "my.name", "123-abc"))
    return faults


@lru_cache(maxsize=4096)
def label_key_faults(text: str) -> tuple[str, ...]:
    """Faults of a label key, in the words of k8s.io/apimachinery/pkg/api/validate/content."""
    parts = text.split("/")
    if len(parts) > 2:  # noqa: PLR2004  (prefix and name)
        return (
            regex_error("a valid label key " + _QUALIFIED_WORDS, QUALIFIED_FMT, "MyName", "my.name", "123-abc")
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
        )
    faults: list[str] = []
    name = parts[-1]
    if len(parts) == 2:  # noqa: PLR2004  (prefix and name)
        if not parts[0]:
            faults.append("prefix part " + EMPTY)
        else:
            faults += ["prefix part " + words for words in dns1123_subdomain(parts[0])]
    if not name:
        faults.append("name part " + EMPTY)
    elif len(name) > 63:  # noqa: PLR2004  (upstream's labelKeyMaxLength)
        faults.append("name part " + max_bytes_error(63))
    if not matches(QUALIFIED_FMT, name):
        faults.append("name part " + regex_error(_QUALIFIED_WORDS, QUALIFIED_FMT, "MyName", "my.name", "123-abc"))
    return tuple(faults)


@lru_cache(maxsize=4096)
def label_value_faults(text: str) -> tuple[str, ...]:
    """Faults of a label value."""
    faults = [max_bytes_error(63)] if len(text.encode()) > 63 else []  # noqa: PLR2004  (upstream's limit)
    if not matches(VALUE_FMT, text):
        faults.append(regex_error(_VALUE_WORDS, VALUE_FMT, "MyValue", "my_value", "12345"))
    return tuple(faults)


def config_map_key(text: str) -> list[str]:
    """Keys of ConfigMaps and Secrets."""
    faults = [max_len_error(253)] if len(text) > 253 else []  # noqa: PLR2004  (a file name's limit)
    if not matches("[-._a-zA-Z0-9]+", text):
        words = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        faults.append(regex_error(words, "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"))
    if text == ".":
        faults.append("must not be '.'")
    elif text == "..":
        faults.append("must not be '..'")
    elif text.startswith(".."):
        faults.append("must not start with '..'")
    return faults


def env_var_name(text: str) -> list[str]:
    """Names of environment variables under RelaxedEnvironmentVariableValidation."""
    if not text:
        return ["environment variable name " + EMPTY]
    if not all(" " <= character <= "~" and character != "=" for character in text):
        return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
    return []


def port_name(text: str) -> list[str]:
    """IANA service names: names of container ports and named target ports."""
    faults = []
    if len(text) > 15:  # noqa: PLR2004  (RFC 6335)
        faults.append(max_len_error(15))
    if not matches("[-a-z0-9]+", text):
        faults.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search("[a-z]", text):
        faults.append("must contain at least one letter (a-z)")
    if "--" in text:
        faults.append("must not contain consecutive hyphens")
    if text[:1] == "-" or text[-1:] == "-":
        faults.append("must not begin or end with a hyphen")
    return faults


def port_number(value: int) -> list[str]:
    """Numbers of ports."""
    return [] if 1 <= value <= 65535 else ["must be between 1 and 65535, inclusive"]  # noqa: PLR2004  (16 bits)


def ip(text: str) -> list[str]:
    """IP addresses of either family."""
    try:
        ip_address(text)
    except ValueError:
        return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
    return []


def special_ip(text: str) -> list[str]:
    """Addresses of both families that no endpoint and no external address can have."""
    address = ip_address(text)
    if address.is_unspecified:
        return [f"may not be unspecified ({text})"]
    if address.is_loopback:
        return ["may not be in the loopback range (127.0.0.0/8, ::1/128)"]
    if address.is_link_local:
        return ["may not be in the link-local range (169.254.0.0/16, fe80::/10)"]
    if address in ip_network("224.0.0.0/24" if address.version == 4 else "ff02::/16"):  # noqa: PLR2004  (IPv4)
        return ["may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"]
    return []


def cidr(text: str) -> list[str]:
    """Networks of either family."""
    address, slash, bits = text.partition("/")
    try:
        ip_network(text, strict=False)
    except ValueError:
        return [_CIDR_WORDS]
    return [] if slash and bits.isdigit() and address else [_CIDR_WORDS]


def http_header_name(text: str) -> list[str]:
    """Names of HTTP headers in probes."""
    pattern = "[-A-Za-z0-9]+"
    if matches(pattern, text):
        return []
    return [regex_error("a valid HTTP header must consist of alphanumeric characters or '-'", pattern, "X-Header-Name")]


def path_segment(text: str) -> list[str]:
    """Names of RBAC objects and whatever else only has to fit into a path."""
    if text in (".", ".."):
        return [f"may not be '{text}'"]
    return [f"may not contain '{character}'" for character in "/%" if character in text]


def with_prefix(rule: Rule) -> Rule:
    """Return the rule for a ``generateName``: a trailing dash is masked."""

    def check(text: str) -> list[str]:
        return rule(text[:-2] + "a" if len(text) > 1 and text.endswith("-") else text)

    return check
