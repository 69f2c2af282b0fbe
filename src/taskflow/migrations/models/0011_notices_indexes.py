"""Expand: the inbox in its order, what is unread in it, one reminder for an occasion, and tasks by when they are due."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
OPEN = "completed_at is null and deleted_at is null"
INDEXES = {
    "notifications_inbox": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is null",
    "notifications_new": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is null and read_at is null",
    "notifications_done": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is not null",
    "notifications_not_emailed": "on notifications (workspace_id, member_id, surfaced_at)"
    " where emailed_at is null and read_at is null and done_at is null",
    "notifications_occasion": "on notifications (workspace_id, member_id, occasion) where occasion is not null",
    "notifications_of_task": "on notifications (workspace_id, task_id) where task_id is not null",
    "tasks_due_on": f"on tasks (workspace_id, due_date, id) where due_date is not null and {OPEN}",
    "tasks_due_at": f"on tasks (workspace_id, due_at, id) where due_at is not null and {OPEN}",
}
UNIQUE = frozenset({"notifications_occasion"})


async def upgrade(db: BaseDBAsyncClient) -> str:
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        unique = "unique " if name in UNIQUE else ""
        await db.execute_script(f"create {unique}index concurrently if not exists {name} {definition}")
    for name in ("notifications_cause", "notifications_task"):
        await db.execute_script(f"alter table notifications validate constraint {name}")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "\n".join(f"drop index {name};" for name in INDEXES)


MODELS_STATE = ""


MODELS_STATE = (
    "eJztXW2T2zaS/iuo+RKnSjfljF83vrq6GdtJZtcvW/Y42WwqpYFISEJEAQxBjizv5b8fAJ"
    "Lii0AOwZE4kNxfEotAk5wHILr7QXfjPydL7pNAnL6+ISw++R7954ThJZH/qDaM0AkOw+Ky"
    "uhDjSaB7EtVFX8ITEUfYUzea4kAQecknwotoGFPOVN9z2eDF36PVnCOf+vL/OEYxl/+n3h"
    "zFc8pmI4SZL/9JEA98/W9GVugGB4m8MkUEy45TSgL/FL2Tj46QN8dsRvyR7Kd+hkkkf52q"
    "9/G5J19I3nP4RyeM/pmQccxnRN4vki/w2+/yMmU++UxE/jNcjPX9KshTX91AXx/H61Bf+/"
    "Tp8tUPuqf6syZjjwfJkhW9w3U852zTPUmof6pkVNuMMBLhmPilYWFJEGTjl19K31heiKOE"
    "bF7VLy74ZIqTQA3uyX9PE+apMUX6Seo/j/8ne7VSt/H43fur8cfXV+PxydZcUK9QG6Psks"
    "eZmkdUzSoJzF/pfQtA9NUT9YCXP51/ePDo6bcaAi7iWaQbNVwnf2lBHONUVINeoLzi0UKE"
    "2CNjO7zrcndAPsN1A3zepUC++IpyTHPUHMO5wFWQP7fhvKCzSxabAc0EajjSdNWxnbv3DK"
    "F8X/m///rb2dmjR8/OHj56+vzJ42fPnjx/+Fz21W+83fSsBfeLyx8v312pF+JyXU2XW3Wh"
    "CjnWn+I26lfkcwPmhUQNdvnHHCDsLQhevf6Xxm8pxJ+BuvDu5/MPejq/Pf+Xns/Lddby5v"
    "27H/PuBdzvXr55f1ED/GYb649LHASNc/xm2Bn+3X6n96OzZ083E1r9aJvCH9+ev3ljnLM8"
    "Gi/kX2E5b0tSMHd7zN0UQjudV5YBfVfFM4z4H8SLLRGtSgGmNRsimWh0NCAWy0NdDhaIHg"
    "tEDqLdhK5K7dIdcRd+ixmdOopiG9G/f3z/zoxoSaQGp0+9GP0fCqg4RBu5BVAFRvt8rk/d"
    "GvLqBvX5HBH5ZwvzfG5eSqpSvRaSw1ma92NoxNt4v5JoxXRJGsyM2DTZM5HT/B/HNeWvLt"
    "++/nh1/vafFfxfnV+9Vi1nFezzqw+e1r6FzU3QL5dXPyH1E/37/bvX9c9j0+/q3yfqnXAS"
    "8zHjqzH2y5jkl/NLlWGVmNrqhpIIWDp//aWIv+miREqpCxPsLVY48sdbLfyMN/XdblqeLe"
    "tXMMMzDY/6O9Rbl5ndjwQHJ020r24c3Ur9joXs15n/DShbKDJVsaxzLOaKQ6UMccWfYrRh"
    "174RKOWVX+ieisabYEEQDjgjaCFnp0A0Fuh6ziP6hbNrE+G712cBw+vAtzQChndwW5Ylyw"
    "mJ7EjeQgZ43t48L9COd6YdBfnT4ISdRxFeN+5OmFyw4/O90in42+81wKY0EkrDW27qVMTg"
    "k+/9yQe4D/plKQC/N/ipdevxhBlc2Ubwa1LHhP/Zd4+fPX7+6OnjDeybK21obyMbRuSG8k"
    "SMlVVumtsMRw0L8pZoDeDJOk5JswODuG22ZkzXhh74+fzDxeW78w+/mvmZCwMzdvHr1evz"
    "2ijYgw+Y3xVz5SsTf2xPjlUEgSNzjiNzhNU5j2PszZcN0Xyl1lEbr4M3/TryOr+oYDoqNF"
    "nCFOWC0ZQG5IXmTfTygHBEEGWaYRGxHJcZQYmcahG6zn6OF2RtoHF2e2tgbZxgE5xmbQ5o"
    "abSgbWIsFpaYlkSABKuimYQBx75UyJO11VZIVQwmaZ1bxEuriI+8P0R69NihXRKfYusgm6"
    "oUAN8nxIZ+IeON02QRKl2ROyZmYWBmR8zx2ZOndr5vIQPeb33ad/Z+C3PcZsmpicGa02PN"
    "8SKiwOnBPFQlgXpwjnooD7N05Um/Ya5K7mCYD8fuP4hRdoRgesmXTexS3jRqo5a8tFPneK"
    "Gsv+J33uJo4fMVM4X6NHUDvscJDw/4nq+H7zlOOOV6PLdPnCoLAaQ1SCfct3ID8v5g//fJ"
    "WSWRMGYJN0ePFRJHE0O2swgGcKd6zexDMLQrIUA+7TfKFUFwplweY3CZj3WUHXGZ30rHNE"
    "V+y2XOm0YdXObxMu3c2XVeEhV0rwoeLdH1/84x8wNyrTxkvHGXlwQzMUKTtQqeWAoSTBGP"
    "EBZIZb7oWIuY4KXJ4d7tzcFNd8I2Bzd9+Mzw7OO2g7UqBaBuRbaq5cjGtywkwLvsFUqgtI"
    "HlJK4IwRyu83dSN9ryd4UIxGs5k2j9gWTl1gz236atkwEYZb0tLUCV37zkf1BpdxXWWbNN"
    "19wdrDQHZjVYaWClHQeoYDTsHFK9cNvYvRsBMHshqAq4Q+e4w/OQXvEFMRqPm7ZW4xGHVF"
    "pssltnqzGM+CzCS2kHLsj6hTQDg7VOttIldFQmFgnjtFS6uqqSzdGUJ7oauro1iQQSHMUq"
    "byskPAwI8jBDMQkCKWCyO/f/QLBcnVBUzZZrIqwtgZII2AGQR3N/VoBeXXuUMqjKQVZBHf"
    "3OdQyoqUBHC9dLjaU5YLJ3yl3yeGhXyLaQgDq2d6hjC75Gr2/gEHyNigf/OaTydn1CjiqS"
    "MMxOD7Mu0SUt2D7fc10WAo9cHumI3Eg7r884VyVhlF0bZUcookufLEMeE+at/0HWJwaiqN"
    "Zj1EYX0aKvyrftShoxhJlYkShlYahAM3pD5MWZKrgc87Q2j3wrlBXWRysaz4urmvcRMY4T"
    "gR6qI/kCohvVxpS6W1rOZ4XXBvpo0EcDkeQE0wFE0kBEkmWmPmTo9/es8yNH7ImkuiRQSf"
    "UR6F6gQumBbfTb62wXUsdUk2UX9bbnBEvtaUUXlUSAL7oDX2TOrmxbRhryK2H56Lx8AEfX"
    "S5segrMHHN1XMcyO+PQfiRANIcN506jNixdpp84hH5OIr0TJhRZ0xoiPKEuPRPI4X1CC5l"
    "y+O8LSkZ6SiDBPZ3FJj9mbpzEbm3OWspgNU6zHHp8EvrkTziP45kNliEDcwb1ae3puyvXb"
    "LvqgKjUcU3JyD2vFfg4W9X05KAafsuXc+EIEAIcoZzB3G7ekBZGqoeeWdEkWhtrpoQYH9m"
    "iH2REH9pPQDtiW96qvj9pcV2UfdU9VkH05O0VX0h/UZw5uaosw6VKKGCvXkabH9/JQzUMe"
    "GTMQ+t4HfE4nnKJmn5MsMQ1sbMWNAGxi9rAVIfFgQLBDLMSKy6XazAE0o74lCPD3gH+e2J"
    "WYSWCm906xkcbk+IvUyTaAV4QG9Ps/Xb08FtdfFW6zwzwXGBBvsRYxWR4L5D5hgsZWUVcl"
    "kQFh9/hyyqPUbj8S7KkY59a9gVLnPCCYNZjnVck6qS5F9zUOmysDk+rv37+p4H9xWQf409"
    "uL1x8efKcHQ3aisb68HSTk67JGNz05xm1piJR3jZSAQuRQiBy+mrt8NUno9xzmqiQMs3PD"
    "7Ahj+47HdEo93FSqsNI+amNwWaln9/whcqNqRuuwIDnAHomYCgBKy32NdOFohrjnYaUKkE"
    "i8uaokjZGfEKQmb1ofZjXXsUFrfSR4zAPfmC+0x0cBH+w4HwwlEqGa36FAqtcpS0TLMlAE"
    "uIpnvqbbcCtlmV7kyuEguR8G8b6OoTsc3C1m8CziSWgJZ1kG8KznXGJhtx4UErCR04dhZW"
    "PKJvyzLb1aEhuQW80t4IOlVoEd6jXzD4E2qKQtJ9FUuiZ9xrkmCgPt9EDLj7JfJSEMmyOH"
    "ML6Ccf5FfowJi01Ra7d8ynVhGGuXx9rnjPTZ7yzEYHxdHl8dSNrv8NiKJIyya6Ps4I7NRx"
    "LHEvIUyJadm02/UdcdnLEoi9y6k/MTXyGcxdOjFZYjrmqwTdItkpE+IDQIVGR9PCc0Qhta"
    "XbxA194cMybf5TrL/16pHRqfTqeqwv804kud951NR7G9tTPws++w1+NOJvTXseuTj+424M"
    "2FiMoyw1ciKqE+SWggv0Bxqh57H8DvpT7Rnwkl8Vh9WQb6rVE1VqWaVONRqsWK7jPqvXxY"
    "zh483/pIlIBSc4YxaHA2bhuEW90MGIVuo+DTGRFWNQQKiQHjfX1plK7vYfXZT5S1RnCcT9"
    "GuM78mdseZf2BM2d6m/nhFyMLHhpj39rqL29JHEx+6i+KLTK4f4wwjeyd0WxocUdcc0So1"
    "vJQoWq9oNTFY0e64ogWKapeQJrHplJzGpawuNtxC9vThfleynUW6Q+LATuGEiPKjVQuO8J"
    "N/55MTAx2pLo/a2Mc/+KRzARDZV3F8UcJG6j9MDusI+bp4R5QdBJGEp+ga30jvRT1Aztpr"
    "VcljNZdNNEZLvFYMoVAR4Q/0mRHfmgqE7O05EDDuOHXoQMD44VjNcESpm3QHjmZW3HfeHy"
    "rw34HhvrHlM26OylLdBYURRpRHxmoI7UiW5YYDdM+e1C4AVUeVWC27G4EBmWZGVkfDMxM/"
    "CcnY8hilqhSknfRQeCU73Na/rcuCh+uch1sZ6jgmyzC2YdvKIkejHnbGDC3x53EPUOtiww"
    "H7/ECAzc9pMzmSbRlHZSlQBlDAHBSBUREobq1PBkwhBjucLo8vBMwf9/jqQwRIFJmK7zWr"
    "x6oUqEd79RgQLNQOxIIYNlebCe6aGPDbBlR7ZnLVZWHdcnndEjGO+pmXVUkYZZdHOXPD5G"
    "hNDFxe8zJZl4N1ss5Ik3DsG0t7X9BZy5nbJbFeVINjaGZkw9/Ozh49enb28NHT508eP3v2"
    "5PnDDeuw3dRGP1xc/qgYiMr3YtoPkDDGPMYGHXUr/Bs5wL8v/p46WSYYF4tED47CfAvQJm"
    "5rE6Gw2Rrq5i35QuJOm/KHM6Y725N3JBzu3PPUGZSGiLisZdQWFBdG/A/ixWNc9L01PO4N"
    "iYvCpkhCzlV6bKSLpaPshmkxU4xmavHI+rD1dgjcHe8FYW5OmF1Oh7kdEDduYd/mH64drF"
    "UpABWKze4DUkc048t8iLY0Y9bSSTOmA905cjztrs94zPXXNwJNuPxrvpeXVBFS+VuFPyXi"
    "FF17cj7MeLS+RgKvs/IQKqybYCbQlEeqqHi0TuVNAeT7fhwoWAe+J1CwoGCPA1SIzh8yPi"
    "Vb7G0AL8sA6H0OT+WC5meZdIxwK4sMF922f85zZwFuKxqOA7qkBmKrEdSKzBERyTsFNeQB"
    "9azWh6rUgMH70h1g92CZ7e/wAo8nzGZCV4UgvBjy+HcOpyt+eyJivvxhy6E0NI/aPHhPd8"
    "yfOurmv+vedX9afXuqmiPXHcV1ejjXnAuS9hQk0Dw1wd4crWg8R9QfIfXemrqeJ8Tku+/z"
    "UeC3O+H5gN8OfvsxgAp++4Dm4UL+nTZg5/0B7B5gZ3p2G+/mkImSCBQyuEMhA6BKwAtyHE"
    "5I8eu1UB9C2Jwjzu4PPFqS6B9kfWJwdYvGUZet6gVZd/ZzZd/0qOqN84nm2EcTMuUReaE2"
    "hVXtSH3SgTqhIO+jfEzGEVdOpS4+FuMFkb1N/u0+HgF+rROeAfi1g7tglrVe7lLk5YAA3M"
    "8eHlAIu5+/YEqBKbVfU+oNnpDAZEalDa0mVKC6dDaeCrpey5mMH1MXMF6cWJPAeAFS/hhA"
    "BVJ+QJtwnlhhnXUHqHtADRzmyZFEcvwzXcBNNlne1GqVZQqgs1024f5ahUkofZwGR+A0l+"
    "EFutYHD7FE5eroCvqKckp/piQVjQVSfXQEBpIWmuEk0L08AaxCJ/QqWIVAaTkB4F50KtiK"
    "g1bnLl7TAvOa2IDB1fewHu/HcqSCTmhgrOzfjHtVasiY9lxBHAv+4CQNt6AXxqaFo1STAm"
    "cJ4mcgfsa9BeMQNn3g0Mevbphx5M3pTa9xrolCFTnXxtkRxvCK4GVzRbNS66hLQFws+9sU"
    "NdPVT3KKDyMljihrqFrW0hkoPSeYJqD0YKP3GEBVS4sloiURgNOdDbGPRBlCr7iXLAkz7o"
    "vVerSqOaH7jv2sc0dNdzUnUll9jjO1pfaiHqzm1JujOU43rYTKJqb+ty/k4k9nM+ngolVE"
    "Y3Oc991vB9rSgQ8EtOV9LOw0DqwY040AcKY9OFM5H31DpmdLtZtcAODuCLcjevZcCDpjhJ"
    "g07KatVbfqcjs469o5ACWrY72acx0hIpBc9lOlaAomuaU36EUnlmvQi8PrRfXxWTo8hQjA"
    "CWWtj9iHfEVCIqFjnjFluNR6u37z8860q4rT3p7y8a4nAfcWeoJcp54eRxOC1NFJWYav9v"
    "3KfX3Vt8GBvPMtQVk68IWAsryH1b34amxgrUoBqEZQ/V6g+gCqc0ozraRxJVVHa6mNvEOr"
    "6pzqrlbVNsppABlJqkphUFaqjbGSaktxoip1gHG0lPru+60iGU2u5O4fAArVga8HFCrsYR"
    "4HqPahqvcQpbpHFHcdWQkUybGYJsrmMFkk+nqrIaJrRXc1QUJKPJKnLp6iVwlRdgBGPl6j"
    "B9e+VPUq+O76W8QjdSAjVzvKWQOOr9NcR/3ri/THr78dIaYCoNCEx3Nj/Ys9Pw7MEwe+ID"
    "BPwDw5DlDBPNmxeQKRDZBx+hVknKZYWq7FFSFYimuQRpgtbCZx3h8Wjl6lLimPLPOlyzID"
    "LhlMOgLHsmyIGEex9oC2gVeJVGbgq1JtOVQdBuFw8qdUTlRd32X+ow16ZZmvHTv7BL5CCn"
    "L3XMvdq4/ul2yl7GwGlmR6LegHNJ57MQKzXPWJQY22WIEVKTAD65YJjgizZjnKQneA9HAm"
    "tAWiRMjl2aw0iSdbAjOmZbH62p/KnWbyRwXsq9cvL9+ev3nwbHSmwZWrAo31X52vGI8ffl"
    "t3XYiXRHIGelbLb1UKFmD7BVgjKMbTiC9tVouaGKwXNbWmz0/dBrT5ZLRCYviD0Up7JpOE"
    "BjFl4lQ99j62TfZyXJrHl2qTzPrg6C05ODu6zlbjOMbevBe6JlEAGMpqQVkt51TfwfnyUF"
    "brqxhmqaDDgPT8nmuyQM65PNI+6TvOVUkYZddG2aFYwsZjsIrG0a2ZgXbnYene7bnupi4Q"
    "w+eExw8xfJDgfthw6sXFEs+yDADqTjj8Lzj2UmWwpcDyptvV1yrt2aduizq4hwe+/DdW51"
    "WHIWE6Oa5TGZcOwqD0HJjroPRA6R06nFDV5ZjU3kd8Q/yfKVmZFF/R2Kr6hOo2vpH9Oiu+"
    "KQ1iqbso08nf2a8As1kiX3OEMEM88uUlzHypxAK85kn8QqV1qaIsWU7JSOVwyUvqDptFUG"
    "dwyc6qo0lpDvdgULgOfGWgcL++TLHDoRgtMOUrZq10yzIwSeFkwvsLlKJiLOY4Iobpe8F5"
    "QDBrUG1luRryEym4L+g3V4bF/uL9+zcV7C8u6+B+envx+sOD72qhgdtb9anlYjPBCwmY4j"
    "2meGpKjlVJehvUU7FhUT+aLEjBIyuw8/5DZo9t8rWPAXCIpzqBeKp7X74PYWMe4qm+imF2"
    "hMW7ZDc0xhn4WzReqXXUxuPRTb+uPB5DfDpV9R9VxWSPL4mqqaSp3heIs2CtKbI5FnNFl9"
    "FYIE8+Ve1WLUhoONNnB/cD1s0JPxtYt8EJjYV8extjOO8P3l4PQ5gsMQ1s0N4IQJ5djzw7"
    "blfUKe8PU7sH2DFfEDZWStZA1lGGo3XDnnlFrk7WreP0qIfjAf8iy5/bgC+xv7h8d/7hVz"
    "P6F4Z8u4tfr16fN+6eGM4MO48i3IB/Ta42APtMgbwf/JUK/O33OtGsTFjrkghVKbAs6hEf"
    "+PM4EcQwHRtpn7JIL97HMY23a+bHEs47QdlrUkKGJzCSwEgeE1VVcV8+h1TerscwVyVhmJ"
    "0e5ojc8EWvr7kqCXl/ro2yI7zzW83NijkNTwy8c6l11MY7pwxv9xMFZF/OvhEoDFTcpT5r"
    "aMMOfq8p4oiv0ITMqQ7iTF/DeFhA/zsBz+yEkwI88+DeoPRFbAMRSyIAJ3CbEL9yC+LgLY"
    "Ib4ZQbseQ3Pd2IsiS4ES6Psk+k3U1ven7Q29Iw2q6NtiNO4xXByxNTnRh1fdSaYy97dHQT"
    "M98TJUxn8yH1rBEKSCy9vJjnmXwqST514Lbdw153ALfQCfMa3ELIp3IEwr34MfPECuusO0"
    "ANLiO4jAc5s8G8tDIv2/claj1uNTnHlhsUaffqtoK6T3MRp4a+YE06YeSANTl8zSb12VnW"
    "bCpEAE6o2XTENZt+yVcPk3IrGlv12mYF6qjVfpH6R2VjzSKehCr7KiQ8DAhaEBIKnYqVEy"
    "Iv9C8RJDNdllBXWYpErDbWfSVIpH28Rp8+vNlWh/t6COhRBz6eNj2qBtLGoc37g0fbw6MF"
    "pmbIbBrpi1ofjFkRGrBYxaerl/ewbgBtA7QN0DZO7AFDpYqjHWZHfJdzElFvfmJwXLKWUZ"
    "vXgos+t3kszQO7Y2+gUaEYnQGDLsks+rt5Ac7nvjUb/42q+uUcR7a6+jCtUp0vGRA2i9Wn"
    "cfbkSQuguXEke9WP9MyaztK22lmTYWiDcNb9CNH97uHDDujKXo3o6rb6IaksJqYDPFsOrS"
    "1Ehj+19n4U5c7Op71XZfbX/wMqZDDZ"
)
