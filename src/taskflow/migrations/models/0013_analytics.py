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
    "eJztXWtz2ziy/Ssof5mkSteVOA9n41u3rp14Zj3rx1SsTHZ2aoqGSEjCiCI4BGlF2c1/Xw"
    "AkJZICaYK2ZEjuL4lFdpPSAYjuPuxu/Htvyjzi8/3TWxLEe+/Rv/cCPCXij/KJHtrDYbg8"
    "LA/EeOArSSJF1CE84HGEXXmhIfY5EYc8wt2IhjFlgZQ9Fifc+D2ajRnyqCf+xzGKmfifum"
    "MUj2kw6iEceOJPgpjvqb8DMkO32E/EkSEiWAgOKfG9fXQpbh0hd4yDEfF6Qk5+DJNIfNqX"
    "38djrvhC4pqbv3US0L8S4sRsRMT1IvEFfv9DHKaBR74Snn8MJ466Xgl56skLqONOPA/Vsc"
    "+fzz7+qCTlzxo4LvOTabCUDufxmAUL8SSh3r7UkedGJCARjolXGJYg8f1s/PJD6TcWB+Io"
    "IYuv6i0PeGSIE18O7t7/DpPAlWOK1J3kP6//L/tqBTHHubzqO9enfcfZW5kL8itUxig75L"
    "JAziMqZ5UA5nt63SUg6uievMGHvx9/evbq7XMFAePxKFInFVx735UijnGqqkBfojxj0YSH"
    "2CWOGd5VvXsgn+G6AD4XWSK/fIpyTHPULMN5iSsnf63CeUJHZ0GsBzRTqOBI01XHdO4+Mo"
    "Ti+4r//udvBwevXh0evHj19t2b14eHb969eCdk1TdePXXYgPvJ2U9nl335hZhYV9PlVh4o"
    "Q47Vo7iKep98rcF8qVGBXfyYLYS9AcH+6T8VflPO//Llgctfjz+p6Xxx/E81n6fz7Mz51e"
    "VPufgS7ssP51cnFcBvV7G+nmLfr53jt5ud4S/XO71fHRy+XUxo+aFpCl9fHJ+fa+csi5yJ"
    "+BWG87agBXO3w9xNITSzeUUdsHdlPMOI/Unc2BDRshZgWvEhkoFCRwFisDxU9WCB6LBA5C"
    "CaTeiy1kOGI/bCbzCj00CRryL68/XVpR7RgkoFTo+6MfoP8infRh+5AVAJRvN8rk7dCvLy"
    "AtX5HBHxs7l+PtcvJWWtTgvJ9izN63E04lW8Pwq0YjolNW5GrJvsmcp+/sduTfn+2cXpdf"
    "/44pcS/h+P+6fyzEEJ+/zos7eVZ2FxEfTlrP93JD+if11dnlYfj4Vc/1978jvhJGZOwGYO"
    "9oqY5IfzQ6VhFZia2oaCCng6379L4m84KZBS8sAAu5MZjjxn5Qw7YHWyq6emB9PqERzgkY"
    "JH/g75rYvM7jXB/l4d7atO9u6kfh0u5Frzvz4NJpJMlSzrGPOx5FBpgJjkTzFasGs/cJTy"
    "ykdKUtJ4A8wJwj4LCJqI2ckRjTm6GbOIfmPBjY7wXeu9gOG14FnqAcO7cV82SKYDEpmRvE"
    "sd4Hk787xAO96bduTkL00QdhxFeF77dkIXgu1e7JVOwd//qAA2pBGXFt7wpU5JDR75zo+8"
    "j7ugX9QC8DuDn3q3LksCTShbC35Fa5fwP3j5+vD1u1dvXy9gXxxpQnsV2TAit5Ql3JFeuW"
    "5uBziqWZBXVCsAD+ZxSpptGcRNszVjuhb0wK/Hn07OLo8//abnZ040zNjJb/3T48oomIMP"
    "mN8XcxkrE88xJ8dKisCRWceRWcLqHAfYn8fU5b9ETP6kFMUKu7Mq1GtieXAu7oRF+TvJnv"
    "6YIOmKpOwKimXC3QxzpGwj8d7Xsy3yxIJt6SnyRdwr4GneyirVs9Y7AdFjBQFRT/RAytnG"
    "XeMpu+1kxYp6YMTAiOmN2EdM/fmPvvpiK8ZrebLRaHlSzBnmcncaqy/SZozF9cSM8xANEE"
    "bptEVM/u3h+XvEkynP3ycwaQtQPGOr1uh+lwJzY7m5seC9whate9uTSreboKZAGWJaUgJI"
    "K5CKBVzv9+jBzMSb3J3dglK6L1UqVYRhEdHMwXoadamxOT/9xXqd9AfjT0cigDXAMhcHIK"
    "tAuhFRv7w9lgUNgLMKZ0SYcnoN8CyqAKBVQIc0oHxsBGhRBQCtAjqj8djxEpPVs6gCgFYB"
    "lWhkZE1LPAsaAGffnoTQH7OFo4/5ZE9DvJTO95q4l3wJcmIh2jozVAqn1D2VzP009Ini7s"
    "dshnwWjBCV9fps0pOUCidiIDyeVuzPxooqkQKS9WcBkhNMHg7yY+L51WWIbuSewOhYEcAB"
    "o7PxSFk+XoaYFlQATiDIgCDbSkgzQ9rhDWFVF94SWveWUD/UhqzoiuKT5kd9gj0n8y9XUW"
    "zM9a1odgqpLKtTeZycBncuTnUbhBVVGIWuoyACJ6eWUzhhTMz3oMYbL2tWc1SF6vaNQROc"
    "V1fnJStxclatyv58cXL66dlLZR6EEI0LmFtCOkgy4Tqm+uaDy5O9JrpBhQw8pgZdCKXKDx"
    "zxGM+LCRpHKgFQGCSOcESQmECc5FkaxXJRFep/YwHZRzc+GcbCV7mRDIL8cbKhoE8kB0BV"
    "emFUSzxs9gsAC2GFlwwsBLAQ2w1n6Iu5ZsD3L+R3Kd/2AUuhgNMBTsd+SOte7Ne3UKp9rw"
    "992Nr0T8oSoDpQaGVNINCsJtDywTKkzypqT5w8UwGQ6WNSUHuAZ2R7iIOte0TUQBk+H0Wd"
    "ez4c2zOy2bNhCbVzHMfYHU9rNpYonO01Fp8u5FqSO1+ybA5Z3xlI7gSjIfVJyqyoSnVFrd"
    "BAkSo8FnN6RFAiBjNCN9lHZ0Lmmo5iD3tpIGSscHGBkHk6hMz2LOUGaCahz7AnfMGBxkI2"
    "dOUsq8Ekrba5w7o3UPXhbi4PwW6HYHdKPIpTzAwgL2sB8F26vdNvxFn072n/xrust0vM7o"
    "bfd/MxPnjzVgd+fRumpQ40YqpO+9aNmJbuuMmSU1GDNafDmpOV0HVJDixpArNpNW0jQvmO"
    "OaBlTSDnbBtlSwimD2xaxy7lp3pN1JKbCrVOGsrkJb9zgaOJx2aaVmT1YsD3WBHhAd/zdP"
    "ie3YRTrMdj8z38ikoAaQXSAfOMwoBcHvz/LtunkohrN6yt38hgqbEz2xk8dA8TCKd2z9Eu"
    "JYp4tNsolxQhmLJ5jCFk3tVRtiRkvhCBaYr8Ssicn+q1CJmdaSrcOnSeErn/E5qN2RTd/P"
    "8YB55PbvLClzRcnhIc8B4azGXyxJQTf4hYhFRrDZLmWsQET3UB98NeHMJ0K3xzCNMfo2xf"
    "PdymafNFLQB1ZZMVuRyZxJZLDYguO6USSGtgOIlLSjCHq/ydsI2m/N1SBfK1rEnJ/UTSfU"
    "10/t/iXCsHMMqkDT1AudXulP1J00742cXqfbp6cfDSLJjV4KWBl7YboILT8OCQqoXbxO9d"
    "KIDbC0lVwB1axx0eh7TPJkTrPC7ONTqPOKTCYxNirb1GteEgngo/cELmR8IN9Oeq2EpuRK"
    "oqsUgYp/145VG1BeCQJRFyx1hemkQccZY2+A0JC32CXBygmPi+UND5neu/IXiuVhiqes81"
    "4caeQEEF/ACoo3k8L0Ctrh121S7rQVVBFf3WW2pT3V7xDVwv1e4SD5O9Ve2Sy0Jd3dLP11"
    "eXNdUbC42qm0vdGP0H+ZRvY+VSA/ASi2bgqxhXZrm8AMQaTybWKEXwX0MqLtcl5aikCcNs"
    "9TDLIMYRHmyX57mqC4lHNo90RG6Fn9dlnMuaMMq2jbIlFNGZR6Yhi0ngzv9B5nsaoqgi0W"
    "uii+hSVtbbtiWNAoQDPpM7amftekb0loiDIywb87C0N4/4VigiYu7xGMkN3pZHFe/DYxwn"
    "HL3Ieinn7Zfl1dJ2PjM819BHG701EElWMB1AJG2ISDKs1IcK/e6RdbY8dSCSqppAJVVHoH"
    "2DCmkHVtG/nmLfr+/LstDapZ4srw4O3y7KpOSHpgqp64vj8/PVMqkxwcJ6GtFFBRXgi+7B"
    "F+mrK5uWkZr6Slg+Wi8fwNF1sqbbEOwBR/ckhtmSmP6acF6TMpyf6jVF8TwVap3yMYjYjB"
    "dCaE5HAfEQDY5ULOwyNqEEjZn47giLQHpIIhK4qopLRMzuOM3ZkKLFnA1drsca7wSxuRXB"
    "I8Tmm6oQgbyDR/X21NwU67dZ9kFZa3NMyd4jrBVr4UmEBReDookp6zEvqADgkOUM7m7tK2"
    "lOhGno+Eq6oAtDbfVQQwC7s8NsSQD7masAbCV6Vcd7TaGr9I/alyoIWRbso76IB4c04vGi"
    "t0ggQkoeYxk6ihhR1g2wUM5DFmkrELpeB2JOK4Ki+piTTDH1TXzFhQK8xOzgK0LhwQbBDj"
    "HnMyaWaj0HUI/6iiLA3wH+cWLWYiaBmd65xEY4k843YZNNAC8pbTDu/9z/sCuhv2zcZoZ5"
    "rrBBvPmcx2S6K5B7JOA0Nsq6KqhsEHaXTYcsSv32HcGecif37jWUOmM+wUGNe17WrJLqQn"
    "Vd47A4smFS/erqvIT/yVkV4M8XJ6efnr1UgyGEaKwOryYJeaqt0W1HjnFVGzLlbSMloBE5"
    "NCKHp+Y+T00Seh2HuawJw2zdMFvC2F6ymA6pi+taFZbO95oY3KAg2b5+iNzKntEqLUgMsE"
    "uiQCYApe2+0uYvs7G+/Ke9JrC1lrO10MAQeu1tC6Rq2TFEtKgDgK4UQGGuCwzqiY+lBrCq"
    "kNgDTmVdBwLcrf0ABkbF1vG1JGj4mQ32NLGCPNwYIvzJBq1zPISsLOOPkqAn/wnEsPaQp/"
    "IzoqzWPwn30Q2+xVTNNjFpb2SyxmwsTtEYTfEcDQjiMkp4ptoCPNflgKztPhB1WOFoWB11"
    "bM/yCF0o7XTmcDQyqrPO5aHI+h5F1reriDe3CrjdqbcYD9EiIIwoi7QvvJuRLOptDtAX9g"
    "Mqu1EYLbsLhQ0mDwRk9gg+wpoSNrwkJI5hp5yyVifkt8dnWI/BK/jhprFtVRcYDOsi3NJQ"
    "xzGZhrHGv6k1D0WVnTEPD5Y1MMVfnQ6gVtU2B+y7LQE2b8WlCySbeOyiFhgDoLLBEGgNge"
    "TWOoxxQQ2obJvHV9KtXXJAl2owvjaPr6oTJ1Gky6+uN49lLTCP5ubRJ5iTdBswE4K7ogb8"
    "tgZVz0mCWFdiekfHhIourFs2r1s8xlE397KsCaNs8yhnYZgYrYGGy6tfJqt6sE5WGWkSOp"
    "62evOEjhraKhfUOlENlqGZkQ1/Ozh49erw4MWrt+/evD48fPPuxYJ1WD3VRD+cnP0kGYjS"
    "86J7HyBgjFmMNTbqTvgXeoB/V/xd2TzEd5aLRAeOQn8JsCZ2WxMusVkZ6vpX8kuNe72U35"
    "4xfbB38pakwx27rmwzqMmIy870mpLiwoj9SdzYwUvZO9Pjzkm8LHZBAnImPoWRqodF2QXT"
    "GhiMRmr3m1Qm0JTS3PNakOZmhdtldZrbFnHjBv5t/uCawVrWAlChYmkdkFpiGT/kQ7RiGb"
    "MzrSxjOtCtM8dTcdXGL7dfP3A0YOLXvBeHYswn4nO6e88+unHFfBixaH6DOJ7LtG7ZoT4W"
    "9hAHHA1ZJAtNo3mqr0sgX/ftwMBa8DyBgQUDuxugQnb+JvNTssXeBPCiDoDepT8m4zRvV9"
    "Eyw62oskub+T1YgtuMho5Pp1RDbNWCWtLZISL5QUENmU9do/WhrLXB5H0RDgSP4Jmtp8Ol"
    "8MoFpoluE5faCV1WgvTi6nyGHm/3htOWuD3hMZv+uBJQak73miJ4Vwnmd+21i9+VdDWels"
    "8eP0I3TAnyG4QjuWE742m/fsSJr3hqgt1xutU79XpIfm9FXY8Toovd13kriNutiHwgboe4"
    "fRdAhbh9g+7hRPxOE7BzeQC7A9iZnV3Fuz5loqACjQzu0cgAqBKIgiyHE0r8Oi3U25A2Z0"
    "mw+yOLpiT6B5nvaULd5clem1fVEzJvHecK2bR98SL4RGPsoQEZsogcyZfCPsEel93J5Mbn"
    "uYyMMQOGmAwqVfOxGE+IkNbFt+u4BcS1VkQGENduPAQz7PVynyYvWwTget7hAYXw8PMXXC"
    "lwpdbrSp3jAfF1blR6otGF8qVI+y2AF3S90tPu7qsRAefFijUJnBcg5XcBVCDlYePdXYQa"
    "OMy9Hcnk+CVdwHU+WX6q0SvLDEBrv2zAvLlMk5D2OE2OwGktwxG6CcSz6gSJrNVRHfQl5Z"
    "R+TEkqGnMkZVQGBhIeGte5dWu4A3iFVthV8AqB0rICwLXYVPAVN9qde/k1DTCvqG0wufoR"
    "1uP1eI6U0wH1DbeyL2ttMqc9NxC7gj8ESZtb0JfOpkGgVNGCYAnyZyB/xr4FYxte+sBO8U"
    "9umHHkjultp3GuqEIXOdvG2RLGsE/wtL6jWeFsr01CXCzkTZqaqe4nOcWHkVRHNKjpWtYg"
    "DJSeFUwTUHrwoncXQJVLiyGiBRWA054XYtdEOkIfmZtMSaB9L1aRaDRzXMk6Xibc0tL1x0"
    "QYq69xZrbku6hnszF1x2iM05dWXFYTU+/5kVj86WgkAlw0i2isz/O+/+XAWlrwgIC1fIyF"
    "nca+EWO6UADOtANnKuajp6n0bOh2kysA3C3htsTOHnNORwEhOgu7ONdoW1W7HZyJtk5Ayf"
    "pYz8ZMZYhwJJb91CjqkknukAa7aMVyDXZx83ZRPnyGAc9SBeCEttY7HEN+JCER0AWutmS4"
    "cPZu++blwrStiVPRnozxbgY+cydqgtykkR5DA4Lk1klZha+K/YqynpStCSDvfUkwlhY8IW"
    "AsH2F1Xz41JrCWtQBULaheJ1A9ANU6o5l20ugL09HYaiMXaDSdQyVq1G2jWAaQkaSyFQYN"
    "Cr0xZsJsSU5Ulg4EDE2FvXu/0iSjLpR8+BuAQbXg6QGDCu8wdwNU81TVR8hSXSOKD51ZCR"
    "TJrrgm0ufQeSTqeKMjonpFt3VBQkpckpcu7qOPCZF+AEYenqNnN54w9TL57uY5YpHckJHJ"
    "N8rZCRzfpLWO6tM3EY/fPO+hQCZAoQGLx9r+F2u+HbgnFjxB4J6Ae7IboIJ78sDuCWQ2QM"
    "XpE6g4TbE0XItLSrAUVyCNcDAxmcS5PCwcnVpdUhYZ1ksXdTa4ZAQiENiVZYPHOIpVBLQK"
    "vCyk0gNf1mqqoWoxCNtTPyVroqr2LosfTdAr6jx17MwL+JZaULtnW+1edXS/ZStlazewoN"
    "NpQd+i8VyLE5jVqg80ZrTBCyxpgRtY9UxwRAJjlqOodA9It2dCGyBKuFie9UaTuOKMr8e0"
    "qFZd+1O9/Ux/p4D9ePrh7OL4/Nlh70CBK1YFGqtfna8Yr188r4YuxE0iMQNdo+W3rAULsP"
    "kCrBDkzjBiU5PVoqIG60XFrKn9U1cBrd8Zbamx+Y3RCu9MBgn1YxrwfXnbx3htspbt0lw2"
    "lS/JjDeOXtGDvaOrbDWOY+yOO6GrUwWAoa0WtNWyzvRtXSwPbbWexDALAx36pOPzXNEFcs"
    "7mkfZI13Eua8Io2zbKFuUS1m6DtTzZu7My0Gw/LCXdXOuuE4EcPisifsjhgwL37YZTLS6G"
    "eBZ1AFB70uG/4NhNjcGKActP3W2+Zqlkl74tcuMe5nvibyz3qw5DEqjiuFZtXFoog9GzYK"
    "6D0QOjt+1wQleXXTJ71/iWeL9SMtMZvuXJRtPHpZhzK+RaG74h9WNhu2igir+zTz4ORon4"
    "mj2EA8QiTxzCgSeMmI/nLImPZFmXbMqS1ZT0ZA2XOCSvsFgEVQWXEJaCOqO5uRuDwbXgKQ"
    "OD+/QqxbaHYjTAlM0CY6Nb1IFJCjsTPl6iFOUOH+OIaKbvCWM+wUGNaSvqVZAfCMV1Qb84"
    "slnsT66uzkvYn5xVwf18cXL66dnLSmrg6qv61HMxmeBLDZjiHaZ46ko6siW9Ceqp2mZR35"
    "kqSM4iI7Bz+U1Wjy3qtXcBcMin2oN8qkdfvrfhxTzkUz2JYbaExTsLbmmMM/BXaLzC2V4T"
    "j0cXcm15vACx4VD2f5Qdk102JbKnkqJ6jxAL/LmiyMaYjyVdRmOOXHFX+bZqQkLNnj4PcD"
    "1g3ayIs4F12zihMRHf3sQZzuUh2uvgCJMppr4J2gsFqLPrUGfHzJo65fIwtTuAHbMJCRxp"
    "ZDVkHQ1wNK95Z17Sq5J18zjd6mF3wD/J6ucW4AvsT84ujz/9pkf/RFNvd/Jb//S49u2JZs"
    "+w4yjCNfhX9CoDsM4SyMfBX5rA3/+oEs3ShTVuiVDWAs+imvGBvzoJJ5rpWEv7FFU68T6W"
    "WbyHZn4M4bwXlJ0mJVR4AiMJjOQuUVWl8OVrSMXlOgxzWROG2ephjsgtm3R6msuaUPdn2y"
    "hbwjtfKG6Wj2m4p+GdC2d7TbxzyvC231FAyLLgB45CX+Zdqr2GFuzge0URR2yGBmRMVRJn"
    "+jW0mwV0vxLwzFYEKcAzbzwaFLGIaSJiQQXgBG4T8lfuQByiRQgjrAojpuy2YxhR1IQwwu"
    "ZR9ojwu+ltxwd6VRtG27bRtiRo7BM83dP1iZHHe4019kKiZZiYxZ4oCVQ1H5L36iGfxCLK"
    "i1leySeL5NMAbjU87HQFCAutcK8hLIR6KksgXEscM06MsM7EAWoIGSFk3MqZDe6lkXvZ/F"
    "6iInGny+kYvqBIxcuvFeR16ps41ciCN2mFkwPe5OZ7NsnHzrBn01IF4ISeTTvcs+lLvnro"
    "jNvyZKNdW6xALa3aF2F/ZDXWKGJJKKuvQsJCn6AJISFXpVg5IXKkPnE/Gam2hKrLUsRj+W"
    "Ldk4pE+Mdz9PnT+ao5XNdNwI5a8PA02VE5kCYBbS4PEW2HiBaYmk1W04hY1HhjzJLSBptV"
    "fO5/eIR1A2gboG2AtrHiHTB0qtjZYbYkdjkmEXXHe5rAJTvTa4pa8FLmroilfmAfOBqoNS"
    "jaYEBjSzKP/n5RgPW1b/XOf62p/jDGkamt3k6vVNVL+iQYxfLROHjzpgHQ3DkSUtUtPbNT"
    "B+m5yl6TYWiCcCa+g+i+fPGiBbpCqhZdda66SWoQE90Gng2b1i5VNr9r7eMYygfbn/ZRjd"
    "n3/wK/wwVo"
)
