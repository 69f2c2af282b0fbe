"""What the teams of the named world are working on: their projects, labels, tasks and comments."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Story:
    """A task: due and age in days from today, people by their short name."""

    title: str
    column: str
    labels: tuple[str, ...] = ()
    priority: str = "none"
    due: int | None = None
    people: tuple[str, ...] = ()
    age: int = 12
    says: tuple[tuple[str, str], ...] = ()
    description: str = ""
    estimate: float | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A project and its stories, from the top of each column to its end; `below` and `waits` are pairs of titles:
    a subtask and its parent, a task and what has to be done before.
    """

    key: str
    name: str
    hue: str
    description: str
    labels: dict[str, str] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    doing_limit: int | None = None
    below: tuple[tuple[str, str], ...] = ()
    waits: tuple[tuple[str, str], ...] = ()


_SEARCH = """Visitors mistype **every seventh** search. Today they get an empty page.

- ranked matches, best first
- one wrong, missing or swapped letter still finds it
- works for German compounds too

Measured on the staging index: p95 must stay below `50 ms`.
"""
_PRICING = """The annual price is what most teams choose, but it hides behind a footnote.

1. Toggle above the table, *annual* first
2. Show the saving in the currency of the visitor
3. No layout shift when the toggle moves

See the [copy document](https://example.org/pricing-copy).
"""

WEB = Plan(
    key="WEB",
    name="Website relaunch",
    hue="clay",
    description="New design, new shop, one fast site. Launch on the first Monday of the new year.",
    doing_limit=6,
    labels={
        "Content": "sky", "Security": "rose", "Accessibility": "violet", "SEO": "olive", "Design": "pink",
        "Growth": "amber", "Bug": "clay", "Performance": "green", "Localisation": "blue", "API": "indigo",
        "Search": "teal",
    },
    stories=(
        Story("Compare three consent banners with real visitors", "Backlog", ("Growth",), people=("priya",), age=40),
        Story("Archive the old campaign pages", "Backlog", ("SEO",), "low", age=38),
        Story("Careers page with open positions from the feed", "Backlog", ("Content", "API"), age=35, people=("mateo",)),
        Story("Illustrations for the four empty states of the shop", "Backlog", ("Design",), age=33, people=("aiko",)),
        Story("Let visitors choose currency by hand", "Backlog", ("Growth",), "medium", age=31),
        Story("Print style for invoices and order confirmations", "Backlog", ("Design",), age=30),
        Story("Structured data for products and reviews", "Backlog", ("SEO",), age=28, people=("jonas",)),
        Story("Keyboard walk through the whole checkout", "Backlog", ("Accessibility",), "high", age=27, people=("aiko",)),
        Story("Status page linked from the footer", "Backlog", age=26),
        Story("Newsletter preference centre", "Backlog", ("Growth", "Content"), age=25),
        Story("Retire the jQuery carousel", "Backlog", ("Performance",), "low", age=24),
        Story("Alternative texts for the 212 oldest product images", "Backlog", ("Accessibility", "Content"), age=22, people=("lena",)),
        Story("Cookie-less A/B tests at the edge", "Backlog", ("Performance", "Growth"), age=20),
        Story("Dark product photography for dark mode", "Backlog", ("Design",), age=18),
        Story("Draft launch announcement for existing customers", "To do", ("Content",), "medium", 1, ("lena",), 9),
        Story("Move press kit downloads behind signed URLs", "To do", ("Security",), "high", 6, ("jonas",), 15, (
            ("priya", "Two of the old links are in the press review of last week, please keep them for a month."),
            ("jonas", "They redirect to the new ones and expire on their own."),
            ("priya", "Perfect."),
        )),
        Story("Audit colour contrast on pricing and checkout", "To do", ("Accessibility",), "none", 5, ("aiko",), 8),
        Story("Redirect map for 412 legacy URLs", "To do", ("SEO",), "low", None, (), 19, (
            ("mateo", "The crawl found **38** that nobody linked in two years. I suggest 410 for those."),
        )),
        Story("Load test the checkout at three times the Friday peak", "To do", ("Performance",), "high", 9, ("mateo", "jonas"), 7, estimate=5),
        Story("Write the runbook for the launch weekend", "To do", ("Content",), "medium", 12, ("sam",), 6, estimate=2),
        Story("Consistent error pages in the new design", "To do", ("Design",), "low", 14, ("aiko",), 6),
        Story("Turn on brotli for the shop API", "To do", ("Performance", "API"), "none", None, ("jonas",), 5),
        Story("Refund flow: confirm by e-mail", "To do", ("Security",), "medium", 8, ("mateo",), 4),
        Story("Pricing page with annual toggle", "In progress", ("Design", "Growth"), "high", 0, ("priya", "aiko"), 21, (
            ("aiko", "Both variants are in staging. The second one moves nothing when you toggle."),
            ("priya", "Second one. The saving should be in the table, not in the toggle."),
            ("aiko", "Done, and the column heads stay put on phones now."),
            ("sam", "Looks right. Who tells finance about the rounding?"),
            ("priya", "I do, today."),
        ), _PRICING),
        Story("Apple Pay button missing in checkout on iPad Safari", "In progress", ("Bug",), "urgent", -1, ("mateo",), 3, (
            ("jonas", "Only on iPadOS 18 in *desktop* mode: it calls itself a Mac there."),
            ("mateo", "Confirmed. `ApplePaySession` exists, our check asks for the platform first."),
            ("sam", "This costs us about 40 orders a day. Can it go out before the weekend?"),
            ("mateo", "Fix is in review, I need somebody with an iPad."),
        )),
        Story("Consent banner without layout shift", "In progress", ("Performance",), "medium", 7, ("jonas",), 16),
        Story("Localise onboarding e-mails in German, Spanish, Japanese", "In progress", ("Localisation",), "none", None, ("lena", "aiko"), 14, (
            ("lena", "German is with the reviewer. The Japanese greeting needs a second opinion from Aiko."),
            ("aiko", "On it tomorrow."),
        )),
        Story("Product images as AVIF with WebP fallback", "In progress", ("Performance",), "none", 8, ("jonas",), 11, (
            ("jonas", "61 % smaller on the category pages, and the old phones get WebP."),
        )),
        Story("Site search that forgives typos", "In review", ("Search", "API"), "high", 2, ("mateo", "sam"), 22, (
            ("mateo", "p95 is **38 ms** now, with one edit of tolerance."),
            ("sam", "Tried it with the twenty worst queries of last month: 19 find what they should."),
            ("priya", "Which one does not?"),
            ("sam", "«kartofel schäler». The space is the problem, not the letter."),
        ), _SEARCH),
        Story("Export translation memory to TMX", "In review", ("Localisation", "API"), "medium", 0, ("sam",), 13, (
            ("lena", "Opens in both tools of our translators. Thank you!"),
        )),
        Story("Empty states for every customer list", "In review", ("Design",), "low", None, ("aiko",), 17, (
            ("priya", "The one for wish lists made me smile."),
        )),
        Story("Accessibility statement, legal sign-off", "In review", ("Accessibility", "Content"), "medium", -2, ("aiko", "priya"), 24),
        Story("Rate limit for the newsletter form", "In review", ("Security",), "none", 3, ("jonas",), 5),
        Story("Design tokens for light and dark", "Done", ("Design",), "none", -1, ("aiko",), 30),
        Story("Analytics without cookies on marketing pages", "Done", ("Growth",), "none", -2, ("sam",), 29, (
            ("sam", "Numbers agree with the old ones within 2 %."),
        )),
        Story("Remove render-blocking fonts", "Done", ("Performance",), "none", -5, ("jonas",), 28),
        Story("Book photo shoot with the support team", "Done", ("Content",), "none", -6, ("lena",), 33),
        Story("Cut largest image on home page to 90 KB", "Done", ("Performance",), "none", -7, ("mateo",), 26),
        Story("Choose the shop platform", "Done", (), "high", -20, ("sam", "mateo"), 58, (
            ("mateo", "Both prototypes are in the repository, with the numbers in the readme."),
            ("sam", "Decision: the second. Reasons are in the document."),
        )),
        Story("Content inventory of the old site", "Done", ("Content", "SEO"), "none", -22, ("lena",), 57),
        Story("Interviews with twelve customers", "Done", ("Growth",), "none", -25, ("priya",), 60),
        Story("Staging environment with production-like data", "Done", ("Security",), "medium", -18, ("jonas",), 50),
        Story("Navigation that works with two hundred categories", "Done", ("Design",), "medium", -15, ("aiko", "mateo"), 45),
        Story("Checkout in three steps instead of five", "Done", ("Growth", "Design"), "high", -12, ("priya", "aiko"), 44),
        Story("Single sign-on for the editors", "Done", ("Security",), "medium", -14, ("jonas",), 42),
        Story("Fast category pages from cache", "Done", ("Performance", "API"), "high", -9, ("mateo",), 37),
        Story("Style guide for product texts", "Done", ("Content",), "low", -10, ("lena",), 36),
        Story("Newsletter double opt-in", "Done", ("Security", "Growth"), "none", -11, ("jonas",), 34),
        Story("Sitemap that updates itself", "Done", ("SEO",), "none", -8, ("mateo",), 32),
        Story("Fix the basket that forgot its items after sign-in", "Done", ("Bug",), "urgent", -16, ("mateo",), 29),
        Story("Move images to the new storage", "Done", ("Performance",), "none", -13, ("jonas",), 41),
        Story("Translate navigation and footer", "Done", ("Localisation",), "none", -7, ("lena",), 31),
        Story("Monitor the checkout from three continents", "Done", ("Performance",), "medium", -4, ("jonas", "sam"), 21),
        Story("Reviews with photos", "Done", ("Growth",), "none", -3, ("aiko",), 23),
        Story("Focus ring that everybody can see", "Done", ("Accessibility",), "none", -6, ("aiko",), 20),
        Story("Gift wrapping option", "Done", ("Growth",), "low", -5, ("mateo",), 19),
        Story("Delete accounts on request within a day", "Done", ("Security",), "high", -9, ("sam",), 18),
    ),
    below=(
        ("Audit colour contrast on pricing and checkout", "Pricing page with annual toggle"),
        ("Style guide for product texts", "Pricing page with annual toggle"),
        ("Focus ring that everybody can see", "Pricing page with annual toggle"),
        ("Turn on brotli for the shop API", "Load test the checkout at three times the Friday peak"),
        ("Monitor the checkout from three continents", "Load test the checkout at three times the Friday peak"),
    ),
    waits=(
        ("Pricing page with annual toggle", "Design tokens for light and dark"),
        ("Draft launch announcement for existing customers", "Pricing page with annual toggle"),
        ("Write the runbook for the launch weekend", "Load test the checkout at three times the Friday peak"),
    ),
)  # fmt: skip

OTHERS = (
    Plan(
        key="APP",
        name="Mobile app 3.0",
        hue="blue",
        description="Offline first, one code base, in both stores in March.",
        labels={"Bug": "clay", "Offline": "green", "Design": "pink"},
        stories=(
            Story("Offline basket that survives a restart", "In progress", ("Offline",), "high", 4, ("mateo",), 12),
            Story("Approve release notes for 3.0 beta 2", "To do", (), "high", 0, ("sam",), 4),
            Story("Crash when the camera permission is refused", "To do", ("Bug",), "urgent", 1, ("mateo",), 2),
            Story("Haptics for the swipe actions", "Backlog", ("Design",), "low", None, ("aiko",), 20),
            Story("Tablet layout for the order list", "In review", ("Design",), "medium", 6, ("aiko", "sam"), 15),
            Story("Sign in with a passkey", "Done", (), "medium", -3, ("mateo",), 30),
        ),
    ),
    Plan(
        key="RES",
        name="Customer research",
        hue="violet",
        description="Twelve interviews a quarter, written up where everybody finds them.",
        stories=(
            Story("Invite customers who left in October", "To do", (), "medium", 3, ("priya",), 9),
            Story("Questions about delivery windows", "In progress", (), "none", 8, ("priya", "lena"), 6),
            Story("Write up the interviews of the autumn", "In review", (), "low", -1, ("lena",), 21),
        ),
    ),
    Plan(
        key="PLT",
        name="Platform and API",
        hue="green",
        description="What everything else stands on.",
        labels={"Security": "rose", "API": "indigo"},
        stories=(
            Story("Rotate the staging keys", "To do", ("Security",), "medium", 0, ("sam", "jonas"), 5, estimate=1, recurrence="FREQ=MONTHLY"),
            Story("Public API: pagination by cursor", "In progress", ("API",), "high", 5, ("jonas",), 11),
            Story("Drop the second database", "Backlog", (), "none", None, (), 48),
            Story("Alert when the order queue is older than a minute", "In review", (), "high", 2, ("jonas",), 8),
            Story("Upgrade PostgreSQL without an interruption", "Done", (), "high", -10, ("jonas", "sam"), 40),
        ),
    ),
    Plan(
        key="BRAND",
        name="Brand refresh",
        hue="pink",
        description="A calmer voice, a clearer mark.",
        stories=(
            Story("Three directions for the word mark", "In review", (), "medium", 2, ("aiko",), 14),
            Story("Tone of voice: one page, ten examples", "In progress", (), "none", 10, ("lena",), 10),
        ),
    ),
)  # fmt: skip
PLANS = (WEB, *OTHERS)
