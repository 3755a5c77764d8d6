#!/usr/bin/env python3
"""Prints AZURE_BUDGET_START_DATE=... with the first month of the budget that an environment has in Azure.

A budget keeps the month it was created in, and every later deployment has to name it; a runner that starts with nothing
asks Azure. Prints nothing where there is no budget yet.
"""

import os
import re

import azure_api
from azure_api import RESOURCE_MANAGER, Api, Problem, application, options


def main():
    options(__doc__)
    for name in ("AZURE_SUBSCRIPTION_ID", "AZURE_ENV_NAME"):
        if not os.environ.get(name):
            raise Problem(f"{name} is not set")
    group = f"rg-{application()}-{os.environ['AZURE_ENV_NAME']}"
    path = f"/subscriptions/{os.environ['AZURE_SUBSCRIPTION_ID']}/resourceGroups/{group}"
    found = Api(RESOURCE_MANAGER).find(f"{path}/providers/Microsoft.Consumption/budgets?api-version=2026-06-01") or {}
    for budget in found.get("value") or []:
        if budget["name"].startswith(f"budget-{application()}-"):
            start = budget["properties"]["timePeriod"]["startDate"][:10]
            if not re.fullmatch(r"\d{4}-\d{2}-01", start):
                raise Problem(f"the budget starts at {start}, which is no first day of a month")
            print(f"AZURE_BUDGET_START_DATE={start}")
            return


if __name__ == "__main__":
    azure_api.run(main)
