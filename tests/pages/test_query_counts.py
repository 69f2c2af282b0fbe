"""How many statements a page takes: as many for twenty things as for one, and not more than it took before."""

from taskflow.world import World
from tests.api.growth import grow
from tests.api.stage import Stage
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.queries import recorded

# Statements of a page with a session, by address; lower a number when its page needs fewer.
QUERIES = {
    "/meridian/my": 8,
    "/meridian/inbox": 6,
    "/meridian/projects": 6,
    "/meridian/p/WEB": 8,
    "/meridian/p/WEB/list": 10,
    "/meridian/p/WEB/activity": 8,
    "/meridian/p/WEB/analytics": 9,
    "/meridian/analytics": 9,
    "/meridian/p/WEB/settings": 7,
    "/meridian/p/WEB/settings/columns": 7,
    "/meridian/p/WEB/settings/labels": 7,
    "/meridian/p/WEB/settings/fields": 8,
    "/meridian/p/WEB/settings/access": 10,
    "/meridian/t/WEB-1": 12,
    "/meridian/t/WEB-1?show=activity": 15,
    "/meridian/members": 6,
    "/meridian/teams": 6,
    "/meridian/people/MATEO": 11,
    "/meridian/invitations": 8,
    "/meridian/jobs": 6,
    "/meridian/calendars": 6,
    "/meridian/reports": 6,
    "/meridian/export": 6,
    "/meridian/audit": 11,
    "/operator/jobs": 9,
    "/operator/schedule": 7,
    "/meridian/settings/webhooks": 6,
    "/meridian/settings/webhooks/WEBHOOK": 7,
    "/meridian/settings/webhooks/WEBHOOK/deliveries/DELIVERY": 8,
    "/me/tokens": 7,
    "/me/sessions": 7,
}


async def _count(browser: Browser, web: World, stage: Stage) -> dict[str, int]:
    counts = {}
    for path in QUERIES:
        async with recorded() as seen:
            path_of_one = path.replace("MATEO", str(web.members["mateo"].id))
            for name in ("webhook", "delivery"):
                path_of_one = path_of_one.replace(name.upper(), str(stage.things[f"{name}_id"]))
            await browser.get(path_of_one)
        counts[path] = len(seen)
    return counts


async def test_twenty_things_take_as_many_statements_as_one(sign_in: SignIn, stage: Stage, web: World) -> None:
    sam = await sign_in("sam")
    await sam.get("/meridian/my")  # the first request of a while notes when the session was used
    few = await _count(sam, web, stage)
    await grow(web, stage)
    many = await _count(sam, web, stage)
    assert {path: (few[path], count) for path, count in many.items() if count > few[path]} == {}
    assert {path: count for path, count in many.items() if count > QUERIES[path]} == {}
