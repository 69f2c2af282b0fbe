"""The people of the named world, by the name that tests and the demo data call them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the named world."""

    email: str
    name: str
    role: str
    hue: str


PEOPLE: dict[str, Character] = {
    "sam": Character("sam@meridian.example", "Sam Okafor", "owner", "teal"),
    "priya": Character("priya@meridian.example", "Priya Nair", "admin", "amber"),
    "mateo": Character("mateo@meridian.example", "Mateo Ruiz", "member", "blue"),
    "aiko": Character("aiko@meridian.example", "Aiko Tanaka", "member", "violet"),
    "jonas": Character("jonas@meridian.example", "Jonas Berg", "member", "green"),
    "lena": Character("lena@meridian.example", "Lena Fischer", "guest", "pink"),
}
