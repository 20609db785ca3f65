"""What kinds of site and of network there are, in the city's words."""

from portal.foundation.i18n import _l

KINDS = {
    "street": _l("Street"), "school_zone": _l("School zone"), "building": _l("Public building"),
    "home": _l("Homes of residents"), "district": _l("District"), "industrial": _l("Industrial complex"),
    "campus": _l("Campus"), "river": _l("River"), "water_network": _l("Water supply network"),
    "data_room": _l("Data room"), "virtual": _l("Virtual space"),
    "overseas": _l("Test site abroad"), "other": _l("Another place"),
}

NETWORKS = {
    "mobile": _l("Mobile network (LTE, 5G)"), "wifi": _l("Wi-Fi"), "iot": _l("Sensor network (NB-IoT, LoRa)"),
    "wired": _l("Wired internet"), "isolated": _l("Isolated network"), "cloud": _l("Cloud"), "none": _l("No network"),
}
