"""Expand: the files that go in and out of TaskFlow."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        -- A file that a member gets from a job, or gives to one; the job has the same id. It is there from the moment
        -- that its bytes may be in the storage, so that they are found and deleted however the job ends.
        create table transfer_files (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            name text not null check (char_length(name) between 1 and 255),
            media_type text not null,
            size_bytes bigint check (size_bytes >= 0),
            sha256 bytea,
            storage_key text not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz not null,
            unique (workspace_id, id),
            check ((size_bytes is null) = (sha256 is null)),
            foreign key (workspace_id, member_id) references members (workspace_id, id)
        );
        create index transfer_files_expiry on transfer_files (expires_at);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table transfer_files"


MODELS_STATE = (
    "eJztXV1z2ziy/Ssov0xSpety7CTOxLduXTvxzHrWcbYSZbKzU1MyRMISRiTBIUgrym7++w"
    "IgKX4IpAnakiGlXxKLQJPSAYjuPuhu/HvPZy7x+P75LQnivdfo33sB9on4o9owQHs4DIvL"
    "8kKMx57qSWQXdQmPeRxhR97oBnuciEsu4U5Ew5iyQPY9FQ1O/BrNpwy51BX/4xjFTPxPnS"
    "mKpzSYDBAOXPEnQcxz1d8BmaNb7CXiyg0iWHS8ocRz99GVeHSEnCkOJsQdiH7yY5hE4tO+"
    "/D4uc8QXEvfc/KOTgP6VkFHMJkTcLxJf4Pc/xGUauOQL4fnHcDZS96sgT115A3V9FC9Cde"
    "3Tp4u3P6me8meNRw7zEj8oeoeLeMqCZfckoe6+lJFtExKQCMfELQ1LkHheNn75pfQbiwtx"
    "lJDlV3WLCy65wYknB3fvf2+SwJFjitST5D/P/y/7aqVuo9HV++Ho4/lwNNpbmQvyK9TGKL"
    "vksEDOIypnlQDmW3rfAhB1dU8+4M3fTj88OXr5VEHAeDyJVKOCa++bEsQxTkUV6AXKcxbN"
    "eIgdMjLDuy53D+QzXJfA510K5Iu3KMc0R80ynAtcOflrFc4zOrkIYj2gmUANR5quOqZz95"
    "EhFN9X/Pc/Px4eHh0dHx4cvXz14vnx8YtXB69EX/WNV5uOW3A/u/j54moovxAT62q63MoL"
    "VcixehVXUR+SLw2YFxI12MWP2ULYWxAcnv9T4edz/pcnL1z9evpBTed3p/9U89lfZC2X76"
    "9+zrsXcF+9uXx/VgP8dhXrjz72vMY5frvZGf5svdP76PD45XJCyw9tU/jju9PLS+2cZdFo"
    "Jn6F4bwtScHc7TF3UwjNdF5ZBvRdFc8wYn8SJzZEtCoFmNZsiGSs0FGAGCwPdTlYIHosED"
    "mIZhO6KvWQ7oi98BvM6NRR5KuI/vLx/ZUe0ZJIDU6XOjH6D/Io30YbuQVQCUb7fK5P3Rry"
    "8gb1+RwR8bO5fj43LyVVqV4LyfYszesxNOJVvN8KtGLqkwYzI9ZN9kxkP/9jt6b88OLd+c"
    "fh6bt/VPB/ezo8ly2HFezzq09e1t6F5U3Q54vh35D8iP71/uq8/nos+w3/tSe/E05iNgrY"
    "fITdMib55fxSZVgFpqa6oSQCls63b5L4u5mVSCl5YYyd2RxH7milhR2ypr6rTf6hX7+CAz"
    "xR8MjfIb91mdn9SLC310T7qsbBndTviIt+nflfjwYzSaZKlnWK+VRyqDRATPKnGC3ZtR84"
    "SnnlE9VT0nhjzAnCHgsImonZyRGNObqesoh+ZcG1jvBd67OA4bXgXRoAw7txWzZI/DGJzE"
    "jeQgZ43t48L9CO96YdOflL44SdRhFeNO5O6Fyw3fO90in4+x81wG5oxKWGN9zUqYjBK9/7"
    "lfdwH/TLUgB+b/BT69ZhSaBxZRvBr0ntEv6Hz54fP3919PL5EvbllTa0V5ENI3JLWcJH0i"
    "rXze0ARw0L8opoDeDxIk5Jsy2DuG22ZkzXkh749fTD2cXV6Yff9PzMmYYZO/tteH5aGwVz"
    "8AHz+2IufWXijszJsYogcGTWcWSWsDqncYydqd8QzVdqHbTxOnjZryOv81kG01GuyJJAUi"
    "4Y3VCPnCjeRC0PCEcE0UAxLDwW4zIhKBFTLULX2cfRjCw0NM7D3hpYGyvYBKtZmy1aGg1o"
    "mxjzmSGmJREgwapoJqHHsCsU8nhhtBVSFYNJWucWsW8U8ZH3h0iPHju0PnEpNg6yqUoB8H"
    "1CbOhXMlo6TQah0hW5XWIWNszs8Ck+fPHSzPctZMD7rU/7zt5vYY6bLDk1MVhzeqw5TkQk"
    "OD2Yh6okUA/WUQ/lYRauPOk3zFXJBxjm7bH7t2KULSGY3jC/iV3KmwZt1JKTduocL5T1l/"
    "zOOxzNXDYPdKE+Td2A77HCwwO+5/vhe3YTTrEeT80Tp8pCAGkN0jFzjdyAvD/Y/31yVknE"
    "tVnCzdFjhcTOxJA9WAQDuFO9ZvY2GNqVECCX9hvliiA4UzaPMbjMuzrKlrjM74RjmiK/4j"
    "LnTYMOLvPITzt3dp19IoPuZcEjH13//xQHrkeupYeMl+6yT3DAB2i8kMETPifeDWIRwhzJ"
    "zBcVaxET7Osc7oe9ObjpVtjm4KZvPjM8e7nNYK1KAagrka1yOTLxLQsJ8C57hRJIbWA4iS"
    "tCMIfr/J3Qjab8XSEC8VrWJFp/IFm5NY39t2zrZABGWW9DC1DmN/vsTyrsrsI6a7bpmruD"
    "lWbBrAYrDay03QAVjIYHh1Qt3CZ271IAzF4IqgLu0Dru8DSkQzYjWuNx2dZqPOKQCotNdO"
    "tsNYYRm0TYF3bgjCxOhBnoLVSylSqhIzOxSBinpdLlVZlsjm5Yoqqhy1uTiCPOUCzztkLC"
    "Qo8gBwcoJp4nBHR25/ofCJarFYqq2XJNuLElUBIBOwDyaB7PClCra49SBlU5yCqoo9+5jg"
    "HVFeho4XqptjQHTPZOuUsOC80K2RYSUMf2HnVswdfo9Q5sg69R8eC/hFTcrk/IUUUShtnq"
    "YVYluoQF2+d9rstC4JHNIx2RW2Hn9RnnqiSMsm2jbAlFdOESP2QxCZzF38liT0MU1XoM2u"
    "giWvSV+bZdSaMA4YDPSZSyMJSjCb0l4uJEFlyOWVqbR3wrlBXWR3MaT4urivfhMY4Tjg7k"
    "kXweUY1yY0reLS3nM8cLDX200UcDkWQF0wFE0oaIJMNMfcjQ7+9Z50eOmBNJdUmgkuoj0L"
    "1AhdQDq+i319kupHapJstD1NueEiy0pxFdVBIBvugefJE+u7JtGWnIr4Tlo/PyARxdL226"
    "Dc4ecHTfxTBb4tN/JJw3hAznTYM2L56nnTqHfIwjNuclF5rTSUBcRIP0SCSHsRklaMrEd0"
    "dYONI3JCKBo7K4hMfsTNOYjeU5S1nMhi7WY41PAt/cCucRfPNNZYhA3MGjWntqbor12yz6"
    "oCq1OaZk7xHWivUcLOq6YlA0PmXLufGFCAAOUc5g7jZuSXMiVEPPLemSLAy11UMNDuzODr"
    "MlDuwnrhywFe9VXR+0ua7SPuqeqiD6smAfDYU/qM4cXNYWCYRLyWMsXUeaHt/LQjkPWaTN"
    "QOh7H/A5rXCKmn1O4mPqmdiKSwHYxOxhK0LiwQbBDjHncyaWaj0H0Iz6iiDA3wP+aWJWYi"
    "aBmd47xUYYk6OvQiebAF4R2qDf/2n4Zldcf1m4zQzzXGCDePMFj4m/K5C7JOA0Noq6Kols"
    "EHaH+TcsSu32HcGe8lFu3WsodcY8goMG87wqWSfVhei6xmF5ZcOk+vv3lxX8zy7qAH96d3"
    "b+4ckzNRiiE43V5dUgIVeVNbrtyTGuSkOkvG2kBBQih0Lk8Nbc561JQrfnMFclYZitG2ZL"
    "GNsrFtMb6uCmUoWV9kEbgxuUenbPHyK3sma0CgsSA+yQKJABQGm5r7T4y3yqT//pLglsre"
    "VsLRQwhFp72wKpWnYMES3LAKArCVCY6xyDZuKjkABWFQJ7wKhsqkCA+5UfwMCo2Dq+ljgN"
    "v7DxnsZXkJdbXYQ/2bhzjIfoK9P4oyQYyH8CMawD5Kr4jCjL9U/CfXSNbzFVs01M2msZrD"
    "GfiiYaIx8v0JggLr2EJ6oswFNdDMjangNehxWGhtVex/Ysj1CF0k5jDkcTozzrvD8kWd8j"
    "yfp2FfH2UgG3O7WL8RAlAsKIski74d2OZFluc4Ae2A+orEZhtOwuBTYYPBCQ+SPYCGsK2H"
    "CTkIwMK+VUpXohvz02w3oUXskON/Vt67LAYFjn4VaGOo6JH8Ya+6ZRPZRFdkY9PFjUgI+/"
    "jHqAWhfbHLCvtgTYvBSXzpFs47HLUqAMgMoGRaBVBJJb6zHGJTGgsm0eX0m39okBLcRgfG"
    "0eX5UnTqJIF1/drB6rUqAezdWjRzAn6TFgJgR3TQz4bQ2q7igJYl2K6R0VE2qysG7ZvG7x"
    "GEf9zMuqJIyyzaOcuWFitMYaLq95mazLwTpZZ6RJOHK12ZtndNJSVrkk1otqsAzNjGz48f"
    "Dw6Oj48ODo5asXz4+PX7w6WLIOq01t9MPZxc+Sgai8L7r9AAFjzGKs0VF3wr+UA/z74u/I"
    "4iHeqFgkenAU+luANrFbm3CJzcpQN2/JFxL32pTfnjF9sD15S8LhTh1HlhnURMRlLYO2oL"
    "gwYn8SJx7hou+d4XGXJC6SXZCAnIlPYaTyYVF2wzQHBqOJOv0m7RNoUmnueS8Ic7PC7LI6"
    "zG2LuHED+zZ/cc1grUoBqJCxtA5ILdGMb/IhWtGMWUsnzZgOdOfI8bS7KuOX668fOBoz8W"
    "tei0sx5jPxOT29Zx9dO2I+TFi0uEYcL2RYt6xQHwt9iAOOblgkE02jRSqvCyBf9+NAwVrw"
    "PoGCBQW7G6BCdP4m41Oyxd4E8LIMgN6nPibjNC9X0THCrSyyS4f5PViA25yGI4/6VENsNY"
    "JakdkhIvlBQQ2ZRx2j9aEqtcHgfeEOBI9gma2nwqWwygWmie4Ql8YJXRWC8OL6fIYab/eG"
    "0xa/PeEx839acSg1zYM2D95RHfOnDrr576p33Z+W7x4/QddMdeTXCEfywHbG03r9iBNP8d"
    "QEO9P0qHfqDpD83oq6niZE57uv81Hgt1vh+YDfDn77LoAKfvsGzcOZ+J0mYOf9AeweYGd6"
    "dhXv5pCJkggUMrhHIQOgSsALshxOSPHrtVBvQ9icJc7uTyzySfR3stjTuLpF46DLVvWMLD"
    "r7uaJvWr546XyiKXbRmNywiJzITWGPYJfL6mTy4PO8j/QxA4aYdCpV8bEYz4jorfNv1/EI"
    "8Gut8AzAr924C2ZY6+U+RV62CMD17OEBhfDw8xdMKTCl1mtKXeIx8XRmVNrQakJ5skv3I4"
    "CXdL2S057uq+kCxosVaxIYL0DK7wKoQMrDwbu7CDVwmHs7Esnxj3QB19lkeVOrVZYpgM52"
    "2Zi5CxkmIfVxGhyB01yGE3QdiHd1FCQyV0dV0JeUU/oxJalozJHsoyIwkLDQuM6sW8MTwC"
    "q0Qq+CVQiUlhUArkWngq240ercxdc0wLwmtsHg6kdYj9djOVJOx9QzPMq+KrXJmPZcQewK"
    "/uAkbW5BL4xNA0epJgXOEsTPQPyMfQvGNmz6wEnx390w48iZ0tte41wThSpyto2zJYzhkG"
    "C/uaJZqXXQJSAuFv1Nipqp6ic5xYeRFEc0aKha1tIZKD0rmCag9GCjdxdAlUuLIaIlEYDT"
    "ng2xj0QaQm+Zk/gk0O6L1Xq0qjmu+o7crHNHTTecEqGsvsSZ2pJ7UU/mU+pM0RSnm1ZcZh"
    "NT9+mJWPzpZCIcXDSPaKyP877/7UBbWvCCgLZ8jIWdxp4RY7oUAM60B2cq5qOryfRsqXaT"
    "CwDcHeG2RM+eck4nASE6Dbtsa9WtqtwOzrp2DkDJ6ljPp0xFiHAklv1UKeqCSe7oDXrRiu"
    "Ua9OLm9aJ8+QwdnkIE4ISy1jvsQ74lIRHQBY42ZbjUerd+c/POtKuKU96e9PGuxx5zZmqC"
    "XKeeHkNjguTRSVmGr/L9yn1d2bfBgbz3LUFZWvCGgLJ8hNW9eGtMYK1KAahaUN1eoLoAqn"
    "VKM62kMRSqo7XURt6hVXXeqK5G1TbKaQAZSSpLYdCgVBtjLtSW5ERl6kDAkC/03euVIhlN"
    "ruTDPwAUqgVvDyhU2MPcDVDNQ1UfIUp1jSg+dGQlUCS7YppIm0NnkajrrYaIqhXd1QQJKX"
    "FInrq4j94mRNoBGLl4gZ5cu0LVy+C766eIRfJARiZ3lLMGHF+nuY7q01fhj18/HaBABkCh"
    "MYun2voXa34cmCcWvEFgnoB5shuggnnywOYJRDZAxul3kHGaYmm4FleEYCmuQRrhYGYyif"
    "P+sHD0KnVJWWSYL12W2eCSEQhHYFeWDR7jKFYe0CrwMpFKD3xVqi2HqsMgbE/+lMyJquu7"
    "zH80Qa8s871jZ57AV0hB7p5tuXv10f2arZSdzcCSTK8FfYvGcy1GYJarPtao0RYrsCIFZm"
    "DdMsERCYxZjrLQPSDdngltgCjhYnnWK03iiBZPj2lZrL72p3L7mfxOAfv2/M3Fu9PLJ8eD"
    "QwWuWBVorH51vmI8P3had12Ik0RiBjpGy29VChZg8wVYIchHNxHzTVaLmhisFzW1ps5PXQ"
    "W0+WS0QmLzB6OV9kzGCfViGvB9+djH2DZZy3FpDvPlJpnxwdErcnB2dJ2txnGMnWkvdHWi"
    "ADCU1YKyWtapvq3z5aGs1ncxzEJBhx7p+T7XZIGcs3mkXdJ3nKuSMMq2jbJFsYSNx2AVjY"
    "M7MwPNzsNSvdtz3XVdIIbPCo8fYvggwX274VSLiyGeZRkA1J5w+M84dlJlsKLA8qa71dc8"
    "7dmnbos8uId5rvgby/Oqw5AEKjmuUxmXDsKg9CyY66D0QOltO5xQ1WWX1N4wwgG/IdFPVO"
    "G76ryV29sVYNZTPNnrXrlMdpbpWjIH/E82ThOwStU7T9A1p1/JaLyICb9GOHDFhSk+fPFS"
    "fIiI+jkoCWLqZRnmQh16RKcu1/gk0K0WvFCgW0EZ7AKkcGTeBiN4fOJSnGJmAHlVCoDvk4"
    "mwVLWrwJ/RSeP+fFWu1xa9ZVsQ2Sb9j4eHR0fHhwdHL1+9eH58/OLVwXK3frWpbdv+7OJn"
    "uXNfGYHVrfzUstFhH+Bo0YD9UqaG+3I8tgv5NhCz4KjlnBdT/uzi6vTDb/pJf6YJpjr7bX"
    "h+upKAIwZlQkaGR9DWxGDFuUe0PASv7NwuaCXa/EtIxe16DHNVEobZumG2hDL5iG+J+ysl"
    "8z0NX1I0DlqPUJHdRreinwlTEpNIltaTpEX2ycPBJBFfc4BwgFjkikuSuMCiYcGS+EQSHr"
    "KObVaGYyDL3mQcyNK3VUyI6Cw7NhAnG3ow8ChW+KLAo3xvxXW2xzA3wJTNA2NqqiwDkxSY"
    "qcdzVygfCX87Iprpe8aYR3DQoNrKcnU/XQiuC/rllQ076u/fX1awP7uog/vp3dn5hyfPat"
    "mUq5RIarmYTPBCAqZ4jymempIjeYqfCeqp2GZR35nCUZxFRmDn/TdZcGdZ4m4XAIcUtD1I"
    "QXv05Xsb6B1IQfsuhtkSFu8iuKUxzsBfofFKrYM2Ho8u+3Xl8QLEbm7kkRnykCmH+USWoV"
    "YBESeIBd5CUWRTzKeSLqMxR454qgw3mpFQcwzyA9wPWDcr/Gxg3TZOaMzEtzcxhvP+4O31"
    "MISJj6lngvZSAEoT9ShNxMzqYOf9YWr3ADtmMxKMpJLVkHUtATVVuZ5BNVsE/rqiaop9EE"
    "002WkU4Qb8a3K1AVhn1ajHwV+qwN//qBPN0oQ1riJZlQLLoh5Xir+MEq4LbmykfcoiOxTX"
    "+GDMjyGc94Ky16SEoljASAIjuUtUFcQVfnfDHJFbNuv1NlcloVSSbaNsCe/8TnGzfErDPQ"
    "3vXGodtPHOKcPb/RBG0ZcFP3AUejLuUh3PvGQHXyuKOGJzNCZTqoI406+hPV+x/52AZ7bC"
    "SQGeeePeoPBFTAMRSyIAJ3CbEL9yB+LgLYIbYZUb4bPbnm5EWRLcCJtH2SXC7qa3PV/oVW"
    "kYbdtG2xKncUiwv6erziSvD1qrMokeHd3EzPdESaCy+ZB81gB5JBZeXszyTD5ZVzB14Fbd"
    "w153ALfQCvMa3ELIp7IEwrX4MdPECOusO0ANLiO4jFs5s8G8NDIv2/claj3uNDlHhhsUaf"
    "fqtoK8T3Pd64a+YE1aYeSANblxa1K9doZlrgsRgBMqm+5wmevP+eqhU25FY6teW65AHbXa"
    "Z6F/ZDbWJGJJKLOvQsJCj6AZISFXqVg5IXKiPnEvmaiTHFSVpYjHcmPdlYJE2McL9OnD5a"
    "o6XNdDQI9a8PK06VE5kCYObd4fPNoeHi0wNZvMphG+6OgrC4wQrwhtsFjFp+GbR1g3gLYB"
    "2gZoGyv2gKFSxc4OsyW+yymJqDPd0zguWcugzWvBRZ+7PJbmgX1gb6BRoWidAY0uySz6+3"
    "kB1ue+NRv/jar6zRRHprp6O61SlS/pkWASy1fj8MWLFkBz40j0qi0hud10mLZVNbh8qQwQ"
    "zrrvILrPDg46oCt6NaKr2mr2EQtiEmi05i8f3181GEaFSF1dUidG/0G7l7ItwWi39OtGfU"
    "35yRucPTYR9+2/0zu/Kg=="
)
