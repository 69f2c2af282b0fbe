"""Backfill: whoever made a task or works on it watches it; before, they were told without being among the watchers."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
BATCH = 5000
# A task that has a watcher was made or changed by this release, which keeps them itself.
WATCH = """
    with batch as (
        select id, workspace_id, created_by from tasks where id > $1 order by id limit $2
    ), unwatched as (
        select b.* from batch b where not exists (
            select from task_watchers w where w.workspace_id = b.workspace_id and w.task_id = b.id)
    ), written as (
        insert into task_watchers (id, workspace_id, task_id, member_id)
        select gen_random_uuid(), p.* from (
            select workspace_id, id, created_by from unwatched
            union select u.workspace_id, u.id, a.member_id from unwatched u
                join task_assignees a on a.workspace_id = u.workspace_id and a.task_id = u.id) p
        on conflict do nothing
    )
    select max(id::text) as last from batch
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    last: str | None = "00000000-0000-0000-0000-000000000000"
    while last is not None:
        (row,) = await db.execute_query_dict(WATCH, [last, BATCH])
        last = row["last"]
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "delete from task_watchers"


MODELS_STATE = (
    "eJztXW1z2ziS/isof5mkSudKnNeNr67OTjy73rWdrUSZ7OzUlAyRsIQRCXAI0oqyl/9+AE"
    "hKJAUyBG3JkNJfZiKym5IfgOjuB92N/xyE3CeBODy7JSw5eIP+c8BwSOQ/qjcG6ABH0eqy"
    "upDgcaAliRLRl/BYJDH21INucCCIvOQT4cU0SihnSvZE3vCSN2g+5cinvvw/TlDC5f+pN0"
    "XJlLLJAGHmy38SxANf/5uRObrFQSqv3CCCpeANJYF/iK7kV8fIm2I2If5AyqmPURrLT4fq"
    "9/jckz9IPnP7X50y+mdKRgmfEPm8WP6A336XlynzyRciio/RbKSfV0Ge+uoB+vooWUT62q"
    "dP5+9+1pLqzxqPPB6kIVtJR4tkytlSPE2pf6h01L0JYSTGCfFLw8LSIMjHr7iU/WJ5IYlT"
    "svyp/uqCT25wGqjBPfjvm5R5akyR/ib1n+f/k/+0kthodPV+OPp4NhyNDtbmgvoJtTHKL3"
    "mcqXlE1aySwHzLnrsCRF89UF/w9m8nHx49e/lYQ8BFMon1TQ3XwTetiBOcqWrQVyjPeTwT"
    "EfbIyA7vut4dkM9xXQJfiKyQX71FBaYFao7hvMJVkD/X4Tylk3OWmAHNFWo40mzVsZ27Dw"
    "yh/L3yf//1l6OjZ89eHT159vL1i+evXr14/eS1lNW/eP3WqxbcT8//en41VD+Iy3U1W27V"
    "hSrkWL+K66gPyZcGzFcaNdjlH7ODsLcgODz7l8YvFOLPQF24+uXkg57Olyf/0vM5XOR3Lt"
    "5f/bUQX8F99fbi/WkN8Nt1rD+GOAga5/jtdmf4081O72dHr14uJ7T60DaFP16eXFwY5yyP"
    "RzP5V1jO25IWzN0eczeD0M7mlXXA3lXxjGL+B/ESS0SrWoBpzYdIxxodDYjF8lDXgwWixw"
    "JRgGg3oata9xmOuAu/xYzOAkWxjujfP76/MiNaUqnB6VMvQf+HAip20UduAVSB0T6f61O3"
    "hrx6QH0+x0T+2cI8n5uXkqpWr4Vkd5bmzTgayTre7yRaCQ1Jg5uRmCZ7rnJY/GO/pvzw/P"
    "Ls4/Dk8p8V/N+dDM/UnaMK9sXVRy9r78LyIejz+fBvSH1E/35/dVZ/PZZyw38fqN+E04SP"
    "GJ+PsF/GpLhcXKoMq8TU1jaUVMDT+fZNEX83sxIppS6MsTeb49gfrd3hR7xJdv1WeBTWr2"
    "CGJxoe9XeoX11mdj8SHBw00b765uC71O9ISLnO/G9A2UyRqYplnWIxVRwqZYgr/hSjJbv2"
    "k0AZr3ysJRWNN8aCIBxwRtBMzk6BaCLQ9ZTH9Ctn1ybCd6PfBQyvA+/SABjerfuyLA3HJL"
    "YjeVc6wPP25nmBdrwz7SjIn4Yg7CSO8aJxd8IUgu1f7JVNwd9+rwF2Q2OhLLzlpk5FDV75"
    "3q98gPugX9YC8HuDn3m3Hk+ZIZRtBL+mtU/4Hz19/ur562cvny9hX15pQ3sd2Sgmt5SnYq"
    "S8ctPcZjhuWJDXVGsAjxdJRprtGMRtszVnupb0wC8nH07Pr04+/GrmZ04NzNjpr8Ozk9oo"
    "2IMPmN8VcxUrE39kT45VFIEjc44jc4TVOUkS7E3Dhmy+0t1BG6+Dl3IdeZ3PKpmOCk2WME"
    "W5YHRDA3KseRO9PCAcE0SZZlhEIsdlQlAqp1qMrvOPoxlZGGic+300sDZOsAlOszY7tDRa"
    "0DYJFjNLTEsqQIJV0UyjgGNfGuTxwmorpKoGk7TOLeLQKuOjkIdMjx47tCHxKbZOsqlqAf"
    "B9UmzoVzJaBk0WqdIVvX1iFrbM7IgpPnrx0i72XelA9Fuf9p2j35U7brPk1NRgzemx5ngx"
    "UeD0YB6qmkA9OEc9lIdZhvKk3zBXNe9hmHfH79+JUXaEYHrLwyZ2qbg1aKOWvEyoc75QLq"
    "/4nUscz3w+Z6ZUnyYx4HuciPCA7/lx+J79hFOux1P7wqmyEkBag3TMfaswoJAH/79PzSqJ"
    "hbFKuDl7bKWxNzlk95bBAOFUr5m9C452JQXIp/1GuaIIwZTLYwwh876OsiMh86UMTDPk10"
    "Lm4tagQ8g8CjPhzqFzSFTSvWp4FKLr/51i5gfkWkXIeBkuhwQzMUDjhUqeCAUJbhCPERZI"
    "Vb7oXIuE4NAUcN/vwyFMd8I3hzB9+5Xh+cttB2tVC0Bdy2xVy5FNbLnSgOiyVyqBsgaWk7"
    "iiBHO4zt9J22jL361UIF/LmULrDyRvt2bw/5b3OjmAcS5t6QGq+uaQ/0Gl37Xyzpp9umZx"
    "8NIcmNXgpYGXth+ggtNw75DqhdvG710qgNsLSVXAHTrHHZ5EdMhnxOg8Lu+1Oo84otJjk2"
    "KdvcYo5pMYh9IPnJHFsXQDg4UuttItdFQlFomSrFW6uqqKzdENT3U3dPVoEgskOEpU3VZE"
    "eBQQ5GGGEhIEUsHkd27+C8FzdcJQNXuuqbD2BEoq4AdAHc3DeQF6de3RyqCqB1UFdfQ79z"
    "GgpgYdLVwvNbbmgMneqXbJ45FdI9uVBvSxvUMfW4g1er0DuxBrVCL4LxGVj+uTclTRhGF2"
    "eph1iy7pwfZ5n+u6kHjk8kjH5Fb6eX3GuaoJo+zaKDtCEZ37JIx4Qpi3+AdZHBiIoprEoI"
    "0uoitZVW/blTRiCDMxJ3HGwlCBJvSWyIsT1XA54VlvHvmrUN5YH81pMl1d1byPSHCSCvRE"
    "HckXEH1TbUypp2XtfOZ4YaCPtvrVQCQ5wXQAkbQlIsmyUh8q9PtH1sWRI/ZEUl0TqKT6CH"
    "RvUKHswDr67X22V1r71JPlPvptTwmW1tOKLiqpAF90B77IXF3Ztow01FfC8tF5+QCOrpc1"
    "3YVgDzi6H2KYHYnpPxIhGlKGi1uDtiheZEKdUz7GMZ+LUggt6IQRH1GWHYnkcT6jBE25/O"
    "0Iy0D6hsSEebqKS0bM3jTL2Vies5TnbJhyPTb4TRCbOxE8Qmy+rQoRyDt4UG9Pz025fttl"
    "H1S1tseUHDzAWrGZg0V9Xw6KIaZsOTd+pQKAQ5YzuLuNW9KCSNPQc0u6pAtD7fRQQwC7t8"
    "PsSAD7SegAbC161dcHbaGr8o+6lypIWc4O0VDGg/rMwWVvESZDSpFgFTrS7PheHql5yGNj"
    "BULf50DM6URQ1BxzkhDTwMZXXCrAJmYPXxEKD7YIdoSFmHO5VJs5gGbU1xQB/h7wT1O7Fj"
    "MpzPTeJTbSmRx9lTbZBvCK0hbj/k/Dt/sS+qvGbXaYFwpbxFssRELCfYHcJ0zQxCrrqqSy"
    "Rdg9Ht7wOPPb9wR7KkaFd2+g1DkPCGYN7nlVs06qS9VNjcPyypZJ9ffvLyr4n57XAf50eX"
    "r24dFTPRhSiCb68nqSkK/bGt325BjXtSFT3jVSAhqRQyNyeGvu8takkd9zmKuaMMzODbMj"
    "jO0VT+gN9XBTq8LK/UEbg8tKkt3rh8it6hmt04LkAHskZioBKGv3lTV/mU/N5T/dNYGtdZ"
    "ythQaG0GtvVyDVy44lomUdAHStAAoLU2DQTHysNIBVhcQecCqbOhDgfu0HMDAqro6vI0HD"
    "3/n4wBArqMutIcIffNw5x0PKqjL+OGUD9R8mh3WAfJ2fEee1/ml0iK7xLaZ6tslJe62SNe"
    "ZTeYsmKMQLNCZIqCjhkW4L8NiUA7Kx74GowwlHw+moY3eWR+hC6aYzh+OJVZ11IQ9F1nco"
    "sr5dR7y9VcDtXu1i3EeLgCimPDZueLcjWdbbHqBP3AdUdaOwWnaXCltMHmBk/gA+woYSNv"
    "w0IiPLTjlVrV7I747PsBmDV/LDbWPbui4wGM5FuJWhThISRonBv2k0D2WVvTEP95Y1EOIv"
    "ox6g1tW2B+zrHQG2aMVlCiTbeOyyFhgDoLLBEBgNgeLWeoxxSQ2obJfHV9GtfXJAV2owvi"
    "6Pr64TJ3Fsyq9uNo9VLTCP3cyjI1tEJ56nWm8YdonyO4O2jaIo5n8QTy7eK9nvbhldkGSV"
    "AIYk5Fx+imKdI47yB2Z5YRhNdEfoTIYZ0svu+CzY+tnGK7PbWz875C9a7P0UL64drFUtAB"
    "Wy+Pb4YPi3xRCtWcb8TifLmA1052yKTFy3tijs108Cjbn8a97ISwkWM/k562h9iK49OR8m"
    "PF5cI4EXKtVBdW1MpD3ETKAbHqvk63iR6ZuSKjb9dWBgHXifwMCCgd0PUCFjZZucbb7Y2w"
    "Be1gHQ+/SM4YIWJVwdd33KKvt0wMW9bfrMaTQKaEgNvGUjqBWdXqg6RmltAtSIB9SzWh+q"
    "WltMaJHhAHsAz2wzXV+kVy4xTU2NjRsndFUJttzr8xn6HtwZTlfi9lQkPPx5LaA03B60Rf"
    "CeFiy+ddAtftfS9XhavXviGF1zLSiuEY7VIYZcZD0skSCB5qkJ9qbZ8YfUHyD1uzV1PU2J"
    "KXbf5FdB3O5E5ANxO8Tt+wAqxO1bdA9n8u+0AbuQB7B7gJ3b2XW8myt7SipQ3HOH4h6gSi"
    "AKchxOSHvttVDvQtqcI8HuzzwOSfwPsjgwhLqrm4MuW9Uzsugc50rZrKXXMvhEU+yjMbnh"
    "MTlWm8IBwb5QFfvqMMBCRsWYjCOugkpdkJ/gGZHSpvh2E18Bca0TkQHEtVsPwSzrH+9S+L"
    "hDAG5mDw8ohPufv+BKgSu1WVfqAo9JYHKjshutLlSgRLofi7Wk67We8cQrgwg4L06sSeC8"
    "ACm/D6ACKQ+HUe0j1MBhHuxJJsc/swXc5JMVt1q9stwAdPbLxtxfqDQJZY+z5Aic1TIco2"
    "sm39URS1Wtju4qqSin7GNGUqmjR5WMzsBA0kMTJrduA98AXqETdhW8QqC0nAAQzo3ddbDL"
    "P9MC85raFpOrH2A93oznSAUd08DyeMeq1jZz2gsDsS/4Q5C0vQV95WxaBEo1LQiWIH8G8m"
    "fcWzB2YdMHTk/84YYZx96U3vYa55oqdJFzbZwdYQyHBIfNHc1KdwddEuISKW/T1Ex3Pyko"
    "PoyUOqKsoWtZizBQek4wTUDpwUbvPoCqlhZLREsqAKc7G2IfiXKE3nEvDQkz7ovVJFrNnN"
    "CyIz8X7mjphlMijdWXJDdbai/q0XxKvSma4mzTSqhqYuo/PpaLP51MZICL5jFNzHned38c"
    "WEsHXhCwlg+xsNMksGJMlwrAmfbgTOV89A2Vni3dbgoFgHvHmmILQSeMEJOFXd5rta263Q"
    "7ORTsnoOR9rOdTrjNEBJLLfmYUTckk35EGu+jEcg12cft2Ub18lgHPSgXghLbWexxDviMR"
    "kdAxz1gyXLr7ffvmF8K0q4nT0Z6K8a7HAfdmeoJcZ5EeV4dz6/O8swpfHfuVZX0l2xBA3v"
    "mRYCwdeEPAWD7A6r56a2xgrWoBqEZQ/V6g+gCqc0Yz66QxlKajtdVGIdBqOm+0qFW3jXIZ"
    "QE6SqlYYlJV6Y8yl2VKcqCodYByF0t69WWuS0RRK3v8XgEF14O0Bgwp7mPsBqn2q6gNkqW"
    "4QxfvOrASKZF9cE+VzmDwSfb3VEdG9oru6IBElHilKFw/Ru5QoPwAjHy/Qo2tfmnqVfHf9"
    "GPFYHcjI1Y5yfgMn11mto/70Vcbj148HiKkEKDTmydTY/2LDXwfuiQNvELgn4J7sB6jgnt"
    "yzewKZDVBx+gNUnGZYWq7FFSVYimuQxpjNbCZxIQ8LR69Wl5THlvXSZZ0tLhlMBgL7smyI"
    "BMeJjoDWgVeFVGbgq1ptNVQdBmF36qdUTVTd3uXxow16ZZ0fHTv7Ar6VFtTuuVa7Vx/dr/"
    "lK2dkNLOn0WtB3aDw34gTmtepjgxlt8QIrWuAG1j0THBNmzXKUle4A6e5MaAtEiZDLs9lo"
    "Ek/eCcyYltXqa3+md5jr7xWw787enl+eXDx6NTjS4MpVgSb6ry5WjOdPHtdDF+KlsZyBnt"
    "XyW9WCBdh+AdYIitFNzEOb1aKmButFzazp81PXAW0+GW2lsf2D0Up7JuOUBgll4lB97UNs"
    "m2zkuDSPh2qTzPrg6DU9ODu6zlbjJMHetBe6JlUAGNpqQVst50zfzsXy0FbrhxhmaaCjgP"
    "R8n2u6QM65PNI+6TvOVU0YZddG2aFcwsZjsFY3B9+tDLQ7D0tLt9e6m0Qgh8+JiB9y+KDA"
    "fbfh1IuLJZ5lHQDUnXT4zzjxMmOwZsCKW983X/NMsk/fFnVwDw98+W+szquOIsJ0cVynNi"
    "4dlMHoOTDXweiB0dt1OKGryz6ZvY/4lvi/UDI3Gb7VzVbTJ5TY6FbKdTZ8NzRIpO2iTBd/"
    "558CzCap/JkDhBnisS8vYeZLIxbgBU+TY1XWpZqy5DUlA1XDJS+pJywXQV3BJYWVoMlobu"
    "+LweA68JaBwf3xKsV2h2K0wJTPmbXRLevAJIWTCR8uUYqKkZjimBim7ynnAcGswbSV9WrI"
    "j6XipqBfXtku9qfv319UsD89r4P76fL07MOjp7XUwPWt+sxzsZngKw2Y4j2meOZKjlRLeh"
    "vUM7Xtor43VZCCx1ZgF/LbrB5b1mvvA+CQT3UA+VQPvnzvwsY85FP9EMPsCIt3zm5pgnPw"
    "12i80t1BG49Hl3JdeTyG+M2N6v+oOiZ7PCSqp5Kmeo8RZ8FCU2RTLKaKLqOJQJ78VrVbNS"
    "OR4Uyfe3gesG5OxNnAum2d0JjJX2/jDBfyEO31cIRJiGlgg/ZSAersetTZcbumToU8TO0e"
    "YCd8RthIGVkDWUcZjhcNe+YVvTpZt0iyox72B/zTvH5uCb7E/vT86uTDr2b0Tw31dqe/Ds"
    "9OGndPDGeGncQxbsC/plcbgE2WQD4M/soE/vZ7nWhWLqx1S4SqFngW9YwP/GWUCmKYjo20"
    "T1mlF+/jmMW7b+bHEs47QdlrUkKFJzCSwEjuE1VVCV++RFQ+rscwVzVhmJ0e5pjc8lmvt7"
    "mqCXV/ro2yI7zzpeZmxZRGBwbeuXR30MY7Zwxv9xMFpCxnPwkUBSrvUp81tGQH32iKOOZz"
    "NCZTqpM4s59hPCyg/5OAZ3YiSAGeeevRoIxFbBMRSyoAJ3CbkL/yHcQhWoQwwqkwIuS3Pc"
    "OIsiaEES6Psk+k301ve77Q69ow2q6NtiNB45Dg8MDUJ0ZdH7TW2EuJjmFiHnuilOlqPqS+"
    "a4ACksgoL+FFJZ8qks8CuPXwsNcTICx0wr2GsBDqqRyBcCNxzDS1wjoXB6ghZISQcSdnNr"
    "iXVu5l+75ETeK7LufIcoMiE69uK6jnNDdxapAFb9IJJwe8ye33bFKvnWXPppUKwAk9m/a4"
    "Z9PnYvUwGbfVzVa7tlyBOlq1z9L+qGqsSczTSFVfRYRHAUEzQiKhS7EKQuRYfxJBOtFtCX"
    "WXpVgkamPdV4pE+scL9OnDxbo53NSXgB114OVps6NqIG0C2kIeItoeES0wNdusppGxqPXB"
    "mBWlLTar+DR8+wDrBtA2QNsAbePEHjB0qtjbYXYkdjkhMfWmB4bAJb8zaIta8ErmexFL88"
    "DeczTQaFCMwYDBluQe/d2iAOdr35qd/0ZT/XaKY1tbvZteqa6XDAibJOrVOHrxogXQwjmS"
    "UvUjPfNbR9m92lmTUWSDcC6+h+g+ffKkA7pSqhFdfa9+SCpLiOkAz5ZDa1cq2z+19mEM5b"
    "2dT/ugxuzb/wM8Iyeh"
)
