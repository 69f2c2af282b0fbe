"""Expand: what the charts are read from, and a job for every workspace that fills it from what has happened so far."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    # Of columns and tasks there are no foreign keys: stays outlive a column, and what is gone is counted out by a job.
    return """
        create table task_stints (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            place int not null,
            project_id uuid not null,
            column_id uuid not null,
            opened text not null check (opened in ('created', 'moved', 'transferred', 'reopened')),
            entered_at timestamptz not null,
            entered_day date not null,
            left_at timestamptz,
            left_day date,
            unique (workspace_id, id),
            unique (workspace_id, task_id, place),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            check ((left_at is null) = (left_day is null)),
            check (left_at >= entered_at)
        );
        create index task_stints_open on task_stints (workspace_id, project_id) where left_day is null;
        create index task_stints_ended on task_stints (workspace_id, project_id, left_day) where left_day is not null;

        create table finished_tasks (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            project_id uuid not null,
            column_id uuid not null,
            completed_at timestamptz not null,
            completed_day date not null,
            lead_seconds bigint check (lead_seconds >= 0),
            cycle_seconds bigint check (cycle_seconds >= 0),
            was_on_time boolean,
            unique (workspace_id, id),
            unique (workspace_id, task_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create index finished_tasks_by_day on finished_tasks (workspace_id, project_id, completed_day);

        create table daily_flow (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            column_id uuid not null,
            day date not null,
            entered int not null default 0,
            gone int not null default 0,
            created int not null default 0,
            reopened int not null default 0,
            finished int not null default 0,
            with_due int not null default 0,
            on_time int not null default 0,
            unique (workspace_id, id),
            unique (workspace_id, project_id, day, column_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );

        create table analytics_progress (
            id uuid primary key,
            horizon xid8 not null,
            seq bigint not null,
            moved_at timestamptz not null
        );
        insert into analytics_progress (id, horizon, seq, moved_at)
            values (gen_random_uuid(), pg_snapshot_xmin(pg_current_snapshot()), 0, now());
        insert into jobs (id, workspace_id, name, args, priority, dedupe_key, available_at, created_at)
            select gen_random_uuid(), id, 'analytics.rebuild', '{}', -1, 'release:' || id, now(), now()
            from workspaces on conflict do nothing;
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table task_stints, finished_tasks, daily_flow, analytics_progress;
        delete from jobs where name like 'analytics.%';
        """


MODELS_STATE = (
    "eJztXW1z2ziS/isof5lMlc7lOC/OJldXZyeZOe86yVbs7Ozs1pYMkZCIMUVwCNCKsjv//Q"
    "CQlPgC0gRtyZDSX2YiEk3JT4Po7gfdjX8fzJlPQn74/pZE4uA1+vdBhOdE/qN6Y4QOcByv"
    "L6sLAk9CPZKoIfoSnnCRYE89aIpDTuQln3AvobGgLFJjT+UNT7xGi4Ahn/ry/1ggweT/qR"
    "cgEdBoNkI48uU/CWKhr/8dkQW6xWEqr0wRwXLglJLQP0Qf5VcnyAtwNCP+SI5TH+M0kZ8O"
    "1e/xmSd/kHzm9r86jejvKRkLNiPyeYn8Af/8l7xMI598Jbz4GN+M9fMqyFNfPUBfH4tlrK"
    "99+XL+7ic9Uv1Zk7HHwnQerUfHSxGwaDU8Tal/qGTUvRmJSIIF8UtqidIwzPVXXMp+sbwg"
    "kpSsfqq/vuCTKU5DpdyD/56mkad0ivQ3qf88/5/8p5WGjccfP12NL99fjccHjbmgfkJNR/"
    "klj0VqHlE1qyQwf2TPXQOirx6oL3j7f6efnzx7+aOGgHExS/RNDdfBH1oQC5yJatDXKC9Y"
    "csNj7JGxHd51uXsgn+O6Ar4YskZ+/RYVmBaoOYbzGldOfm/CeUZn55EwA5oL1HCk2apjO3"
    "cfGUL5e+X//utPx8fPnp0cHz17+erF85OTF6+OXsmx+hc3b5104H52/vP5xyv1g5hcV7Pl"
    "Vl2oQo71q9hE/Yp8bcF8LVGDXf4xOwh7B4JX7/+u8Ztz/nuoLnz82+lnPZ0/nP5dz+f5Mr"
    "9z8enjz8XwNdwf3158OqsBftvE+nKOw7B1jt9ud4Y/3ez0fnZ88nI1odWHril8+eH04sI4"
    "Z1kyvpF/heW8LUnB3B0wdzMI7WxeWQbsXRXPOGG/EU9YIlqVAkxrPkQ60ehoQCyWh7ocLB"
    "ADFogCRLsJXZV6yHDEXfgtZnQWKPImon++/PTRjGhJpAanTz2B/oNCynfRR+4AVIHRPZ/r"
    "U7eGvHpAfT4nRP7Z3Dyf25eSqtSghWR3lubNOBqiifc7iZagc9LiZgjTZM9FDot/7NeUvz"
    "r/8P7y6vTDXyv4vzu9eq/uHFewL64+eVl7F1YPQb+cX/0fUh/RPz59fF9/PVbjrv5xoH4T"
    "TgUbR2wxxn4Zk+JycamiVomprW0oiYCn88cfivib3pRIKXVhgr2bBU78ceMOO2ZtY5u35s"
    "fz+hUc4ZmGR/0d6leXmd1LgsODNtpX3xzdSf2OuRzXm/8NaXSjyFTFsgaYB4pDpRFiij/F"
    "aMWu/cBRxiu/0SMVjTfBnCAcsoigGzk7OaKCo+uAJfQbi65NhO9GvwsYXgfepREwvFv3Za"
    "N0PiGJHcm7lgGedzDPC7TjvWlHTn43BGGnSYKXrbsTphBs/2KvbAr+8181wKY04crCW27q"
    "VMTglR/8yod4CPplKQB/MPiZd+uxNDKEsq3g16T2Cf/jp89Pnr969vL5CvbVlS60m8jGCb"
    "mlLOVj5ZWb5naEk5YFuSFaA3iyFBlptmMQd83WnOla0QN/O/18dv7x9POvZn7mzMCMnf16"
    "9f60pgV78AHz+2KuYmXij+3JsYogcGTOcWSOsDqnEQ6Xgnr8rwlTf1KGYo3daQ4adbE8uB"
    "g+jsvj7yR7rgKClCuSsStIqIS7BeZI20biv25nW9SNFdsy0uSL/K6IZ3krTapno98ERI8T"
    "BEQ70QMpZ1t3jefsdpAVK8uBEQMjZjZi7zANlz+F+oc1jNf6ZqfR8tWw8bQYd6ex+kXZjE"
    "A+T844H9EIYZRNW8TUv328fI14OufFfgJTtgCJBWtao/s9CsyN4+bGgX2FHVr3dieVbj9B"
    "zYCyxLQiBJDWIJULuNnvMYOZD+9yd/YLSuW+1KlUGYYlxDAH22nUtcT2/PSjzTrpD8afzm"
    "QAa4FlMRyArAPpJUT/5f2xLEkAnHU4E8K002uBZ1kEAK0DOqUR5YEVoGURALQO6IKKYOyn"
    "NqtnWQQArQOq0MjJmp54liQAzit3EkJ/yheOK8xvDgzES+X+qIt7KZagsZBDe2eGqsEZdU"
    "8Vcz+PQ6K5+4AtUMiiGaKqXp/djBSlwolUhM+ziv1FoKkSNUCx/ixCaoKpy1FxTb6/pgzR"
    "rXwnMDpOBHDA6Gw9UlavlyWmJRGAEwgyIMh2EtLckA7YIazLwi6hc7uEZlVbsqINwe+aHw"
    "0J9se5f9lEsTPXtyY5KKRyrE7lcXIavKW8NUwJDVHQwlAtyMBp3MopnDEm53vU4o1XJes5"
    "qlJ093TQBeenTxcVK3F2Xq/K/vLh7P3nJ0+1eZCDqChh7gjpoMiES0HNzQfXN0dddIMOGb"
    "igFl0IlcgPHHGBl+UEDR3mS3u0Ss0o14jq+P4bi8gbdB2SqZAOyrWiDdRfpLoIhkQF/lTn"
    "FCatbMMWvhX4Bif8YeAbgG/YbTjjUM41C2Z/NX6fMmsfsOgJ2Btgb9yHtG0Lv71ZUusOPn"
    "Rc69MpKU91GkCWVSWBKnOaKiuUZUmU1cS+c5pMB0C2r0lJ7AHekd2hCHbuFdGKsnw/yjL3"
    "fDl2R7P5u+EIiXMqBPaCecsREqW7o84y09W4njTOL3nehqrkjBR3gtGUhuSNruLUNekIJ0"
    "SRK4pU4ULO6RlBqVRmgq7zj+MbsjT0DnvYRwMh44SLC4TM90PI7M5SboFmGocM+9IXnBgs"
    "ZEf/zaoYTNJ6Qzts2mtqD3eL8RDsDgh258SnOMPMAvKqFAA/pK87/UbGq049/fe2q3L7xO"
    "xueWebB/j4xUsT+O0Nl9Yy0HKpPu17t1xau+M2S05NDNacAWtOXiw3JA2wIgnMptO0jQzl"
    "B2Z7ViWBnHNNy44QTG/ZvI1dKm6NuqglLxvUOz0oH6/4nQ84ufHZwtB0rH0Y8D1ORHjA93"
    "w/fM9+winX48D+tL6yEEBag3TCfKswoBgP/v+Qg1JJwo1H07YfWbCW2JuDCx66WwmEU/vn"
    "aFcSRXw6TMsVQQimXNYxhMz7qmVHQuYPMjDNkG+EzMWtUY+QeTzPBvcOnedEnfSEFgGbo+"
    "v/DXDkh+S6qHbJwuU5wREfoclSJU/MOQmniCVIN9EgWa6FIHhuCrgf9uEQpjvhm0OY/hgF"
    "+vrltk2bL0sBqI3jVNRyZBNbriUguhyUSqCsgeUkrgjBHK7zd9I22vJ3axHI13ImJfczyU"
    "4wMfl/q3u9HMAkH23pAapDdefsN5r1vM8f1u7TtQ8HL82BWQ1eGnhp+wEqOA0PDqleuG38"
    "3pUAuL2QVAXcoXPc4WlMr9gNMTqPq3udziOOqfTY5LDeXqM+WhDPpR94Q5ZvpBsYLnWxlT"
    "pyVFdikVhknXfVVX3Y35SlCfICrB5NEo44y1r5xoTFIUEejpAgYSgFTH7n5r8QPFcnDFW7"
    "55pya0+gJAJ+ANTRPJ4XoFfXAednV+WgqqCOfu/Ds6npVPgOrpcaz4OHyd6rdsljsalu6c"
    "+Xnz62VG+sJOpuLvUE+g8KKd/FyqUO4BUW3cDXMa7NcvUAiDW+m1ijEsF/jal83JCUo4ok"
    "qNlpNasgZiw92CHvc10WEo9c1nRCbqWfN0TPVUnQsmtadoQiOvfJPGaCRN7yL2R5YCCKai"
    "NGXXQRXY9V9bZ9SaMI4Ygv1NnZebueGb0l8uIMq8Y8LOvNI38VSoice1wgdZTb+qrmfbjA"
    "IuXoKO+lXLRfVk/L2vks8NJAH231q4FIcoLpACJpS0SSZaU+VOgPj6zz5WkAkVSXBCqpro"
    "H+DSqUHWiifznHYdjel2UltU89WZ4dn7xclUmpD10VUpcfTi8ummVSAcHSelrRRSUR4Ivu"
    "wReZqyu7lpGW+kpYPnovH8DRDbKmuxDsAUf3XajZkZj+knDekjJc3Bp1RfE8G9Q75WOSsA"
    "UvhdCcziLiIxq90bGwx9gNJShg8rcjLAPpKUlI5OkqLhkxe0GWs6GGlnM2TLkeG/wmiM2d"
    "CB4hNt9WhQjkHTyqt6fnply/7bIPqlLbY0oOHmGt2AhPIi24VIohpmzHvCQCgEOWM7i7rV"
    "vSnEjTMHBLuiQLqnZa1RDA7q2aHQlgv3AdgDWiV3191BW6Kv+of6mCHMuiQ3Ql48EpTbhY"
    "9RaJZEjJBVaho4wRVd0Ai9U8ZImxAmHocyDmdCIoao85yRzT0MZXXAnAJuYAXxEKD7YIdo"
    "w5XzC5VJs5gHbUG4IA/wD4g9SuxUwKM31wiY10JsffpE22AbwitMW4/8vV230J/VXjNjvM"
    "C4Et4s2XXJD5vkDuk4hTYZV1VRLZIuwem09Zkvnte4I95ePCuzdQ6oyFBEct7nlVsk6qS9"
    "FN6WF1Zcuk+qdPFxX8z87rAH/5cPb+85OnWhlyEBX6cjNJyNdtjW4HcoxNaciUd42UgEbk"
    "0Igc3pr7vDVp7A9Uc1US1Oycmh1hbD8yQafUw22tCiv3R10MblQa2b9+iNyqntE6LUgq2C"
    "NJpBKAsnZfWfOXRWAu/+kvCWyt42wtNDCEXnu7AqlediwRLcsAoI0CKMxNgUE78bGWAFYV"
    "EnvAqWzrQICHtR/AwKi4ql9HgoY/s8mBIVZQlztDhN/YpHeOhxyryviTNBqp/0RSrSPk6/"
    "yMJK/1T+NDdI1vMdWzTU7aa5WssQjkLSrQHC/RhCCuooQnui3Aj6YckI19D0QdTjgaTkcd"
    "u7M8QhdKN505nMys6qyL8VBkfY8i69sm4t2tAm73ahfjIVoExAlliXHDuxvJstz2AD1yH1"
    "DVjcJq2V0JbDF5ICKLR/ARNpSw4acxGVt2yqlKDUJ+d3yGzRi8kh9uG9vWZYHBcC7Craha"
    "CDKPhcG/aTUPZZG9MQ8PljUwx1/HA0Cti20P2Fc7AmzRissUSHbx2GUpMAZAZYMhMBoCxa"
    "0N0HFJDKhsl/Wr6NYhOaBrMdCvy/rVdeIkSUz51e3msSoF5tHePIYEc5IdA2ZDcNfEgN82"
    "oOqP00iYSkzv6JhQk4V1y+V1iwucDHMvq5KgZZe1nIdhUlsTA5fXvkzW5WCdrDPSJB77xu"
    "rNMzrraKtcEhtENTiGZk42/On4+Nmzk+OjZy9fvXh+cvLi1dGKdWje6qIfzs5/VgxE5X0x"
    "7QdIGAUT2GCj7oR/JQf4D8XfU81DwvF6kRjAUZgfAdbEbWvCFTYNVbdvya8l7rUpvzs6fb"
    "A9eUfS4S69gPhpSPyWvLjK/VFnA998pB7VN0kuq4CZE47Un/MaBWyB2FSQqKiCIZHunBuT"
    "hDIfTchMHZOspBY4P1cZ8xvio6m5S9JmvuQe6XHmBKO3AU62kWB0d3LcJm2Z2osJSTQTgf"
    "z49Oio4zUrXio5qv5S5beOs3t3tFK6JclyzIn8Jb7NrlFDbp9OyXiwnSMeMvvgMpeBXQvn"
    "PAFHLNKp56nGtwZblN/ptEJxwn4jnhjj9dg7bdEFEevySyTVyeSnONEdGlD+wMxUYDTT57"
    "FlYyJDcec9nwWJ104QAU4nXu/QumfBuBQvrh2sVSkAFWpoNwGpI5bxbaGihmXM7/SyjJmi"
    "e9cyZcN1Y9nCfv0gAykm/5rX8pKQkZH8nJ0nd4iuPTkfZixZXiOOl6rQSJ2ZIqQ9xBFX8R"
    "PSrnUmbwrYNv11YGAdeJ/AwIKB3Q9QoV5smxmT+WJvA3hZBkAf0rGZcVo0UOrJnpVFgDgz"
    "EGcLGo9DOqcG9qwV1IrMHm1tPiioMQupZ7U+VKW2WE4mw4HoETyzzfRcll65xDQ1HSvWOq"
    "GrQlDwUp/P0HX03nC6ErenXLD5T42A0nB71BXBe3pg8a2jfvG7Hl2Pp9W7x9+ga6YH8muE"
    "E4LkjOHZCTKIk1Dz1AR7AVpQESDqj5D63Zq6DlJiit03+VUQtzsR+UDcDnH7PoAKcfsW3c"
    "Mb+XfagF2MB7AHgJ3b2Sbe7Ul8JRForXOP1jpAlUAU5DicUHQ+aKGG9K3ewe5PLJmT5C9k"
    "eWAIddc3R322qm/IsnecK8dmObur4BMFWCXzTllC3qhN4ZBgn6t+mTrXNx+jYsyIIaaCSt"
    "0OU+AbIkeb4ttNfAXEtU5EBhDXbj0Es+w+dp+2YzsE4Gb28IBCePj5C64UuFKbdaUu8ISE"
    "Jjcqu9HpQoVqSP9D6Vd0vZYznjdvGALOixNrEjgvQMrvA6hAysNR8PsINXCYB3uSyfHXbA"
    "E3+WTFrU6vLDcAvf2yCfOXKk1C2eMsOQJntQxv0HUk39VxlKpaHX2mi6Kcso8ZSUUFR2qM"
    "zsBA0kPjJrduA98AXqETdhW8QqC0nABwIzYVfMWtnhex/pkWmNfEtphc/Qjr8WY8R8rphI"
    "bGs2baca9KbTOnvTAQ+4I/BEnbW9DXzqZFoFSTgmAJ8mcgf8a9BWMXNn3Kak5jf6Caq5Kg"
    "ZqfVjBMvoLeD9FwThb6mrunZEcbwiuB5e0ez0t1Rn4Q4IcfbNDXT3U8Kig8jJY5o1NK1rG"
    "MwUHpOME1A6cFG7z6AqpYWS0RLIgCnOxtil0Q5Qu+Yl85JZNwXq43oNHNcjx37+eCelu4q"
    "INJYfRW52VJ7UU8WAfUCFOBs04qramLq//hGLv50NpMBLlokVJjzvO//OLCWDrwgYC0fY2"
    "GnIrRiTFcCwJkO4EzlfDS1Ne/odlMIANw94XbEzp5yTmcRISYLu7rXaVt1ux2cD+2dgJL3"
    "sV4ETGeIcCSX/cwompJJ7hgNdtGJ5Rrs4vbtonr5LAOetQjACW2t9ziGfEdiIqGLPGPJcO"
    "nu3fbNLwbTviZOR3sqxruehMy70RPkOov0GJoQpA7zyyt8dexXHuursS0B5L0fCcbSgTcE"
    "jOUjrO7rt8YG1qoUgGoE1R8Eqg+gOmc0s04aV9J0dLbaKAZ0ms6pHmrVbaNcBpCTpKoVBo"
    "1KvTEW0mwpTlSVDkQMzaW9e91oktEWSj78F4BBdeDtAYMKe5j7Aap9quojZKluEMWHzqwE"
    "imRfXBPlc5g8En290xHRvaL7uiAxJR4pShcP0buUKD8AIx8v0ZNrX5p6lXx3/SNiiTqQka"
    "kd5fwGFtdZraP+9E3G49c/jlCkEqDQhInA2P9iw18H7okDbxC4J+Ce7Aeo4J48sHsCmQ1Q"
    "cfodVJxmWFquxRUhWIprkCY4urGZxMV4WDgGtbqkLLGsly7LbHHJiGQgsC/LBhc4EToCag"
    "KvCqnMwFelumqoeihhd+qnVE1U3d7l8aMNemWZ7x07+wK+tRTU7rlWu1fX7rd8peztBpZk"
    "Bi3oO6TPjTiBea36xGBGO7zAihS4gXXPBCcksmY5ykL3gHR3JrQFooTL5dlsNIkn74RmTM"
    "ti9bU/kzvM5fcK2Hfv355/OL14cjI61uDKVYEK/VcXK8bzox/roQvx0kTOQM9q+a1KwQJs"
    "vwBrBPl4mrC5zWpRE4P1ombW9PmpTUDbT0ZbS2z/YLTSnskkpaGgET9UX/sY2yYbOS7NY3"
    "O1SWZ9cHRDDs6OrrPVWAjsBYPQNYkCwNBWC9pqOWf6di6Wh7Za34WapYGOQzLwfa7JAjnn"
    "sqZ9MlTPVUnQsmtadiiXsPUYrPXN0Z2VgXbnYenR3bXupiGQw+dExA85fFDgvttw6sXFEs"
    "+yDADqTjr8L1h4mTFoGLDi1t3ma5GNHNK3RR3cw0Jf/hur86rjmES6OK5XG5cewmD0HJjr"
    "YPTA6O06nNDVZZ/M3iW+Jf7fKFmYDN/6Zqfp42rY+FaO6234pjQU0nbRSBd/559CHM1S+T"
    "NHCEeIJb68hCNfGrEQL1kq3qiyLtWUJa8pGakaLnlJPWG1COoKLjlYDTQZze19MRhcB94y"
    "MLjfX6XY7lCMFpiyRWRtdMsyMEnhZMLHS5SifMwDnBDD9D1jLCQ4ajFtZbka8hMpuCnoV1"
    "e2i/3Zp08XFezPzuvgfvlw9v7zk6e11MDmVn3mudhM8LUETPEBUzxzJceqJb0N6pnYdlHf"
    "mypIzhIrsIvx26weW9Vr7wPgkE91APlUj75878LGPORTfRdqdoTF+4VMAsaM7ZyKW6MuBm"
    "+RDepN3335fJH1fAwITrjiwsitOgnoEJ0LjjiRy5Nu9zjHPkGqzgFdZxfHHIfieqTpNd0O"
    "UqAbEsuxgpNwaiLsNvlVQNE5EZQDRQcU3R5gCuW4QNPtdniXJqEN1vlwgHoA1FhbZsOpYK"
    "dJgpctNV9rmRrmmyxwfDzQ//mvOt+zduwMRDKNcNKCXE2wziQvRXYOyf7Ad5YXd67mrJyy"
    "Z+cfTz//ap60Z4Zi0LNfr96fmjUwx4mhV1YPDRSCoIGhGshPAbB/B2qCAzWwO57bhhWQRo"
    "IarGU3n1OXhYIa1wid2q4liRTMA7YtS4Jb3LcsSICd3bb0Kde4jWVUxC2bijZFoafJgJau"
    "BYwDigWrorC4uby4qZCBRHzMqbFtULemG8KwNeG0sqeYhmlCrLuMNOSgxUjdYimI5PcNe4"
    "8awrBmuvwahZiLMU89j3A+wD4axEHfzuu7WAMH6rsqDvp2Wd8xTrl0XweF9nVZ0LTTmk7n"
    "se3m51oEdj7/aKJpvz6WxOBtcfltgbTPA0j7hLcG0j5BzU01Q3O1fdWyW8m9p0KQeSwO2n"
    "N8ixGjHqm+ctLpwT1Tfj9FBCVEziousoxa3WnGkz9DZeRS0czc7SUBCbhOePKQgLv1kEm+"
    "l1Q6yUtLXGtiAGujo7qtEQYfy1HrWz1dSgIv//7x3JAx2RqE1qTgwFxDLMoFFqkNqGuBQX"
    "g65qI+NJwkSZjhOOf2rJWVAOSqDDl/R/uX44BgP++6WMW9/cgYg+j2z455HFVs5JQYHPEF"
    "SYZooil5L0XsziuxST1MmG91tm5NDBajfouRWwzBuzw4OGinCFZDRn04gjzaoKRvYXCUFe"
    "eiKUsQRvljXqMFpkKqaoR08gPxia866KmdceIfolMUy5sowKpIN3uAoRD4QR8NvIMTcRvw"
    "DlsPkPV7bYdpSQTgrPv7t/aHxZZlIJPAhCcnvzcBPaOz1qC0IrZPcf6fjo+fPTs5Pnr28t"
    "WL5ycnL14drSLU5q2uUPXs/GcVrVa8GMOBhNpsWDmOKwkoAx7SwSyd6I4KGjUL2OtyAP49"
    "wLdbvqtSYBFbQL0hVgFoTQwCUPvpbBvz3yvY36HJu5m1Q2DTifYdE7wQ2GLzyTw4foTQby"
    "OYi4KJ6LlVsRoPVUuNqiWacOk9SICGJC41pSF5yeXt00iuSgPUXBKD/XGnFWxfLQ9F8ve1"
    "/rBr/mDW6PHSO/YcWKg0+C6WfyIhHKLkshx4cK5p2JHN5fPolgqcg9/YVy7dHXVtKdPVuP"
    "57yWw6JYk6xnRCPDYnCOdHnr5BLAqX+vi1APMgyyfnyJPfqjo9qy7Pxg3k+z4Pdo2d4Bph"
    "13jrpO6N/PU20UUxHqjFAcEFmWNT+4GOHNJCAEK5ATmkLLTicYvxMLWHMLjshkRjZWSbkH"
    "f1Lq3KQfPYOvp9e5euG/jbdZ6uye1992llAhvdp7ULa93fvyoFnkX9NHH8dZxyq22dsgiQ"
    "Pk3SxxLOe0G515tk0PbkQeEEMnKQH7YLVFUlfPkaU/m4IXRkRRLU7LSaE3IrnfIhb3NVEn"
    "hn17TsCO/8QXOzPKDxgYF3Lt0ddfHOGcPb+2DDWI5l0Q8cxSH2CKKRqjUq2MHXmiJO2AJN"
    "SCAnl7yX/QzTuYX3eBLwzE4EKcAzbz0alLFIYolpSQTgBG4Tzka/A3GIFiGMcCqMmLPbgW"
    "FEWRLCCJe17BNVJ3g78IVuSoO2XdO2I0HjFcHzA0O4qK+PugJFIUf0DBPz2BOlcqqoZhTq"
    "u0YoVOfQR4KhfLOMoyKAa4aHg54AYaET7jWEhVuPY+AQ8C3GMUFqhXU+HKCGkBFCxp2c2e"
    "BeWrmX3fsStRF3upxjyw2KbHh1W0E9x7QF0TkWvEknnBzwJrfuTerXzg7TkgjAWc/g06uM"
    "JaAVIYDUoVaixephMm7rm512bbUC9bRqv0j7o6qxZglLY1V9FRMWhwTdEBJzXYpVECJv9C"
    "cepjNVmKX20HUrCrWx7itBonqboi+fL5rmcFNfAnbUgZeny44qRdoEtMV4iGgHRLTA1Gyz"
    "mkbGouNvLLJCvCK0xV5UX67ePsK6AbQN0DZA2zixBwzHYe6tmh2JXU5JQr3gwBC45HdGXV"
    "ELXo+5K2JpV+wDRwOtBsUYDBhsSe7R3y8KcL72rd35bzXVbwOc2Nrq3fRKdb1kSKKZUK/G"
    "8YsXHYAWzpEcVT+AJr91nN2rtQ2PYxuE8+F7iO7To6Me6MpRrejqezX/iEWCRAar2X6mUk"
    "kETrWyPE3pUY3ZH/8POpDzZw=="
)
