"""Expand: webhooks, what was and is to be sent to them, and every attempt."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        create table webhooks (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            project_id uuid,
            created_by uuid not null,
            name text not null check (char_length(name) between 1 and 100),
            url text not null check (char_length(url) <= 2000),
            actions text[] not null check (cardinality(actions) > 0),
            secret_salt bytea not null,
            secret_mark bytea not null,
            former_salt bytea,
            former_until timestamptz,
            is_enabled boolean not null default true,
            disabled_reason text check (disabled_reason in ('person', 'failing', 'gone', 'secret')),
            disabled_at timestamptz,
            listens_since timestamptz not null,
            failure_count int not null default 0,
            failing_since timestamptz,
            last_success_at timestamptz,
            last_failure_at timestamptz,
            paused_until timestamptz,
            pump_id uuid,
            pump_at timestamptz,
            version int not null default 1,
            created_at timestamptz not null,
            updated_at timestamptz not null,
            deleted_at timestamptz,
            unique (workspace_id, id),
            check (is_enabled = (disabled_reason is null)),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, created_by) references members (workspace_id, id)
        );
        create index webhooks_of_workspace on webhooks (workspace_id, id) where deleted_at is null;
        create table webhook_deliveries (
            id uuid primary key,
            workspace_id uuid not null,
            hook_id uuid not null,
            event_id uuid,
            event_seq bigint not null,
            action text not null,
            subject_type text not null,
            subject_id uuid not null,
            subject_key text,
            body text not null,
            state text not null default 'waiting' check (state in ('waiting', 'succeeded', 'failed')),
            tries int not null default 0,
            first_tried_at timestamptz,
            next_at timestamptz not null,
            reason text,
            status int,
            duration_ms int,
            created_at timestamptz not null,
            ended_at timestamptz,
            unique (workspace_id, id),
            unique (hook_id, event_id),
            foreign key (workspace_id, hook_id) references webhooks (workspace_id, id) on delete cascade
        );
        create index webhook_deliveries_order on webhook_deliveries (hook_id, subject_id, event_seq)
            where state = 'waiting';
        create index webhook_deliveries_due on webhook_deliveries (hook_id, event_seq) where state = 'waiting';
        create index webhook_deliveries_log on webhook_deliveries (workspace_id, hook_id, id desc);
        create index webhook_deliveries_old on webhook_deliveries (created_at) where state <> 'waiting';
        create table webhook_attempts (
            id uuid primary key,
            workspace_id uuid not null,
            delivery_id uuid not null,
            at timestamptz not null,
            duration_ms int not null,
            status int,
            error text,
            request_headers jsonb not null,
            answer_headers jsonb,
            answer_body text,
            unique (workspace_id, id),
            foreign key (workspace_id, delivery_id) references webhook_deliveries (workspace_id, id) on delete cascade
        );
        create index webhook_attempts_of_delivery on webhook_attempts (workspace_id, delivery_id, id);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table webhook_attempts;
        drop table webhook_deliveries;
        drop table webhooks;
        """


MODELS_STATE = (
    "eJztXW1z2ziS/isof5mkSudynBdnkqurs5PMrHfzspU4Mzs7NSVDJCRhRBEcArSi7OW/Hw"
    "CSEl9AmqAsGVL6y0xEoin5aRDd/aC78Z+jOfNJwI/f3JBQHL1A/zkK8ZzIf5RvDNARjqL1"
    "ZXVB4FGgRxI1RF/CIy5i7KkHjXHAibzkE+7FNBKUhWrsubzhiRdoMWXIp778PxZIMPl/6k"
    "2RmNJwMkA49OU/CWKBr/8dkgW6wUEir4wRwXLgmJLAP0bv5VfHyJvicEL8gRynPkZJLD8d"
    "q9/jM0/+IPnM3X91EtK/EjIUbELk82L5A37/Q16moU++EJ5/jGZD/bwS8tRXD9DXh2IZ6W"
    "ufP1++/kmPVH/WaOixIJmH69HRUkxZuBqeJNQ/VjLq3oSEJMaC+AW1hEkQZPrLL6W/WF4Q"
    "cUJWP9VfX/DJGCeBUu7Rf4+T0FM6Rfqb1H+e/E/20wrDhsP3H66Gn95cDYdHtbmgfkJFR9"
    "klj4VqHlE1qyQw39LnrgHRV4/UF7z62/nHB4+fPdQQMC4msb6p4Tr6pgWxwKmoBn2N8oLF"
    "Mx5hjwzt8K7KbYB8husK+HzIGvn1W5RjmqPmGM5rXDn5qw7nBZ1chsIMaCZQwZGmq47t3L"
    "1nCOXvlf/7rx9PTx8/Pjs9efzs+dMnZ2dPn588l2P1L67fOmvB/eLy58v3V+oHMbmupsut"
    "ulCGHOtXsY76FfnSgPlaogK7/GP2EPYWBK/e/EvjN+f8r0BdeP/L+Uc9nd+d/0vP5/kyu/"
    "P2w/uf8+FruN+/evvhogL4TR3rT3McBI1z/Ga3M/zRdqf349OzZ6sJrT60TeFP787fvjXO"
    "WRYPZ/KvsJy3BSmYuz3mbgqhnc0ryoC9K+MZxexP4glLRMtSgGnFh0hGGh0NiMXyUJWDBa"
    "LHApGDaDehy1J3GY64C7/FjE4DRV5H9O+fPrw3I1oQqcDpU0+g/0MB5fvoI7cAqsBon8/V"
    "qVtBXj2gOp9jIv9sbp7PzUtJWarXQrI/S/N2HA1Rx/u1REvQOWlwM4Rpsmcix/k/DmvKX1"
    "2+e/Pp6vzdP0v4vz6/eqPunJawz68+eFZ5F1YPQb9eXv0NqY/o3x/ev6m+HqtxV/8+Ur8J"
    "J4INQ7YYYr+ISX45v1RSq8TU1jYURMDT+fZNEX/jWYGUUhdG2JstcOwPa3fYKWsaW781P5"
    "1Xr+AQTzQ86u9Qv7rI7H4iODhqon31zcGt1O+Qy3Gd+d+AhjNFpiqWdYr5VHGoNERM8acY"
    "rdi1HzhKeeWXeqSi8UaYE4QDFhI0k7OTIyo4up6ymH5l4bWJ8N3qdwHD68C7NACGd+e+bJ"
    "jMRyS2I3nXMsDz9uZ5gXbcmHbk5C9DEHYex3jZuDthCsEOL/ZKp+Dvf1QAG9OYKwtvualT"
    "EoNXvvcrH+A+6BelAPze4KferceS0BDKNoJfkTok/E8fPTl78vzxsycr2FdX2tCuIxvF5I"
    "ayhA+VV26a2yGOGxbkmmgF4NFSpKTZnkHcNlszpmtFD/xy/vHi8v35x9/M/MyFgRm7+O3q"
    "zXlFC/bgA+abYq5iZeIP7cmxkiBwZM5xZI6wOudCYG86b8jmK9wdtPE6eDWuI6/zq0qmo1"
    "yTJaGiXDAa04C81LyJXh4QjgmioWZYuJB6mRCUyKkWo+vs43BGlgYa524fDayNE2yC06zN"
    "Hi2NFrSNwHxmiWlBBEiwMppJFDDsS4M8WlpthZTFYJJWuUU8t8r4yMdDpkePHdo58Sm2Tr"
    "IpSwHwfVJs6FcyXAVNFqnSJblDYhZ2zOzwKT59+swu9l3LQPRbnfado9+1O26z5FTEYM3p"
    "seZ4MVHg9GAeypJAPThHPRTVLEN50k/NZck7UPP++P17oWVHCKZXbN7ELuW3Bm3UkpcO6p"
    "wvlI1X/M47HM98tghNqT5Nw4DvcSLCA77n++F7DhNOuR5P7QunikIAaQXSEfOtwoB8PPj/"
    "fWpWScyNVcLN2WNriYPJIbuzDAYIp3rN7H1wtEspQD7tp+WSIARTLusYQuZD1bIjIfM7GZ"
    "imyNdC5vzWoEPIPJyngzuHznOiku5Vw6M5uv7fKQ79gFyrCBmvwuU5wSEfoNFSJU/MOQnG"
    "iMUIc6QqX3SuhSB4bgq47/bhEKY74ZtDmL77yvDs5baDtSwFoNYyW9VyZBNbriUguuyVSq"
    "CsgeUkLgnBHK7yd9I22vJ3axHI13Km0PojydqtGfy/1b1ODmCcjbb0AFV985z9SaXftfbO"
    "mn265uHgpTkwq8FLAy/tMEAFp+HOIdULt43fuxIAtxeSqoA7dI47PI/oFZsRo/O4utfqPO"
    "KISo9NDuvsNUYxm8R4Lv3AGVm+lG5gsNTFVrqFjqrEIpFIW6Wrq6rYHI1Zoruhq0eTmCPO"
    "kFB1WxFhUUCQh0MkSBBIAZPfuf0vBM/VCUPV7Lkm3NoTKIiAHwB1NPfnBejVtUcrg7IcVB"
    "VU0e/cx4CaGnS0cL3U2JoDJnun2iWPRXaNbNcS0Md2gz62EGv0egf2IdYoRfBfIiof1yfl"
    "qCQJanZazbpFl/Rg+7zPVVlIPHJZ0zG5kX5eHz2XJUHLrmnZEYro0ifziAkSest/kOWRgS"
    "iqjBi00UV0PVbV23YljUKEQ74gccrCUI4m9IbIixPVcFmwtDeP/FUoa6yPFlRM11c178MF"
    "FglHJ+pIvoDom2pjSj0tbeezwEsDfbTTrwYiyQmmA4ikHRFJlpX6UKHfP7LOjxyxJ5Kqkk"
    "AlVTXQvUGFsgN19Nv7bK+lDqkny130254SLK2nFV1UEAG+aAO+yFxd2baMNNRXwvLRefkA"
    "jq6XNd2HYA84uu9CzY7E9J8I5w0pw/mtQVsUz9NBnVM+RjFb8EIIzekkJD6iYXokksfYjB"
    "I0ZfK3IywD6TGJSejpKi4ZMXvTNGdjdc5SlrNhyvXY4jdBbO5E8Aix+a4qRCDv4F69PT03"
    "5fptl31QltodU3J0D2vFdg4W9X2pFENM2XJu/FoEAIcsZ3B3G7ekOZGmoeeWdEEWVO20qi"
    "GAPVg1OxLAfuY6AKtFr/r6oC10Vf5R91IFOZaFx+hKxoP6zMFVb5FQhpRcYBU60vT4Xhap"
    "echiYwVC3+dAzOlEUNQcc5I5poGNr7gSgE3MHr4iFB7sEOwIc75gcqk2cwDNqNcEAf4e8E"
    "8TuxYzCcz03iU20pkcfpU22QbwktAO4/7PV68OJfRXjdvsMM8Fdog3X3JB5ocCuU9CToVV"
    "1lVBZIewe2w+ZnHqtx8I9pQPc+/eQKkzFhAcNrjnZckqqS5Ft6WH1ZUdk+ofPrwt4X9xWQ"
    "X487uLNx8fPNLKkIOo0JfrSUK+bmt005NjrEtDprxrpAQ0IodG5PDWbPLWJJHfU81lSVCz"
    "c2p2hLF9zwQdUw83tSos3R+0MbhhYWT3+iFyo3pG67QgqWCPxKFKAErbfaXNXxZTc/lPd0"
    "lgax1na6GBIfTa2xdI9bJjiWhRBgCtFUBhbgoMmomPtQSwqpDYA05lUwcC3K/9AAZGxVX9"
    "OhI0/J2NjgyxgrrcGiL8yUadczzkWFXGHyfhQP0nlGodIF/nZ8RZrX8SHaNrfIOpnm1y0l"
    "6rZI3FVN6iAs3xEo0I4ipKeKDbAjw05YBs7Xsg6nDC0XA66tif5RG6ULrpzOF4YlVnnY+H"
    "IusNiqxv6oi3twq4OahdjLtoERDFlMXGDe92JItyuwP0xH1AVTcKq2V3JbDD5IGQLO7BR9"
    "hSwoafRGRo2SmnLNUL+f3xGbZj8Ap+uG1sW5UFBsO5CLekaiHIPBIG/6bRPBRFDsY83FnW"
    "wBx/GfYAtSq2O2Cf7wmweSsuUyDZxmMXpcAYAJUNhsBoCBS31kPHBTGgsl3Wr6Jb++SArs"
    "VAvy7rV9eJkzg25Vc3m8eyFJhHe/MYEMxJegyYDcFdEQN+24CqP0xCYSoxvaVjQkUW1i2X"
    "1y0ucNzPvSxLgpZd1nIWhkltjQxcXvMyWZWDdbLKSJNo6BurNy/opKWtckGsF9XgGJoZ2f"
    "Dj6enjx2enJ4+fPX/65Ozs6fOTFetQv9VGP1xc/qwYiNL7YtoPkDAKJrDBRt0K/0oO8O+L"
    "v6eahwTD9SLRg6MwPwKsidvWhCtsaqpu3pJfS2y0Kb8/Or2zPXlH0uE+eVPiJwHxG/LiSv"
    "cHrQ18s5F6VNckubQCZk44Un/OCzRlC8TGgoR5FQwJdefciMSU+WhEJuqYZCW1wNm5ypjP"
    "iI/G5i5J2/mSDdLjzAlGr6Y43kWC0e3Jcdu0ZWovJiDhREzlx0cnJy2vWf5SyVHVlyq7dZ"
    "reu6WV0g2Jl0NO5C/xbXaNanKHdErGne0c8YDZB5eZDOxaOOcJOGKRzj1PNb412KLsTqsV"
    "imL2J/HEEK/H3mqL3hKxLr9EUp1Mfopi3aEBZQ9MTQVGE30eWzomNBR3bvgsSLx2gghwOv"
    "F6j9Y9C8Ylf3HtYC1LAahQQ7sNSB2xjK9yFdUsY3ank2VMFd25likdrhvL5vbrBxlIMfnX"
    "vJCXhIyM5Of0PLljdO3J+TBh8fIacbxUhUbqzBQh7SEOuYqfkHatU3lTwLbtrwMD68D7BA"
    "YWDOxhgAr1YrvMmMwWexvAizIAep+OzYzTvIFSR/asKALEmYE4W9BoGNA5NbBnjaCWZA5o"
    "a/NOQY1YQD2r9aEstcNyMhkOhPfgmW2n57L0yiWmielYscYJXRaCgpfqfIauoxvD6Urcnn"
    "DB5j/VAkrD7UFbBO/pgfm3DrrF73p0NZ5W7x5/ia6ZHsivEY4JkjOGpyfIIE4CzVMT7E3R"
    "goopov4Aqd+tqetpQkyx+za/CuJ2JyIfiNshbj8EUCFu36F7OJN/pw3Y+XgAuwfYmZ2t49"
    "2cxFcQgdY6G7TWAaoEoiDH4YSi814LNaRvdQ52f2LxnMT/IMsjQ6i7vjnoslU9I8vOca4c"
    "m+bsroJPNMUqmXfMYvJSbQoHBPtc9cvUub7ZGBVjhgwxFVTqdpgCz4gcbYpvt/EVENc6ER"
    "lAXLvzEMyy+9gmbcf2CMDt7OEBhXD38xdcKXCltutKvcUjEpjcqPRGqwsVqCHdD6Vf0fVa"
    "znjevGEIOC9OrEngvAApfwigAikPR8EfItTAYR4dSCbHP9MF3OST5bdavbLMAHT2y0bMX6"
    "o0CWWP0+QInNYyvETXoXxXh2GianX0mS6Kcko/piQVFRypMToDA0kPjZvcui18A3iFTthV"
    "8AqB0nICwK3YVPAVd3pexPpnWmBeEdthcvU9rMfb8RwppyMaGM+aaca9LLXLnPbcQBwK/h"
    "Ak7W5BXzubFoFSRQqCJcifgfwZ9xaMfdj0Kao5ifyeai5LgpqdVjOOvSm96aXniij0NXVN"
    "z44whlcEz5s7mhXuDrokxAk53qapme5+klN8GClxRMOGrmUtg4HSc4JpAkoPNnoPAVS1tF"
    "giWhABON3ZEPtElCP0mnnJnITGfbHKiFYzx/XYoZ8N7mjprqZEGqsvIjNbai/qwWJKvSma"
    "4nTTiqtqYuo/fCkXfzqZyAAXLWIqzHnemz8OrKUDLwhYy/tY2KkIrBjTlQBwpj04UzkfTW"
    "3NW7rd5AIAd0e4HbGz55zTSUiIycKu7rXaVt1uB2dDOyegZH2sF1OmM0Q4kst+ahRNySS3"
    "jAa76MRyDXZx93ZRvXyWAc9aBOCEttYHHEO+JhGR0IWesWS4cPd2++bng2lXE6ejPRXjXY"
    "8C5s30BLlOIz2GRgSpw/yyCl8d+xXH+mpsQwC58SPBWDrwhoCxvIfVff3W2MBalgJQjaD6"
    "vUD1AVTnjGbaSeNKmo7WVhv5gFbTOdZDrbptFMsAMpJUtcKgYaE3xkKaLcWJqtKBkKG5tH"
    "cvak0ymkLJu/8CMKgOvD1gUGEP8zBAtU9VvYcs1S2ieNeZlUCRHIpronwOk0eir7c6IrpX"
    "dFcXJKLEI3np4jF6nRDlB2Dk4yV6cO1LU6+S764fIharAxmZ2lHObmBxndY66k9fZTx+/X"
    "CAQpUAhUZMTI39L7b8deCeOPAGgXsC7slhgAruyR27J5DZABWn30HFaYql5VpcEoKluAJp"
    "jMOZzSTOx8PC0avVJWWxZb10UWaHS0YoA4FDWTa4wLHQEVAdeFVIZQa+LNVWQ9VBCftTP6"
    "Vqoqr2LosfbdArynzv2NkX8K2loHbPtdq9qna/ZitlZzewINNrQd8jfW7FCcxq1UcGM9ri"
    "BZakwA2seiY4JqE1y1EU2gDS/ZnQFogSLpdns9EknrwTmDEtilXX/lTuOJM/KGBfv3l1+e"
    "787YOzwakGV64KVOi/Ol8xnpw8rIYuxEtiOQM9q+W3LAULsP0CrBHkw3HM5jarRUUM1ouK"
    "WdPnp9YBbT4ZbS2x+4PRCnsmo4QGgob8WH3tfWybbOW4NI/N1SaZ9cHRNTk4O7rKVmMhsD"
    "ftha5JFACGtlrQVss507d3sTy01fou1CwNdBSQnu9zRRbIOZc17ZO+ei5LgpZd07JDuYSN"
    "x2Ctbw5urQy0Ow9Lj26vdTcNgRw+JyJ+yOGDAvf9hlMvLpZ4FmUAUHfS4X/FwkuNQc2A5b"
    "duN1+LdGSfvi3q4B4W+PLfWJ1XHUUk1MVxndq4dBAGo+fAXAejB0Zv3+GEri6HZPY+4Rvi"
    "/0LJwmT41jdbTR9Xw4Y3clxnwzemgZC2i4a6+Dv7FOBwksifOUA4RCz25SUc+tKIBXjJEv"
    "FSlXWppixZTclA1XDJS+oJq0VQV3DJwWqgyWju7ovB4DrwloHB/f4qxfaHYrTAlC1Ca6Nb"
    "lIFJCicT3l+iFOVDPsUxMUzfC8YCgsMG01aUqyA/koLbgn51ZbfYX3z48LaE/cVlFdzP7y"
    "7efHzwqJIaWN+qTz0Xmwm+loAp3mOKp67kULWkt0E9Fdst6gdTBclZbAV2Pn6X1WOreu1D"
    "ABzyqY4gn+rel+992JiHfKrvQs2OsHi/ktGUMWM7p/zWoI3BW6SDOtN3nz++TXs+TgmOue"
    "LCyI06CegYXQqOOJHLk273OMc+QarOAV2nF4ccB+J6oOk13Q5SoBmJ5FjBSTA2EXbb/Cqg"
    "6JwIyoGiA4ruADCFclyg6fY7vEviwAbrbDhA3QNqrC2z4VSw8zjGy4aar7VMBfNtFjjeH+"
    "i//1Hle9aOnYFIpiGOG5CrCFaZ5KVIzyE5HPgusuLO1ZyVU/bi8v35x9/Mk/bCUAx68dvV"
    "m3OzBuY4NvTK6qCBXBA00FcD2SkA9u9ARbCnBvbHc9uyApJQUIO1bOdzqrJQUOMaoVPZtS"
    "ShgrnHtmVBcIf7ljkJsLfblj7lGrehjIq4ZVPRuij0NOnR0jWHsUexYFkUFjeXFzcVMpCQ"
    "Dzk1tg1q13RNGLYmnFb2GNMgiYl1l5GaHLQYqVosBZH8vn7vUU0Y1kyXX6MAczHkiecRzn"
    "vYR4M46Nt5fedrYE99l8VB3y7rO8IJl+5rr9C+KguadlrTyTyy3fxci8DO57c6mvbrY0EM"
    "3haX3xZI+zyCtE94ayDtE9RcVzM0VztULbuV3HsuBJlH4qg5xzcfMeiQ6isnnR7cMeX3Q0"
    "hQTOSs4iLNqNWdZjz5M1RGLhX1zN1OEpCA64QnDwm4Ow+Z5HtJpZO8tMS1Igaw1jqq2xph"
    "8LEctb7l06Uk8PLvH84NGZONQWhFCg7MNcSiXGCR2IC6FuiFp2Mu6l3DSeKYGY5zbs5aWQ"
    "lArkqf83e0fzmcEuxnXRfLuDcfGWMQ3f3ZMfejiq2cEoNDviBxH03UJTdSxP68EtvUw4j5"
    "VmfrVsRgMeq2GLnFELzOgoOjZopgNWTQhSPIog1KuhYGh2lxLhqzGGGUPeYFWmAqpKoGSC"
    "c/EJ/4qoOe2hkn/jE6R5G8iaZYFemmDzAUAt/po4F3cCJuA95h5wGyfq/tMC2IAJxVf//G"
    "/rDYogxkEpjw5OSvOqAXdNIYlJbEDinO//H09PHjs9OTx8+eP31ydvb0+ckqQq3fagtVLy"
    "5/VtFqyYsxHEiozYaV47iSgDLgPh3MkpHuqKBRs4C9KgfgbwC+3fJdlgKL2ADqjFgFoBUx"
    "CEDtp7NtzL9RsL9Hk3c7a4fAphPtWyZ4LrDD5pNZcHwPod9WMBc5E9Fxq2I1HqqWalVLNO"
    "bSe5AA9UlcqktD8pLL26ehXJV6qLkgBvvjTivYvloeiuQ3tf6wa35n1uj+0jsOHFioNPgu"
    "ln8iIeyj5KIceHCuadiRzeXL8IYKnIFf21cu3B20bSnT1bjue8lsPCaxOsZ0RDw2JwhnR5"
    "6+RCwMlvr4tSnm0zSfnCNPfqvq9Ky6PBs3kDd9HuwaO8E1wq7xzkndmfz1NtFFPh6oxR7B"
    "BZljU/uBlhzSXABCuR45pCyw4nHz8TC1+zC4bEbCoTKydcjbepeW5aB5bBX9rr1L1w387T"
    "pPV+QOvvu0MoG17tPahbXu71+WAs+iepo4/jJMuNW2TlEESJ866WMJ50ZQHvQmGbQ9uVM4"
    "gYzs5YftA1VVCl++RFQ+rg8dWZIENTut5pjcSKe8z9tclgTe2TUtO8I7v9PcLJ/S6MjAOx"
    "fuDtp455Th7XywYSTHsvAHjqIAewTRUNUa5ezgC00Rx2yBRmQqJ5e8l/4M07mFGzwJeGYn"
    "ghTgmXceDcpYJLbEtCACcAK3CWej34I4RIsQRjgVRszZTc8woigJYYTLWvaJqhO86flC16"
    "VB265p25Gg8Yrg+ZEhXNTXB22BopAjOoaJWeyJEjlVVDMK9V0DFKhz6EPBULZZxlEewNXD"
    "w15PgLDQCfcawsKdxzFwCPgO45hpYoV1NhyghpARQsa9nNngXlq5l+37EpURt7qcQ8sNin"
    "R4eVtBPce0BdE6FrxJJ5wc8CZ37k3q184O04IIwFnN4NOrjCWgJSGA1KFWovnqYTJu65ut"
    "dm21AnW0ar9K+6OqsSYxSyJVfRURFgUEzQiJuC7FygmRl/oTD5KJKsxSe+i6FYXaWPeVIF"
    "G9TdHnj2/r5nBbXwJ21IGXp82OKkXaBLT5eIhoe0S0wNTssppGxqLDryy0QrwktMNeVJ+v"
    "Xt3DugG0DdA2QNs4sQcMx2EerJodiV3OSUy96ZEhcMnuDNqiFrwec1vE0qzYO44GGg2KMR"
    "gw2JLMo98sCnC+9q3Z+W801a+mOLa11fvplep6yYCEE6FejdOnT1sAzZ0jOap6AE126zS9"
    "V2kbHkU2CGfDDxDdRycnHdCVoxrR1fcq/hELBQkNVrP5TKWCCJxqZXma0r0as2//Dy9jOE"
    "o="
)
