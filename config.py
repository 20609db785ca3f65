"""What the portal reads from its surroundings: every setting, its default and the variable that changes it."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parent
INSTANCE = Path(os.environ.get("PORTAL_INSTANCE", ROOT / "instance"))


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in ("1", "true", "yes", "on")


def _secret_key() -> str:
    """The given key, or one made once and kept beside the embedded database."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    INSTANCE.mkdir(parents=True, exist_ok=True)
    kept = INSTANCE / "secret_key"
    try:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fresh:
            fresh.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return kept.read_text()


class Config:
    """The embedded default: one machine, one SQLite file, letters printed to the console."""

    def __init__(self) -> None:
        self.SECRET_KEY = _secret_key()
        self.SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL", f"sqlite:///{INSTANCE / 'portal.db'}")
        self.FILES_ROOT = os.environ.get("FILES_ROOT", str(INSTANCE / "files"))
        self.BASE_URL = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
        self.HTTPS = self.BASE_URL.startswith("https://")
        self.DEMO = _flag("PORTAL_DEMO")
        self.OFFICIAL = _flag("PORTAL_OFFICIAL")
        self.CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "help@portal.example")
        self.CONTACT_PHONE = os.environ.get("CONTACT_PHONE", "02-000-0000")
        self.SMTP_URL = os.environ.get("SMTP_URL", "")
        self.MAIL_FROM = os.environ.get("MAIL_FROM", "Pilot Portal <no-reply@portal.example>")
        self.CLAMD = os.environ.get("CLAMD", "")
        # A map service of the operator's, such as https://tiles.city.example/{z}/{x}/{y}.png; without it outlines are drawn.
        self.MAP_TILES_URL = os.environ.get("MAP_TILES_URL", "")
        self.MAP_TILES_ATTRIBUTION = os.environ.get("MAP_TILES_ATTRIBUTION", "")
        self.RATELIMIT_ENABLED = _flag("RATELIMIT_ENABLED", "1")
        self.RATELIMIT_STORAGE_URI = os.environ.get("REDIS_URL", "memory://")
        self.TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))

        self.MAX_CONTENT_LENGTH = 64 * 1024 * 1024
        self.MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
        self.MAX_FORM_PARTS = 2000
        self.PERMANENT_SESSION_LIFETIME = timedelta(hours=4)
        self.SIGN_IN_LASTS = timedelta(hours=12)
        self.SESSION_COOKIE_NAME = "__Host-portal" if self.HTTPS else "portal"
        self.SESSION_COOKIE_SECURE = self.HTTPS
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        self.WTF_CSRF_TIME_LIMIT = None
        self.BABEL_DEFAULT_LOCALE = "ko"
        self.BABEL_DEFAULT_TIMEZONE = "Asia/Seoul"
        self.BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "portal" / "translations")
