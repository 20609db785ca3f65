"""The fields (분야) of needs, interests and offers: the keys that calls use as choices of their question `category`."""

from collections.abc import Iterable

from portal.foundation.i18n import _, _l

FIELDS: dict[str, object] = {
    "admin": _l("Administration and civil services"),
    "admin_ai": _l("AI in administration"),
    "staff_ai": _l("AI for staff productivity"),
    "public_service": _l("Public services"),
    "safety": _l("Safety and disasters"),
    "transport": _l("Transport"),
    "transport_safety": _l("Transport and safety"),
    "mobility": _l("Mobility"),
    "digital_twin": _l("Urban digital twin"),
    "energy": _l("Energy and environment"),
    "water": _l("Water and energy"),
    "recycling": _l("Resource circulation"),
    "farm_env": _l("Farming and environment"),
    "welfare": _l("Welfare and daily life"),
    "health_welfare": _l("Health and welfare"),
    "tourism": _l("Tourism"),
    "industry_ai": _l("Industrial AI"),
}


# Calls name the same thing differently; who waits for one of a group is told of the others too.
GROUPS = (
    {"admin", "public_service", "admin_ai", "staff_ai"}, {"transport", "transport_safety", "mobility"},
    {"safety", "transport_safety"}, {"energy", "water", "recycling", "farm_env"}, {"welfare", "health_welfare"},
)


def related_to(keys: Iterable[str]) -> set[str]:
    """These fields and those that other calls name in their place."""
    found = set(keys)
    return found.union(*(group for group in GROUPS if group & found))


def name_of_field(key: str) -> object:
    """The field in the reader's language; a call may have choices of its own, which are all "another field" here."""
    return FIELDS.get(key) or _("Another field")
