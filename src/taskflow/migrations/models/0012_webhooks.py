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
    "eJztXW1z27ay/isYf2k6o+tJ7SROkzt3rp2kPT4nL2cSpz09nY4MkZCEiiRYArSinJv/fg"
    "GQlPgCMgRtyZCyX9qIxFLysyB298Hu4j9HIfNJwI9f3ZBIHD1D/zmKcEjkP6o3RugIx/Hm"
    "srog8CTQI4kaoi/hCRcJ9tSDpjjgRF7yCfcSGgvKIjX2XN7wxDO0nDPkU1/+HwskmPw/9e"
    "ZIzGk0GyEc+fKfBLHA1/+OyBLd4CCVV6aIYDlwSkngH6O38qsT5M1xNCP+SI5TH+M0kZ+O"
    "1e/xmSd/kHzm7r86jehfKRkLNiPyeYn8Ab//IS/TyCefCC8+xouxfl4FeeqrB+jrY7GK9b"
    "WPHy9f/qRHqj9rMvZYkIbRZnS8EnMWrYenKfWPlYy6NyMRSbAgfkktURoEuf6KS9kvlhdE"
    "kpL1T/U3F3wyxWmglHv039M08pROkf4m9Z9H/5P/tNKw8fjtu6vxh1dX4/FRYy6on1DTUX"
    "7JY5GaR1TNKgnMl+y5G0D01SP1BS/+dv7+wemT7zUEjItZom9quI6+aEEscCaqQd+gvGTJ"
    "gsfYI2M7vOtyt0A+x3UNfDFkg/zmLSowLVBzDOcNrpz81YTzgs4uI2EGNBeo4UizVcd27t"
    "4zhPL3yv/9148nJ6enZycPT588ffzo7Ozx04dP5Vj9i5u3zjpwv7j8+fLtlfpBTK6r2XKr"
    "LlQhx/pVbKJ+RT61YL6RqMEu/5g9hL0DwatX/9L4hZz/FagLb385f6+n85vzf+n5HK7yO6"
    "/fvf25GL6B++2L1+8uaoDfNLH+EOIgaJ3jN7ud4T9sd3qfnpw9WU9o9aFrCn94c/76tXHO"
    "smS8kH+F5bwtScHcHTB3MwjtbF5ZBuxdFc84YX8ST1giWpUCTGs+RDrR6GhALJaHuhwsEA"
    "MWiAJEuwldlbrLcMRd+C1mdBYo8iaif//w7q0Z0ZJIDU6fegL9Hwoo30cfuQNQBUb3fK5P"
    "3Rry6gH1+ZwQ+Wdz83xuX0qqUoMWkv1ZmrfjaIgm3i8lWoKGpMXNEKbJnoscF/84rCl/df"
    "nm1Yer8zf/rOD/8vzqlbpzUsG+uPrgSe1dWD8E/Xp59TekPqJ/v3v7qv56rMdd/ftI/Sac"
    "CjaO2HKM/TImxeXiUkWtElNb21ASAU/nyxdF/E0XJVJKXZhgb7HEiT9u3GEnrG1s81Z4Et"
    "av4AjPNDzq71C/uszsfiA4OGqjffXN0Vep3zGX43rzvwGNFopMVSzrHPO54lBphJjiTzFa"
    "s2vfcZTxys/1SEXjTTAnCAcsImghZydHVHB0PWcJ/cyiaxPhu9XvAobXgXdpBAzvzn3ZKA"
    "0nJLEjeTcywPMO5nmBdrw17cjJX4Yg7DxJ8Kp1d8IUgh1e7JVNwd//qAE2pQlXFt5yU6ci"
    "Bq/84Fc+wEPQL0sB+IPBz7xbj6WRIZRtBb8mdUj4n/zw6OzR09Mnj9awr690od1ENk7IDW"
    "UpHyuv3DS3I5y0LMgN0RrAk5XISLM9g7hrtuZM15oe+OX8/cXl2/P3v5n5mQsDM3bx29Wr"
    "85oW7MEHzG+LuYqViT+2J8cqgsCROceROcLqnAuBvXnYks1Xujvq4nXwelxPXudXlUxHuS"
    "ZLIkW5YDSlAXmueRO9PCCcEEQjzbBwIfUyIyiVUy1B1/nH8YKsDDTO3T4aWBsn2ASnWZs9"
    "WhotaBuB+cIS05IIkGBVNNM4YNiXBnmystoKqYrBJK1zizi0yvgoxkOmx4Ad2pD4FFsn2V"
    "SlAPghKTb0MxmvgyaLVOmK3CExCztmdvgcnzx+Yhf7bmQg+q1P+97R78Ydt1lyamKw5gxY"
    "c7yEKHAGMA9VSaAenKMeymqWoTwZpuaq5B2oeX/8/r3QsiME0wsWtrFLxa1RF7XkZYN65w"
    "vl4xW/8wYnC58tI1OqT9sw4HuciPCA7/l2+J7DhFOux3P7wqmyEEBag3TCfKswoBgP/v+Q"
    "mlWScGOVcHv22EbiYHLI7iyDAcKpQTN7HxztSgqQT4dpuSIIwZTLOoaQ+VC17EjI/EYGph"
    "nyjZC5uDXqETKPw2xw79A5JCrpXjU8CtH1/85x5AfkWkXIeB0uhwRHfIQmK5U8EXISTBFL"
    "EOZIVb7oXAtBcGgKuO/24RCmO+GbQ5i++8rw/OW2g7UqBaA2MlvVcmQTW24kILoclEqgrI"
    "HlJK4IwRyu83fSNtrydxsRyNdyptD6PcnbrRn8v/W9Xg5gko+29ABVfXPI/qTS79p4Z+0+"
    "Xftw8NIcmNXgpYGXdhiggtNw55DqhdvG710LgNsLSVXAHTrHHZ7H9IotiNF5XN/rdB5xTK"
    "XHJof19hrjhM0SHEo/cEFWz6UbGKx0sZVuoaMqsUgsslbp6qoqNkdTlupu6OrRJOGIMyRU"
    "3VZMWBwQ5OEICRIEUsDkd27/C8FzdcJQtXuuKbf2BEoi4AdAHc39eQF6dR3QyqAqB1UFdf"
    "R79zGgpgYdHVwvNbbmgMneq3bJY7FdI9uNBPSxvUUfW4g1Br0D+xBrVCL4TzGVjxuSclSR"
    "BDU7rWbdokt6sEPe57osJB65rOmE3Eg/b4ieq5KgZde07AhFdOmTMGaCRN7qH2R1ZCCKai"
    "NGXXQR3YxV9bZ9SaMI4YgvSZKxMJSjGb0h8uJMNVwWLOvNI38VyhvroyUV881VzftwgUXK"
    "0UN1JF9A9E21MaWelrXzWeKVgT7a6VcDkeQE0wFE0o6IJMtKfajQHx5ZF0eO2BNJdUmgku"
    "oa6N+gQtmBJvrdfbY3UofUk+Uu+m3PCZbW04ouKokAX3QLvshcXdm1jLTUV8Ly0Xv5AI5u"
    "kDXdh2APOLpvQs2OxPQfCOctKcPFrVFXFM+zQb1TPiYJW/JSCM3pLCI+olF2JJLH2IISNG"
    "fytyMsA+kpSUjk6SouGTF78yxnY33OUp6zYcr12OI3QWzuRPAIsfmuKkQg7+BevT09N+X6"
    "bZd9UJXaHVNydA9rxXYOFvV9qRRDTNlxbvxGBACHLGdwd1u3pDmRpmHglnRJFlTttKohgD"
    "1YNTsSwH7kOgBrRK/6+qgrdFX+Uf9SBTmWRcfoSsaD+szBdW+RSIaUXGAVOtLs+F4Wq3nI"
    "EmMFwtDnQMzpRFDUHnOSENPAxldcC8Am5gBfEQoPdgh2jDlfMrlUmzmAdtQbggD/APjnqV"
    "2LmRRm+uASG+lMjj9Lm2wDeEVoh3H/x6sXhxL6q8ZtdpgXAjvEm6+4IOGhQO6TiFNhlXVV"
    "Etkh7B4LpyzJ/PYDwZ7yceHdGyh1xgKCoxb3vCpZJ9Wl6Lb0sL6yY1L93bvXFfwvLusAf3"
    "xz8er9gx+0MuQgKvTlZpKQr9sa3QzkGJvSkCnvGikBjcihETm8Nbd5a9LYH6jmqiSo2Tk1"
    "O8LYvmWCTqmH21oVVu6PuhjcqDSyf/0QuVE9o3VakFSwR5JIJQBl7b6y5i/Lubn8p78ksL"
    "WOs7XQwBB67e0LpHrZsUS0LAOANgqgMDcFBu3Ex0YCWFVI7AGnsq0DAR7WfgADo+Kqfh0J"
    "Gv7OJkeGWEFd7gwR/mST3jkecqwq40/SaKT+E0m1jpCv8zOSvNY/jY/RNb7BVM82OWmvVb"
    "LGci5vUYFCvEITgriKEh7otgDfm3JAtvY9EHU44Wg4HXXsz/IIXSjddOZwMrOqsy7GQ5H1"
    "LYqsb5qId7cKuDmoXYy7aBEQJ5Qlxg3vbiTLcrsD9KH7gKpuFFbL7lpgh8kDEVneg4+wpY"
    "QNP43J2LJTTlVqEPL74zNsx+CV/HDb2LYuCwyGcxFuRdVCkDAWBv+m1TyURQ7GPNxZ1kCI"
    "P40HgFoX2x2wT/cE2KIVlymQ7OKxy1JgDIDKBkNgNASKWxug45IYUNku61fRrUNyQDdioF"
    "+X9avrxEmSmPKr281jVQrMo715DAjmJDsGzIbgrokBv21A1R+nkTCVmH6lY0JNFtYtl9ct"
    "LnAyzL2sSoKWXdZyHoZJbU0MXF77MlmXg3WyzkiTeOwbqzcv6KyjrXJJbBDV4BiaOdnw48"
    "nJ6enZycPTJ08fPzo7e/z04Zp1aN7qoh8uLn9WDETlfTHtB0gYBRPYYKO+Cv9aDvAfir+n"
    "mocE480iMYCjMD8CrInb1oQrbBqqbt+S30jcalN+f3R6Z3vyjqTDnXueajNoyIjL74y6ku"
    "LihP1JPDHGm7FfTY97TcSm2AVJyJn8FCe6HhblD8xqYDCa6dNvsjGRoZTmls+CNDcn3C6n"
    "09z2iBu38G+LF9cO1qoUgAoVS9uA1BHL+KJQUcMy5nd6WcZM0b0zx7Phuo1fYb++42jC5F"
    "/zTF4SmC/k5+z0nmN07cn5MGPJ6hpxvFJp3apDvZD2EEccTVmiCk2TVSZvSiDf9teBgXXg"
    "fQIDCwb2MECF7Pxd5qfki70N4GUZAH1If0zGadGuomeGW1nkkA7zu7MEtyWNxwENqYHYag"
    "W1InNARPKdghqzgHpW60NVaofJ+zIciO7BM9tOh0vplUtMU9MhLq0TuioE6cX1+Qw93m4N"
    "pytxe8oFC39qBJSG26OuCN7TA4tvHfWL3/Xoejyt3j3+HF0zPZBfI5yoA9sZz/r1I04CzV"
    "MT7M2zo96pP0Lqd2vqep4SU+y+za+CuN2JyAfidojbDwFUiNt36B4u5N9pA3YxHsAeAHZu"
    "Z5t4t6dMlESgkcEtGhkAVQJRkONwQonfoIV6H9LmHAl2f2JJSJJ/kNWRIdTd3Bz12apekF"
    "XvOFeOzdoXr4NPNMc+mpApS8hztSkcEOxz1Z1MHXxejFExZsQQU0Glbj4m8ILI0ab4dhtf"
    "AXGtE5EBxLU7D8Ese73cpsnLHgG4nT08oBDufv6CKwWu1HZdqdd4QgKTG5Xd6HShAjWk/x"
    "HAa7peyxlP9zUMAefFiTUJnBcg5Q8BVCDl4eDdQ4QaOMyjA8nk+Ge2gJt8suJWp1eWG4De"
    "ftmE+SuVJqHscZYcgbNahufoOpLv6jhKVa2O7qCvKKfsY0ZSUcGRGqMzMJD00LjJrdvCN4"
    "BX6IRdBa8QKC0nANyKTQVfcafduTc/0wLzmtgOk6vvYT3ejudIOZ3QwPIo+6rULnPaCwNx"
    "KPhDkLS7BX3jbFoESjUpCJYgfwbyZ9xbMPZh0wdOiv/m1IwTb05vBum5Jgpd5FzTsyOM4R"
    "XBYXtHs9LdUZ+EOCHH2zQ1091PCooPIyWOaNTStaxjMFB6TjBNQOnBRu8hgKqWFktESyIA"
    "pzsbYh+IcoReMi8NSWTcF6uN6DRzXI8d+/ngnpbuak6ksfokcrOl9qIeLOfUm6M5zjatuK"
    "ompv73z+XiT2czGeCiZUKFOc/79o8Da+nACwLW8j4WdioCK8Z0LQCc6QDOVM5H31Dp2dHt"
    "phAAuHvC7YidPeecziJCTBZ2fa/Ttup2Ozgf2jsBJe9jvZwznSHCkVz2M6NoSib5ymiwi0"
    "4s12AXd28X1ctnGfBsRABOaGt9wDHkSxITCV3kGUuGS3e/bt/8YjDta+J0tKdivOtJwLyF"
    "niDXWaTH0IQgdXRSXuGrY7/yWF+NbQkgb/1IMJYOvCFgLO9hdd+8NTawVqUAVCOo/iBQfQ"
    "DVOaOZddK4kqajs9VGMaDTdE71UKtuG+UygJwkVa0waFTqjbGUZktxoqp0IGIolPbuWaNJ"
    "RlsoefdfAAbVgbcHDCrsYR4GqPapqveQpbpFFO86sxIokkNxTZTPYfJI9PVOR0T3iu7rgs"
    "SUeKQoXTxGL1Oi/ACMfLxCD659aepV8t3194gl6kBGpnaU8xtYXGe1jvrTZxmPX38/QpFK"
    "gEITJubG/hdb/jpwTxx4g8A9AffkMEAF9+SO3RPIbICK02+g4jTD0nItrgjBUlyDNMHRwm"
    "YSF+Nh4RjU6pKyxLJeuiyzwyUjkoHAoSwbXOBE6AioCbwqpDIDX5XqqqHqoYT9qZ9SNVF1"
    "e5fHjzbolWW+dezsC/g2UlC751rtXl27n/OVsrcbWJIZtKDvkT634gTmteoTgxnt8AIrUu"
    "AG1j0TnJDImuUoC90C0v2Z0BaIEi6XZ7PRJJ68E5gxLYvV1/5M7jiXPyhgX756cfnm/PWD"
    "s9GJBleuClTov7pYMR49/L4euhAvTeQM9KyW36oULMD2C7BGkI+nCQttVouaGKwXNbOmz0"
    "9tAtp+MtpGYvcHo5X2TCYpDQSN+LH62vvYNtnKcWkeC9UmmfXB0Q05ODu6zlZjIbA3H4Su"
    "SRQAhrZa0FbLOdO3d7E8tNX6JtQsDXQckIHvc00WyDmXNe2ToXquSoKWXdOyQ7mErcdgbW"
    "6OvloZaHcelh7dXetuGgI5fE5E/JDDBwXu+w2nXlws8SzLAKDupMP/ioWXGYOGAStufd18"
    "LbORQ/q2qIN7WODLf2N1XnUck0gXx/Vq49JDGIyeA3MdjB4YvX2HE7q6HJLZ+4BviP8LJU"
    "uT4dvc7DR9XA0b38hxvQ3flAZC2i4a6eLv/FOAo1kqf+YI4QixxJeXcORLIxbgFUvFc1XW"
    "pZqy5DUlI1XDJS+pJ6wXQV3BJQergSajubsvBoPrwFsGBvfbqxTbH4rRAlO2jKyNblkGJi"
    "mcTHh/iVKUj/kcJ8QwfS8YCwiOWkxbWa6G/EQKbgv69ZXdYn/x7t3rCvYXl3VwP765ePX+"
    "wQ+11MDmVn3mudhM8I0ETPEBUzxzJceqJb0N6pnYblE/mCpIzhIrsIvxu6weW9drHwLgkE"
    "91BPlU975878PGPORTfRNqdoTF+5VM5owZ2zkVt0ZdDN4yG9Sbvvv4/nXW83FOcMIVF0Zu"
    "1ElAx+hScMSJXJ50u8cQ+wSpOgd0nV0ccxyI65Gm13Q7SIEWJJZjBSfB1ETYbfOrgKJzIi"
    "gHig4ougPAFMpxgabb7/AuTQIbrPPhAPUAqLG2zIZTwc6TBK9aar42MjXMt1ngeH+g//5H"
    "ne/ZOHYGIplGOGlBriZYZ5JXIjuH5HDgu8iLO9dzVk7Zi8u35+9/M0/aC0Mx6MVvV6/OzR"
    "oIcWLoldVDA4UgaGCoBvJTAOzfgZrgQA3sj+e2ZQWkkaAGa9nN59RloaDGNUKntmtJIgXz"
    "gG3LkuAO9y0LEmBvty19yjVuYxkVccumok1R6GkyoKVrAeOAYsGqKCxuLi9uKmQgER9zam"
    "wb1K3phjBsTTit7CmmQZoQ6y4jDTloMVK3WAoi+X3D3qOGMKyZLr9GAeZizFPPI5wPsI8G"
    "cdC38/ou1sCB+q6Kg75d1neMUy7d10GhfV0WNO20ptMwtt383IjAzueXJpr262NJDN4Wl9"
    "8WSPs8grRPeGsg7RPU3FQzNFc7VC27ldx7LgQJY3HUnuNbjBj1SPWVk04P7pny+y4iKCFy"
    "VnGRZdTqTjOe/BkqI5eKZuZuLwlIwHXCk4cE3J2HTPK9pNJJXlniWhMDWBsd1W2NMPhYjl"
    "rf6ulSEnj5949DQ8ZkaxBak4IDcw2xKBdYpDagbgQG4emYi3rXcJIkYYbjnNuzVtYCkKsy"
    "5Pwd7V+O5wT7edfFKu7tR8YYRHd/dsz9qGIrp8TgiC9JMkQTTclbKWJ/Xolt6mHCfKuzdW"
    "tisBj1W4zcYghe5sHBUTtFsB4y6sMR5NEGJX0Lg6OsOBdNWYIwyh/zDC0xFVJVI6STH4hP"
    "fNVBT+2ME/8YnaNY3kRzrIp0swcYCoHv9NHAOzgRtwHvsPMAWb/XdpiWRADOur9/Y39YbF"
    "kGMglMeHLyVxPQCzprDUorYocU5/94cnJ6enby8PTJ08ePzs4eP324jlCbt7pC1YvLn1W0"
    "WvFiDAcSarNh5TiuJaAMeEgHs3SiOypo1Cxgr8sB+LcA3275rkqBRWwBdUGsAtCaGASg9t"
    "PZNua/VbC/R5N3O2uHwKYT7TsmeCGww+aTeXB8D6HfVjAXBRPRc6tiPR6qlhpVSzTh0nuQ"
    "AA1JXGpKQ/KSy9unkVyVBqi5JAb7404r2L5aHorkb2v9Ydf8zqzR/aV3HDiwUGnwTSz/RE"
    "I4RMllOfDgXNOwI5vLl9ENFTgHv7GvXLo76tpSputx/feS2XRKEnWM6YR4LCQI50eePkcs"
    "Clb6+LU55vMsn5wjT36r6vSsujwbN5Bv+zzYNXaCa4Rd452Tugv5622ii2I8UIsDggsSYl"
    "P7gY4c0kIAQrkBOaQssOJxi/EwtYcwuGxBorEysk3Iu3qXVuWgeWwd/b69SzcN/O06T9fk"
    "Dr77tDKBje7T2oW17u9flQLPon6aOP40TrnVtk5ZBEifJuljCeetoDzoTTJoe3KncAIZOc"
    "gP2weqqhK+fIqpfNwQOrIiCWp2Ws0JuZFO+ZC3uSoJvLNrWnaEd36juVk+p/GRgXcu3R11"
    "8c4Zw9v7YMNYjmXRdxzFAfYIopGqNSrYwWeaIk7YEk3IXE4ueS/7GaZzC2/xJOCZnQhSgG"
    "feeTQoY5HEEtOSCMAJ3Cacjf4VxCFahDDCqTAiZDcDw4iyJIQRLmvZJ6pO8GbgC92UBm27"
    "pm1HgsYrgsMjQ7ior4+6AkUhR/QME/PYE6VyqqhmFOq7RihQ59BHgqF8s4yjIoBrhoeDng"
    "BhoRPuNYSFO49j4BDwHcYx89QK63w4QA0hI4SMezmzwb20ci+79yVqI77qco4tNyiy4dVt"
    "BfUc0xZE51jwJp1wcsCb3Lk3qV87O0xLIgBnPYNPrzKWgFaEAFKHWokWq4fJuG1udtq19Q"
    "rU06r9Ku2PqsaaJSyNVfVVTFgcELQgJOa6FKsgRJ7rTzxIZ6owS+2h61YUamPdV4JE9TZF"
    "H9+/bprDbX0J2FEHXp4uO6oUaRPQFuMhoh0Q0QJTs8tqGhmLjj+zyArxitAOe1F9vHpxD+"
    "sG0DZA2wBt48QeMByHebBqdiR2OScJ9eZHhsAlvzPqilrwZszXIpZ2xd5xNNBqUIzBgMGW"
    "5B797aIA52vf2p3/VlP9Yo4TW1u9n16prpcMSDQT6tU4efy4A9DCOZKj6gfQ5LdOsnu1tu"
    "FxbINwPvwA0f3h4cMe6MpRrejqezX/iEWCRAar2X6mUkkETrWyPE3pXo3Zl/8Ht0wbzA=="
)
