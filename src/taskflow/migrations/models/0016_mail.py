"""Expand: codes of invitations that went out by mail, resets of forgotten passwords, and an index of cancelled jobs."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
# Of which each is whole or not there, so that a run that was cut off is made again by the next one.
TABLES = """
    alter table invitations
        add column if not exists mail_state text check (mail_state in ('waiting', 'sent', 'failed')),
        add column if not exists mail_problem text,
        add column if not exists mail_count int not null default 0,
        add column if not exists mailed_at timestamptz;
    create table if not exists invitation_codes (
        id uuid primary key,
        workspace_id uuid not null,
        invitation_id uuid not null,
        token_hash bytea not null unique,
        created_at timestamptz not null default now(),
        unique (workspace_id, id),
        foreign key (workspace_id, invitation_id) references invitations (workspace_id, id) on delete cascade
    );
    create index if not exists invitation_codes_of_invitation on invitation_codes (workspace_id, invitation_id);
    create table if not exists password_resets (
        id uuid primary key,
        user_id uuid not null references users on delete cascade,
        token_hash bytea not null unique,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
    );
    create index if not exists password_resets_of_user on password_resets (user_id, created_at);
    create index if not exists password_resets_expiry on password_resets (expires_at);
    """
INDEXES = {"jobs_cancelled": "on jobs (done_at) where state = 'cancelled'"}


async def upgrade(db: BaseDBAsyncClient) -> str:
    await db.execute_script(TABLES)
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        await db.execute_script(f"create index concurrently if not exists {name} {definition}")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop index jobs_cancelled;
        drop table password_resets, invitation_codes;
        alter table invitations drop column mail_state, drop column mail_problem, drop column mail_count,
            drop column mailed_at;
        """


MODELS_STATE = (
    "eJztXWtz2ziy/Ssof5lMla4r4zycTW7dunaSmfWuk0zFzs7Obm3REAmJGFOEhiCtKLvz3x"
    "cASYkPkCYoiYbk/pJYJJqUTgPo7oNG499HM+aRgB+/vyNhfPQa/fsoxDMi/ijfGKEjPJ+v"
    "L8sLMR4HqiWRTdQlPOZxhF35oAkOOBGXPMLdiM5jykLZ9kzccOPXaOEz5FFP/I9jFDPxP3"
    "V9FPs0nI4QDj3xJ0Es8NTfIVmgOxwk4soEESwaTigJvGP0Ubw6Qq6PwynxRqKd/DhPIvHp"
    "WH4fj7niC4lnDv/qJKS/J8SJ2ZSI50XiC/zzX+IyDT3ylfD84/zWUc8rIU89+QB13YmXc3"
    "Xty5eLdz+qlvJnjR2XBcksXLeeL2OfhavmSUK9Yykj701JSCIcE6+gljAJgkx/+aX0G4sL"
    "cZSQ1Vf11hc8MsFJIJV79L+TJHSlTpF6k/zn+f9lX63QzHE+frp2rt5fO85RrS/Ir1DRUX"
    "bJZaHsR1T2KgHMH+lz14Coq0fyBW//fPb5ybOX3ysIGI+nkbqp4Dr6QwniGKeiCvQ1ygsW"
    "3fI5doljhndVbgPkM1xXwOdN1sivR1GOaY6aZTivceXk9zqc53R6EcZ6QDOBCo40nXVM++"
    "4DQyi+r/jvf/50cvLs2enJ02cvX714fnr64tXTV6Kt+sb1W6ctuJ9f/HTx8Vp+ISbm1XS6"
    "lRfKkGM1FOuoX5OvDZivJSqwix+zh7C3IHj9/u8Kvxnnvwfywse/nX1W3fnD2d9Vf54tsz"
    "uXnz7+lDdfw/3x7eWn8wrgd3Wsr2Y4CBr7+N2wPfyH3XbvZyenL1cdWn5o68JXH84uL7V9"
    "lkXOrfgVhv22IAV9t0ffTSE0s3lFGbB3ZTznEfuNuLEhomUpwLTiQyRjhY4CxGB6qMrBBN"
    "FjgshBNOvQZalthiP2wm/Qo9NAkdcR/cvVp496RAsiFTg96sboPyigfB995BZAJRjt/bna"
    "dSvIywdU+3NExM/m+v7cPJWUpXpNJPszNe/G0YjreL8TaMV0RhrcjFjX2TOR4/yPw+ry1x"
    "cf3l9dn334uYT/u7Pr9/LOSQn7/OqTl5WxsHoI+uXi+s9IfkT/+PTxfXV4rNpd/+NIfiec"
    "xMwJ2cLBXhGT/HJ+qaRWgampbSiIgKfzxx+S+JvcFkgpeWGM3dsFjjyndoedsKa29Vuzk1"
    "n1Cg7xVMEjf4f81kVm94rg4KiJ9lU3R/dSvw4X7TrzvwENbyWZKllWH3Nfcqg0REzypxit"
    "2LXvOEp55TeqpaTxxpgThAMWEnQreidHNOboxmcR/cbCGx3hu9N3AcNrwVgaAcM7uC8bJr"
    "MxicxI3rUM8Ly9eV6gHTemHTn5XROEnUURXjauTuhCsMOLvdIu+M9/VQCb0IhLC2+4qFMS"
    "gyHfe8gHuA/6RSkAvzf4qXfrsiTUhLKN4FekDgn/kx+enz5/9ezl8xXsqyttaNeRnUfkjr"
    "KEO9Ir1/XtEEcNE3JNtALweBmnpNmeQdzWWzOma0UP/O3s8/nFx7PPv+r5mXMNM3b+6/X7"
    "s4oWzMEHzDfFXMbKxHPMybGSIHBk1nFklrA6ZyEOljF1+c8Rkz8pRbHC7tQbjdpYHpw3d+"
    "bF9veSPdc+QdIVSdkVFMuEuwXmSNlG4r1uZlvkjRXbMlLki3hXyNO8lTrVs9M3AdFjBQHR"
    "TPRAytngrvGM3fWyYkU5MGJgxPRG7B2mwfLHQH2xmvFa32w1Wp5s5kzydvcaq1+kzfDF80"
    "SP8xANEUZpt0VM/u3h5WvEkxnP1xOYtAUoXrC6NdrsUWBuLDc3Fqwr7NG8tz+pdIcJagqU"
    "IaYlIYC0AqmYwPV+jx7MrHmbu3NYUEr3pUqlijAsIpo+2EyjriWG89Of7tZJ3xp/OhUBrA"
    "GWeXMAsgqkGxH1y7tjWZAAOKtwRoQpp9cAz6IIAFoFdEJDyn0jQIsiAGgV0AWNfcdLTGbP"
    "oggAWgVUopGRNR3xLEgAnNf2JIT+mE0c15jfHmmIl9L9URv3kk9BTiyads4MlY1T6p5K5n"
    "42D4ji7n22QAELp4jK/frsdiQpFU6EIjye7thf+IoqkQ0k689CJDuYvBzm18T41WWIDvJO"
    "YHSsCOCA0Rk8UpbDyxDTggjACQQZEGR7CWlmSHusEFZlYZXQulVCvaoNWdGa4KPmRwOCPS"
    "fzL+sotub6ViR7hVSW7VN5mJwGdylu9VNCTRS00FcLInByGjmFc8ZEfw8bvPGyZDVHVYju"
    "nw7a4Pz06bJkJc4vqruyv3w4f//5yQ/KPIhGNC5gbgnpIMmEq5jqiw+ub47a6AYVMvCYGl"
    "QhlCLfccRjvCwmaKgwX9ijVWpGcY+oiu+/sZC8QTcBmcTCQbmRtIH8RbKKYEBk4E9VTmHU"
    "yDYM8FbgG6zwh4FvAL5hv+GcB6KvGTD7q/aHlFm7xU1PwN4Ae2M/pE1L+M3FkhpX8KHiWp"
    "dKSVmqUw+yrCwJVJnVVFmuLEOirCL2yGkyFQCZDpOC2BbGyP5QBHs3RJSiDMdHUWbDwbE/"
    "ms3GhiUkzlkcY9efNRwhUbg7at1mumrXkcb5JcvbkDs5Q8mdYDShAXmjdnGqPekIR0SSK5"
    "JU4bHo01OCEqHMCN1kH51bstTUDtvuo4GQscLFBULm8RAy+zOVG6CZzAOGPeELjjUWsqX+"
    "ZlkMOmm1oB3WrTU1h7t5ewh2ewS7M+JRnGJmAHlZCoDvU9edfiPOqlJP97XtstwhMbsDr2"
    "xzH5+8eKkDv7ng0loGSi5Vu33nkktrd9xkyqmIwZzTY87JNsv1SQMsSQKzaTVtI0L5ntme"
    "ZUkg52zTsiUE01s2a2KX8lujNmrJTRt1Tg/K2kt+5wOObj220BQda24GfI8VER7wPY+H7z"
    "lMOMV87Juf1lcUAkgrkI6ZZxQG5O3B/+9zUCqJuPZo2uYjC9YSB3NwwbarlUA4dXiOdilR"
    "xKP9tFwShGDKZh1DyHyoWrYkZP4gAtMU+VrInN8adQiZnVnauHPoPCPypCe08NkM3fy/j0"
    "MvIDf5bpc0XJ4RHPIRGi9l8sSMk2CCWIRUEQ2S5lrEBM90Afd2Hw5huhW+OYTpD7FBXw1u"
    "07T5ohSAWjtORU5HJrHlWgKiy16pBNIaGHbikhD04Sp/J2yjKX+3FoF8LWtScj+T9AQTnf"
    "+3utfJAYyy1oYeoDxUd8Z+o2nN++xhzT5dc3Pw0izo1eClgZd2GKCC07B1SNXEbeL3rgTA"
    "7YWkKuAOreMOz+b0mt0SrfO4utfqPOI5FR6baNbZa1RHC+KZ8ANvyfKNcAODpdpsJY8cVT"
    "uxyDxOK+/Kq+qwvwlLIuT6WD6aRBxxlpbynRM2DwhycYhiEgRCQOd37v6F4LlaYaiaPdeE"
    "G3sCBRHwA2AfzcN5AWp27XF+dlkOdhVU0e98eDbVnQrfwvVS7Xnw0Nk77V1y2Vy3b+kvV5"
    "8+NuzeWElU3Vzqxug/KKB8H3cutQAvsWgHvopxpZfLB0Cs8WhijVIE/3VOxeP6pByVJEHN"
    "VqtZBjGO8GD7jOeqLCQe2azpiNwJP6+PnsuSoGXbtGwJRXThkdmcxSR0l38lyyMNUVRpMW"
    "qji+i6rdxv25U0ChEO+UKenZ2V65nSOyIuTrEszMPS2jziW6GIiL7HYySPcltfVbwPj3Gc"
    "cPQ0q6Wcl1+WT0vL+SzwUkMfDfpqIJKsYDqASBqISDLcqQ879PtH1tn01INIqkoClVTVQP"
    "cCFdIO1NG/muEgaK7LspI6pJosz05OX662SckPbTukrj6cXV7Wt0n5BAvraUQXFUSAL9qA"
    "L9LvrmybRhr2V8L00Xn6AI6ulzXdh2APOLpHoWZLYvqfMeciAPU+E060tVbKDUZtEf08a+"
    "pEsm3nLBAR8croGaOQLFD+DDRhas+XTM2Qf09ZHBNVeZdG/DWaMuYhFrrigbIhDpHPkijL"
    "6JBBdTGjQ5cJMsxLIYi3IsqEIH6orSSQoABu4d5pYy/8BXALH52ae67awoKtxfq1xO2/Ip"
    "w37BTMb7W6+jxt1NnHH0dswQsrZ5xOQ+IhGr5RjrPL2C0V/jMT31345BGZkIgIR1sWb1j4"
    "1PW7O/Y7fBN481a4m+DNgzdvFaS78uZV3xTzt1nScVlquAXSoweYK3ayPCosuFCKZimpGf"
    "OCCAAOmxvB3W3MROVEmIaemagFWVC11aoGguJg1WxJAPuFqwCsFr2q66O20FX6R913KIu2"
    "LDxG1yIenNCIx6uSgqEIKXmMZegoYkS5XZjNZT9kkXbjcd/nQMxpRVDUHHOSGaaBia+4Eo"
    "DcxR6+Iuw3HhDs1YK+ngNoRr0mCPD3gN9PzCpLJtDTe++sF86k803YZBPAS0IDxv1frt8e"
    "Sugv6zWbYZ4LDIg3X/KYzA4Fco+EnMZGmy0KIgPC7rLZhEWp334g2FPu5N69hlJnLCA4bH"
    "DPy5JVUl2I7koPqysDk+qfPl2W8D+/qAL85cP5+89PflDKEI1orC7X9wZ4qprpXU+OsS4N"
    "q+q2kRJw/hCcPwSjZqNco7nXU81lSVCzdWq2hLH9yGI6oS5uqlBeuj9qY3DDQsvuZQPInT"
    "wqRqUFuTKJPwplAlBa5XeE0nx+5rpYmgLEE9eXB8hg5CUEyc6bloVc+Co3aIlwRFDMAk9b"
    "JmCHrwI+2HI+GCqjQxHvfYFUzVOGiBZl4OyPMp75nG7CrRRlepEr+4PkbhjEhzp9en9wN+"
    "jB04glc0M4izKAZ7XUCuZm88FaAhZy+jCsoUPDMftqSq8WxAbkVnMPeG+pVWCHevX8faAN"
    "StWKkmgiQpM+eq6IgqKtVrQYlP0KiGJYHNkH/fKQsW9iMCZhrMtau2coV4VB1zbr2mMh6b"
    "PeuRYD/dqsX5VI2ssmlyVBy7Zp2cIVmysSxwLyFMiWlZtVu1HXFRyHF0XuXcn5M1sgnOXT"
    "owUWGpd1nMbpEskI0RDhIJCZ9apqE1rR6vwNunF9HIbiu9xk+78XcoXGo5OJPNhrErGZ2v"
    "eddUdeX9oZ+N0brPXYsxP6caz65NqtA95cf7QoM3wB0gLq44QGYgTyY/nahwB+J2VJf08o"
    "iR05sjT0W6NpLEs1mcaDNIsl26e1e7laTp68qg0SKSDNnEYHDcHGfUq4N8wALXTTgkenhB"
    "vVEFhLDJjv6wmndPkAs89usqwVgk7eRbv2/IrYhj1/z5iynXV9Z0HIrYc1Oe/t5dbr0geT"
    "H7qNmuuhmD+cDCPzILQuDYGobYFomRqeCRSNZ7SKGMxoG85ogaTaBaRJrDscs3Eqq4oNN5"
    "G9fLrbmWxrme6wcWCrcEJG+cGaBUv4yb+w8ZGGjpSXR23s429s3LkAiGgrOb4oCUfyn1Co"
    "dYQ8Vbwjys5/S+bH6AbfiehFvkD02htZyWPhi1s0RjO8lAwhlxnhT9RRcd/rCoTs7D2QMG"
    "45dWhBwvj+eM0GqXdQKWTImonR1Ij7ztvDwVsbMNx3pnzG3UF5qtugMOYRZZG2GkI7kkW5"
    "4QDdcSS1DUDlCYVG0+5KYECmOSSLg+GZiZfMiWN4empZCrad9DB4BT/cNL6tykKEa12EW1"
    "J1HJPZPDZh24oiB2MetsYMzfBXpweoVbHhgH21J8DmxzPrAsm2HUdFKTAGUMAcDIHWEEhu"
    "rc8OmLUYrHDarF9ImD9s/apDBEgU6YrvNZvHshSYR3PzGBDM5QrELdEsrjYT3BUx4Lc1qP"
    "bcyVWVhXnL5nmLxzjq516WJUHLNms5C8OEtsYaLq95mqzKwTxZZaTJ3PG0pb3P6bSRbSiJ"
    "9aIaLEMzIxv+dHLy7NnpydNnL1+9eH56+uLV0xXrUL/VRj+cX/wkGYjSeNGtBwgYYxZjjY"
    "26F/6VHODfF39XniwTOOtJogdHoX8EWBO7rQmX2NRU3bwkv5bYaFF+f3S6tTV5S9Lhrlyf"
    "eElAvIa8uNL9UevpzllL1aprklxa7XRGOJI/5zXy2QKxSUzCvJwpCdUW1zmJKPPQmExxmE"
    "otMEcyykaY3xIPTfRHaO3mJRukx+kTjN76OBoiwej+5Lhd2jK5FhOQcBr74uMPT5+2DLN8"
    "UIlWjbnv6t4952zdkWjpcCK+iWeyalSTG27ZaPfOxNZWjnjAzIPLTAZWLazzBCyxSGeuK0"
    "9F1tii7E6rFZpH7Dfixg5et73XFl2SeF1qGwl1MlmwIVLHd6DsgampwGgq3dmsTbism5wN"
    "nwWJ11YQAVYnXu/RvGfAuOQD1wzWshSACuXPdwGpJZbxba6immXM7nSyjKmiO+9lSpurU4"
    "dz+/WdCKSY+DWvxSVZFlt8lgm5CT9GN67oD1MWLW8Qx8usYJHcaERwyGX8hJRrncrrArZd"
    "vw4MrAXjCQwsGNjDABX2iw2ZMZlN9iaAF2UA9D7HeTNO89O1OrJnRREgzjTE2YLOnYDOqI"
    "Y9awS1JHNAS5tbBXXOAuoazQ9lqQG3k4lwIHwAz2x3x+m4LAlNOnRZCDa8QGWZrcNpS9ye"
    "8JjNfqwFlJrbo7YI3lUN87eOusXvqnU1npZjT9YXZqohv0mPi/QZJ2lLTgLFUxPs+mhBYx"
    "9Rb4Tk91bUtZ8QXey+y1dB3G5F5ANxO8TthwAqxO0Duoe34neagJ23B7B7gJ3Z2TrezUl8"
    "BREorbNBaR2gSiAKshxO2HTea6KG9K3Owe6PLJqR6K9keaQJddc3R12Wqm/JsnOcK9qmOb"
    "ur4BP5WCbzTlhE3shFYVnNWJ29o3J9szYyxgwZYjKoVOUwY3xLRGtdfLuLV0Bca0VkAHHt"
    "4CGYYfWxTcqO7RGAu1nDAwph+/0XXClwpXbrSl3iMQl0blR6o9WFCmSTzs7Tmq5XcjrnR9"
    "cEnBcr5iRwXoCUPwRQgZQf0Cf0EyOss+YAdQ+ogcM8OpBMjp/TCVznk+W3Wr2yzAB09svG"
    "zFvKNAlpj9PkCJzuZXiDbtRReGEi9+qoM10k5ZR+TEkqGnMk26gMDCQ8NM3Z1Dt5A3iFVt"
    "hV8AqB0rICwJ3YVPAVBz0vYv01DTCviA2YXP0A8/FuPEfK6ZgG2rNmmnEvSw2Z054biEPB"
    "H4Kk4Sb0tbNpEChVpCBYgvwZyJ+xb8LYh0UfOIb40akZR65P73rpuSIKdU1t07MljOE1wb"
    "PmimaFu6MuCXGxaG9S1ExVP8kpPoykOKJhQ9WylsZA6VnBNAGlBwu9hwCqnFoMES2IAJz2"
    "LIhdEekIvWNuMiOhdl2s0qLVzHHV1vGyxh0t3bVPhLH6GmdmS65FPVn41PWRj9NFKy53E1"
    "Pv+zdi8qfTqQhw0SKisT7Pe/PHgbW0YICAtXyIiZ3GgRFjuhIAzrQHZyr6o66seUu1m1wA"
    "4O4ItyV29oxzOg0J0VnY1b1W26rK7eCsaecElKyO9cJnKkOEIzHtp0ZRl0xyT2uwi1ZM12"
    "AXh7eLcvAZBjxrEYATylofcAz5jsyJgC50tVuGC3fvt29e3ph2NXEq2pMx3s04YO6t6iA3"
    "aaTH0JggeZhftsNXxX7Ftp5s2xBAbvxIMJYWjBAwlg8wu69HjQmsZSkAVQuq1wtUD0C1zm"
    "imlTSuheloLbWRN2g1nRPV1KjaRnEbQEaSylIYNCzUxlgIsyU5Ubl1IGRoJuzd61qRjKZQ"
    "cvsvAINqwegBgwprmIcBqnmq6gNkqe4QxW1nVgJFciiuifQ5dB6Jut7qiKha0V1dkDklLs"
    "m3Lh6jdwmRfgBGHl6iJzeeMPUy+e7me8QieSAjkyvK2Q0c36R7HdWnbyIev/l+hEKZAIXG"
    "LPa19S92/DpwTywYQeCegHtyGKCCe7Jl9wQyG2DH6SPYcZpiaTgXl4RgKq5AGuHw1qQT5+"
    "1h4uhV6pKyyHC/dFFmwCkjFIHAoUwbPMZRrCKgOvByI5Ue+LJU2x6qDkrYn/1Tck9U1d5l"
    "8aMJekWZx46d+Qa+tRTs3bNt715Vu9+ymbKzG1iQ6TWh75E+d+IEZnvVxxoz2uIFlqTADa"
    "x6JjgioTHLURTaANL96dAGiBIupme90SSuuBPoMS2KVef+VO44kz8oYN+9f3vx4ezyyeno"
    "RIErZgUaq1+dzxjPn35fDV2Im0SiB7pG029ZCiZg8wlYIcidScRmJrNFRQzmi4pZU+en1g"
    "FtPhltLTH8wWiFNZNxQoOYhvxYvvYhlk12clyay2Zykcz44OiaHJwdXWWrcRxj1++Frk4U"
    "AIayWlBWyzrTt3exPJTVehRqFgZ6HpCe47kiC+SczZr2SF89lyVBy7Zp2aJcwsZjsNY3R/"
    "fuDDQ7D0u1bt/rrmsCOXxWRPyQwwcb3PcbTjW5GOJZlAFA7UmH/wXHbmoMagYsv3W/+Vqk"
    "LfvUbZEH97DAE39jeV71fE5CtTmuUxmXDsJg9Czo62D0wOjtO5xQ1eWQzN51hEM+IdGPVO"
    "FbD96K99sNYNZSvDnoXrlMNpbbteQe8N/YON2AVaje+QbdcPqNOONlTPgNwqEnLvj45MVL"
    "8SEi6uegJIxpkO0wF+YwIDpzucM3gW21YECBbQVjcAiQwpF5A2bwzIhHcYqZAeRlKQC+z0"
    "6ElamtA39Op43r82W5Xkv0li1BZIv0fzo5efbs9OTps5evXjw/PX3x6ulqtb5+q23Z/vzi"
    "J7lyX9JAfSk/9Wx02Ic4WjZgv5Kp4L7Sx34h3wZilhy16vOiy59ffDz7/Ku+059rkqnOf7"
    "1+f1bbgCOUMiWO4RG0FTGYcTbIlofklYNbBS1lm3+dU/G4HmouS4KarVOzJZTJFb4j3t8o"
    "WRxp+JL1zVHrESqymXMn2pkwJTGJZGk9SVpknwIcThPxNUcIh4hFnrgkiQssbixZEr+RhI"
    "esY5uV4RjJsjcZB7KKbRUTIhrLhg3EyUAvBh7FilgUeJTHVlxnfxxzA0zZIjSmpooy0EmB"
    "mXq4cIVyR8TbEdF033PGAoLDBtNWlKvG6UJwV9CvrgwcqH/6dFnC/vyiCu6XD+fvPz/5ob"
    "Kbsk6JpJ6LSQdfS0AX79HFU1fSkaf4maCeig2L+sEUjuIsMgI7bz9kwZ1VibtDABy2oB3B"
    "FrQHn773gd6BLWiPQs2WsHi/kLHPmLYCdn5r1MbgLdJGnem7L58v02MyfIIjLrkwcicPTz"
    "5GFzFHnIjpSWUVzbBHkCwNgW7Siw7HQXwzUvSaOkEjRrdkLtrGnAQTHWG3y1cBRWdFUA4U"
    "HVB0B4ApVDADmm6/w7skCkywzpoD1D2gxsoya/LFzqIIN6QsFWQqmO+yJtTDgf7Pf1X5nr"
    "VjpyGS25K9yoI9M772CL6dpXylQM5wpCkv3kEDuSBooK8GsoMTzcdARRCyHjdTgNo8Y8rn"
    "VGWhBolthE5l1ZKEEuYey5YFwQHXLXMSYG+XLT3KFW6OiIq44TksdVEoA9vjFJwcxh71lc"
    "qiMLnZPLnJkIGE3OFUW2m5XdM1YViasFrZE0yDJCLGhVlrclCVtWqxJETiff3GUU0Y5kyb"
    "h1GAeezwxHUJ77MnQyMO+rZe3/kc2FPfZXHQt836nuOEC/e1V2hflQVNW63pZDY3Xfxci8"
    "DK5x91NM3nx4IYjBabRwukfR5B2ieMGkj7BDXX1Qz16A9Vy3Yl957FMZnN46PmHN+8xahD"
    "qq/odKpxx5TfTyFBERG9isdpRq0qzuvKYoNsgmhcz9ztJAEJuFZ48pCAO3jIJMYlFU7y0h"
    "DXihjAWjuEztQIg49lqfUtH8gtgBe/35lpMiYbg9CK1HCB6A61uu1YlMc4TkxAXQscUL3C"
    "rcFJoohFdTSbs1ZWApCr0ufIYuVfOj7BXnZQRRn35lN2NaLDH7f7MKrYycG6OOQLEvXRRF"
    "1yI0Xsz5DYpR7GzDOqyVkRg8mo22RkF0PwLgsOjpopglWTUReOIIs2aOcTEMJ0cy6asAhh"
    "lD3mNVpgGgtVjZBKfiAe8WQFPbkyTrxjdIbm4ibysdykmz5AsxF4q48G3sGKuA14h8EDZD"
    "WuzTAtiACcVX9fTimGeBZlIJNAhycnv9cBbSukXxI7pDh/4EL66Q5TI8dxJQHbgPtUMEvG"
    "qqKCQs0A9qocgL8B+GbTd1kKLGIDqKaHQpTFIAA1786mMf9Gwf4edd7dzB2xwMaog+cCAx"
    "afzILjBwj9doJ5nDMRHZcqVu1h11Jt1xKNuPAeBEB9Epfq0pC8ZPPyaShmpR5qLojB+rjV"
    "CjbfLQ+b5De1/rBqvjVr9HDpHQcOLOw0eBTTPxEQ9lFyUQ48ONs0bMni8kV4R2OcgV9bVy"
    "7cHbUtKdNVu+5ryWwyIRGKGRoTl80Iwig9bPsNYmGwVMev+Zj7aT45R654q6z0LKs8axeQ"
    "N30erBpbwTXCqvHgpO6t+PYm0UXeHqjFHsEFmWFd+YGWHNJcAEK5HjmkLDDicfP20LX7ML"
    "jsloSONLJ1yNtql5bloHhsFf2utUvXBfzNKk9X5A6++rQ0gbXq08qFNa7vX5YCz6IC6gx/"
    "dRJutKxTFAHSp076GMK5EZQHvUgGZU+2CieQkb38sH2gqkrhy9c5FY/rQ0eWJEHNVqs5In"
    "fCKe8zmsuSwDvbrGXJLDjGuU5lKWAlzANlhaCIugQYM2PkC3KAfU/sTStll4XAl646fzO1"
    "I6+HtSgJgrGwzVhYt0j5Vlw4al2oVC1G3RYrHbkI2HnFksllwXTdkE0QDtH6Qa8RC0l6kO"
    "1CbmNlSYzGSyR79wgtfOr660VIeVGuROoWMXfxCljXtIIUg3XNwdnHwkA37MlVQYAWlnqs"
    "WuoBtg18rt36XB9U8hT36VznbxXutvpaaQpWVxcLzUVbFn7H0TwQdk14P7IYSG7mXivfJm"
    "ILNCa+6FziXvo1NJ7UJk8Ch8kKYwMO0+BWPeEkMsS0IAJwQvLRw/F6sJx7BMu5D96z98HB"
    "LK/zzdhdz3W+oiRQtzZr2SOykM9dzwFdlwZt26ZtS4LGa4JnR5pwUV0ftQWKsWjRMUzMYk"
    "+UiK4iq0XKd41QQGIR5cUMZdmsHOUBXD087PUECAutcK8hLBw8jlH/1wBtjmPy9hDH9Ihj"
    "/MQI66w5QA0hI4SMe9mzwb00ci/b1yUqLe51OR3DBYq0eXlZQT5HtwTR2ha8SSucHPAmh0"
    "8dkMPODNOCCMBZTb1Us4whoCUhgNSisz7y2UNn3NY3W+3aagbqaNV+EfZHlkuZRiyZy7zD"
    "OWHzgKBbQuZc1UrJCZE36hMPkqmsnCLX0FWtSLmw7klBIg8fQV8+X9bN4a5eAnbUgsHTZk"
    "elIk0C2rw9RLQ9IlpgaoYsdyFiUecbC40QLwkNWCz6y/XbB5g3gLYB2gZoGyvWgJO511PN"
    "ZUlQs3VqtiR2OSMRdf0jTeCS3Rm1RS143ea+iKVZsVuOBhoNijYY0NiSzKPfLArYYc/fji"
    "1pdv4bTfVbH0emtno/vVJV0Cgg4TSWQ+PkxYsWQHPnSLSqnhCb3TpJ71XO9ZrPTRDOmh8g"
    "uj88fdoBXdGqEV11r+IfsTAmut3izYceF0Tg2GnD444f1Jj98V9gEz7E"
)
