"""Keep passwords, keys and signatures out of what is written down of a run.

What is recorded of the environment is chosen name by name elsewhere. Command lines, addresses, logs and
patches are free text, in which three things are hidden: the secret parts of addresses, what follows a name
that says that it is secret, and the values that secret variables of the environment have.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

MASK = "***"

_WEB_USER = re.compile(r"(?i)\b(https?://)[^/@\s]+@")
_PASSWORD = re.compile(r"(://[^/:@\s]*:)[^/\s'\"]+(@)")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|]+(?=[\w+.-]+://)")
_QUERY = re.compile(r"([?&;])([\w.%-]+)=([^&;#\s'\"]+)")
_HEADER = re.compile(r"(?i)((?:authorization|x-api-key|cookie):\s*(?:(?:basic|bearer|token)\s+)?)[^\s'\"]+")
_SHAPES = re.compile(
    r"\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|hf_[A-Za-z0-9]{20,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,}"
    r"|sk_live_\w{16,}|rk_live_\w{16,}|dapi[0-9a-f]{32}|pypi-[\w-]{40,}"
    r"|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{35}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,})"
)
_KEY_OPENS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINE = re.compile(r"((?:^\+)?)[A-Za-z0-9+/]{40,}={0,2}")  # a patch begins a new line with +
_LAST_KEY_LINE = re.compile(r"(\W*)[A-Za-z0-9+/]+={0,2}(\W*)")
_KEY_PART = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_LONGEST_KEY = 200
"""How many lines a private key has at most."""
_START = r"""(?:(?<![\w"'.-])|(?<=^-)|(?<=--))"""
"""Before a name: nothing that it is a part of, but the sign of a line in a patch, or of an option."""
_ASSIGNED = re.compile(
    _START + r"""(["']?)([A-Za-z_][\w.-]*)\1(\s*[:=]\s*)(["'])((?:\\.|(?!\4)[^\\\n])+)\4""", re.MULTILINE
)
_NUMBER = re.compile(_START + r"""((["']?)([A-Za-z_][\w.-]*)\2\s*[:=]\s*)-?(?:\d[\w.-]{3,})""", re.MULTILINE)
_CONNECTION = re.compile(
    r"""(?:(?<![\w.-])|(?<=^-)|(?<=--))([A-Za-z_][\w.-]*)=([^\s'"&;,()\[\]{}]+)(?=[\s'"]|$)""",
    re.MULTILINE,
)
_HINT = re.compile(r"(?i)(?:pass|pwd|secret|token(?!s)|key(?!s)|credential|sig|auth)[\w.-]*[\"']?\s*[:=]")
_MARKS = ("pass", "pwd", "secret", "token", "key", "credential", "sig", "auth")
_INSIDE = re.compile(
    r"password|passwd|passphrase|secret|apikey|accesskey|privatekey|(?:auth|access)token|credential"
)
"""What says so anywhere in a name, as in PGPASSWORD."""
_SECRET_NUMBER = re.compile(
    r"(?:password|passwd|passphrase|pwd|secret|apikey|accesskey|privatekey|(?:auth|access)token)$"
)
"""What says so of a number at the end of a name: a ``password_length`` is none."""
_SMALLEST = 1000
"""A smaller number is no secret worth the name."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SECRET = frozenset(
    {
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "pass",
        "secret",
        "secrets",
        "credential",
        "credentials",
        "apikey",
        "signature",
        "sig",
        "authorization",
    }
)
_WHOSE = frozenset(
    {
        "access",
        "api",
        "auth",
        "bearer",
        "refresh",
        "session",
        "id",
        "oauth",
        "hf",
        "huggingface",
        "github",
        "gitlab",
        "wandb",
        "bot",
        "deploy",
        "personal",
        "job",
        "private",
        "secret",
        "security",
        "account",
        "signing",
        "encryption",
        "user",
        "client",
        "aws",
        "azure",
        "gcp",
        "google",
        "openai",
        "x",
    }
)
_SAID_BY_VARIABLES = frozenset({"auth", "cookie", "jwt", "key", "keys", "pat", "token", "tokens"})
"""More words that say so in the names of variables, where they mean nothing else."""
_NO_SECRET = frozenset({"dir", "file", "folder", "home", "id", "name", "path", "sock", "type"})
"""Last words of names that tell where a secret is, or what it is called."""
_FOLDERS = frozenset({"PWD", "OLDPWD"})
"""Variables that every shell has, whose names only look secret."""
_SHORTEST = 8
"""A value shorter than this is no secret worth the name, and would be found in innocent words."""


def is_secret(name: str) -> bool:
    """Say whether the name of an option or a parameter says that its value is secret.

    Example:
        >>> [is_secret(name) for name in ("api_key", "apiKey", "HF_TOKEN", "max_tokens", "eos_token")]
        [True, True, True, False, False]
    """
    words = {word.lower() for word in _WORD.findall(name)}
    if words & _SECRET or words == {"token"} or (words & {"token", "key"} and words & _WHOSE):
        return True
    return _INSIDE.search(_letters(name)) is not None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _tells_where(name: str) -> bool:
    """Say whether a name is that of a place, or a name itself: PASSWORD_FILE."""
    words = _WORD.findall(name)
    return bool(words) and words[-1].lower() in _NO_SECRET


def secret_values(variables: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Give the values of environment variables of secret names, and the passwords of addresses in others.

    Example:
        >>> kept = {"WANDB_API_KEY": "0123456789abcdef", "AWS_CREDENTIALS_FILE": "/home/keys", "PWD": "/home"}
        >>> secret_values({**kept, "BROKERS": "amqp://ada:correct-horse@a/,amqp://ada:battery-staple@b/"})
        ('0123456789abcdef', 'battery-staple', 'correct-horse')
    """
    found = set(_secret_values(variables))
    return tuple(sorted((value for value in found if len(value) >= _SHORTEST), key=lambda v: (-len(v), v)))


def _secret_values(variables: Mapping[str, str]) -> Iterator[str]:
    for name, value in variables.items():
        words = {word.lower() for word in _WORD.findall(name)}
        says_so = (is_secret(name) or words & _SAID_BY_VARIABLES) and name not in _FOLDERS
        if says_so and not _tells_where(name):
            yield value
        elif "://" in value and "@" in value:
            for address in _BETWEEN_ADDRESSES.split(value):
                yield from _password_of(address)


def _password_of(address: str) -> Iterator[str]:
    try:
        password = urlsplit(address).password
    except ValueError:
        return
    if password:
        yield from {password, unquote(password)}


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """Hide secret parts of addresses, texts that secret names are set to, keys of known shapes, and values.

    Args:
        text: The text.
        secrets: Values to hide wherever they stand.

    Example:
        >>> hide("postgresql://ada:s3cr3t@db/lab https://ghp@github.com/lab https://x.org/a?sig=ab12&page=2")
        'postgresql://ada:***@db/lab https://***@github.com/lab https://x.org/a?sig=***&page=2'
        >>> hide("connect('host=db password=s3cr3t', api_key='abc', password=given, password_file='a.txt')")
        "connect('host=db password=***', api_key='***', password=given, password_file='a.txt')"
        >>> hide("{'password': 83017264, 'password_length': 1200}")
        "{'password': ***, 'password_length': 1200}"
    """
    if "://" in text:
        text = _WEB_USER.sub(rf"\1{MASK}@", text)
        text = _PASSWORD.sub(rf"\1{MASK}\2", text)
    if "=" in text:
        text = _QUERY.sub(_hide_in_query, text)
    lowered = text.lower()
    if any(mark in lowered for mark in _MARKS) and _HINT.search(text):  # logs have many lines without any
        text = _ASSIGNED.sub(_hide_assigned, text)
        text = _NUMBER.sub(_hide_number, text)
        text = _CONNECTION.sub(_hide_in_connection, text)
    text = _HEADER.sub(rf"\1{MASK}", text)
    text = _SHAPES.sub(MASK, text)
    if "PRIVATE KEY" in text:
        text = "".join(_without_keys(text.splitlines(keepends=True)))
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def hide_in_lines(lines: Iterable[str], secrets: Iterable[str] = ()) -> Iterator[str]:
    r"""Hide what is secret in lines, one by one, and private keys, which have many; all lines stay.

    Example:
        >>> begin, end = "-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----\n"
        >>> print("".join(hide_in_lines(["a\n", begin, "MIIEvQIB" * 8 + "\n", "DANBg=\n", end, "b\n"])))
        a
        -----BEGIN PRIVATE KEY-----
        ***
        ***
        -----END PRIVATE KEY-----
        b
        <BLANKLINE>
    """
    secrets = tuple(secrets)
    return (hide(line, secrets) for line in _without_keys(lines))


def _without_keys(lines: Iterable[str]) -> Iterator[str]:
    """Hide the lines of private keys, whatever a log or a patch writes before each."""
    left, is_next = 0, False
    for line in lines:
        opens = _KEY_OPENS.search(line)
        if opens:
            rest = line[opens.end() :]
            left, is_next = 0 if "-----END" in rest else _LONGEST_KEY, False
            yield line[: opens.end()] + _KEY_PART.sub(MASK, rest)
            continue
        left = 0 if "-----END" in line else max(0, left - 1)
        if left and _KEY_LINE.search(line):
            is_next = True
            yield _KEY_LINE.sub(rf"\1{MASK}", line)
            continue
        last = _LAST_KEY_LINE.fullmatch(line) if left and is_next else None
        is_next = False
        yield f"{last[1]}{MASK}{last[2]}" if last else line


def _hide_in_query(found: re.Match[str]) -> str:
    start, name, _ = found.groups()
    hidden = is_secret(name) or name.lower().startswith("x-amz-") or name == "AWSAccessKeyId"
    return f"{start}{name}={MASK}" if hidden else found[0]


def _hide_assigned(found: re.Match[str]) -> str:
    quote, name, between, mark, _ = found.groups()
    is_text = ":" in between and not quote  # as in a prompt: "Password: "
    hidden = is_secret(name) and not _tells_where(name) and not is_text
    return f"{quote}{name}{quote}{between}{mark}{MASK}{mark}" if hidden else found[0]


def _hide_number(found: re.Match[str]) -> str:
    return f"{found[1]}{MASK}" if _SECRET_NUMBER.search(_letters(found[3])) else found[0]


def _hide_in_connection(found: re.Match[str]) -> str:
    name = found[1]
    return f"{name}={MASK}" if is_secret(name) and not _tells_where(name) else found[0]


def hide_in_arguments(arguments: Sequence[str], secrets: Iterable[str] = ()) -> list[str]:
    """Hide what is secret in a command line: also what follows, or is set to, an option of a secret name.

    Example:
        >>> hide_in_arguments(["train.py", "--api-key", "abc", "db.password=xyz", "--max-tokens=9"])
        ['train.py', '--api-key', '***', 'db.password=***', '--max-tokens=9']
    """
    secrets, hidden, is_next = tuple(secrets), [], False
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if is_next and not argument.startswith("--"):
            hidden.append(MASK)
        elif equals and "?" not in name and is_secret(name.rpartition("/")[2]):
            hidden.append(f"{name}={MASK}")
        else:
            hidden.append(hide(argument, secrets))
        is_next = argument.startswith("-") and not equals and is_secret(name)
    return hidden


def hide_in(value: Any, secrets: Iterable[str] = (), name: str = "") -> Any:
    """Hide what is secret in settings: in all texts, and what keys of secret names have.

    Example:
        >>> hide_in({"lr": 0.1, "login": {"api_key": "abc"}, "source": ["https://ada:pw@x.org/"]})
        {'lr': 0.1, 'login': {'api_key': '***'}, 'source': ['https://***@x.org/']}
    """
    secrets = tuple(secrets)
    if isinstance(value, (int, float)):
        return MASK if abs(value) >= _SMALLEST and _SECRET_NUMBER.search(_letters(name)) else value
    if isinstance(value, str):
        return MASK if value and is_secret(name) else hide(value, secrets)
    if isinstance(value, Mapping):
        return {key: hide_in(each, secrets, str(key)) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide_in(each, secrets, name) for each in value]
    return value
