# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
"""maximal.py: every field of a profile as a --set option, one a line, at the
edge of what the rules of a production environment allow. maximal.py SCHEMA:
is every field of the schema among them?"""

import json
import sys

VALUES = {
    "locations": "[swedencentral]",
    "tags": "{owner: me, costCenter: '4711'}",
    "network.private": "true",
    "network.addressPrefix": "192.168.0.0/16",
    "network.allowedAddresses": "[203.0.113.7, 198.51.100.0/24]",
    "redundancy.zones": "true",
    "edge.kind": "app-gateway",
    "edge.requestsPerMinute": "10",
    "edge.minInstances": "100",
    "edge.maxInstances": "125",
    "edge.domain": "www.contoso.com",
    "edge.certificateUri": "https://kv-contoso.vault.azure.net/secrets/www",
    "openai.sku": "S0",
    "openai.capacity": "100000",
    "openai.quotaUtilization": "100",
    "openai.contentFilter": "Low",
    "openai.deployments.chat.model": "gpt-5.4-mini",
    "openai.deployments.chat.version": "2026-03-17",
    "openai.deployments.chat.sku": "DataZoneStandard",
    "openai.deployments.chat.capacity": "1",
    "openai.deployments.chat.versionUpgrade": "NoAutoUpgrade",
    "openai.deployments.second-chat-model.model": "gpt-5.4-mini",
    "openai.deployments.second-chat-model.version": "2026-03-17",
    "openai.deployments.second-chat-model.sku": "GlobalProvisionedManaged",
    "openai.deployments.second-chat-model.capacity": "100",
    "vision.sku": "S1",
    "documentIntelligence.sku": "S0",
    "contentSafety.sku": "S0",
    "search.enabled": "true",
    "search.sku": "storage_optimized_l2",
    "search.replicas": "3",
    "search.partitions": "12",
    "search.semantic": "disabled",
    "search.throttledQueries": "100",
    "cache.enabled": "true",
    "cache.sku": "MemoryOptimized_M100",
    "cache.highAvailability": "true",
    "appConfiguration.enabled": "true",
    "appConfiguration.retentionDays": "1",
    "storage.sku": "Standard_RAGZRS",
    "storage.retentionDays": "365",
    "backup.enabled": "true",
    "backup.redundancy": "GeoRedundant",
    "backup.copyDays": "3650",
    "backup.restoreDays": "360",
    "backup.softDeleteDays": "180",
    "cosmos.maxThroughput": "1000000",
    "cosmos.backupDays": "30",
    "eventHubs.sku": "Standard",
    "eventHubs.capacity": "40",
    "eventHubs.maxCapacity": "40",
    "eventHubs.partitions": "32",
    "eventHubs.retentionHours": "168",
    "eventHubs.capture": "true",
    "serviceBus.sku": "Premium",
    "serviceBus.capacity": "16",
    "serviceBus.backlog": "1",
    "serviceBus.maxDeliveries": "2000",
    "serviceBus.timeToLiveDays": "3650",
    "apiManagement.enabled": "true",
    "apiManagement.sku": "PremiumV2",
    "apiManagement.capacity": "10",
    "apiManagement.publisherEmail": "api@example.com",
    "apiManagement.tokensPerMinute": "100000000",
    "apiManagement.requestsPerMinute": "1000000",
    "apiManagement.cpuUtilization": "100",
    "containers.cpu": "4.0",
    "containers.memory": "8.0Gi",
    "containers.minReplicas": "300",
    "containers.maxReplicas": "300",
    "containers.concurrentRequests": "10000",
    "containers.cpuUtilization": "100",
    "containers.revisionMode": "Multiple",
    "services.chat-service.containers.cpu": "0.25",
    "services.chat-service.containers.memory": "0.5Gi",
    "services.chat-service.containers.minReplicas": "2",
    "services.chat-service.containers.maxReplicas": "2",
    "services.chat-service.containers.concurrentRequests": "1",
    "services.chat-service.containers.cpuUtilization": "1",
    "functions.memoryMb": "4096",
    "functions.maxInstances": "1000",
    "functions.eventAgeSeconds": "86400",
    "appService.sku": "P3mv4",
    "appService.instances": "30",
    "appService.maxInstances": "30",
    "appService.cpuUtilization": "95",
    "appService.slot": "true",
    "mlEndpoint.instanceType": "Standard_F8s_v2",
    "mlEndpoint.instances": "50",
    "mlEndpoint.maxInstances": "50",
    "registry.sku": "Premium",
    "registry.publicAccess": "false",
    "registry.untaggedDays": "365",
    "staticWebApp.location": "eastasia",
    "keyVault.sku": "premium",
    "keyVault.retentionDays": "90",
    "keyVault.purgeProtection": "true",
    "monitoring.retentionDays": "730",
    "monitoring.auditRetentionDays": "4383",
    "monitoring.dailyQuotaGb": "-1",
    "monitoring.samplingPercentage": "1",
    "monitoring.failedRequests": "3",
    "monitoring.throttledRequests": "0",
    "monitoring.serverErrors": "1000000",
    "serviceLevels.responseMilliseconds": "10",
    "serviceLevels.availability": "99.99",
    "serviceLevels.errorRate": "0.01",
    "serviceLevels.tokenSpend": "1",
    "monitoring.alertEmails": "[a@example.com, b@example.com]",
    "governance.locks": "true",
    "governance.policies": "true",
    "governance.requiredTags": "[owner, costCenter]",
    "governance.defender": "true",
    "governance.activityLog": "true",
    "budget.enabled": "true",
    "budget.amount": "1000000000",
    "budget.contactEmails": "[a@example.com, b@example.com]",
    "budget.escalationEmails": "[c@example.com]",
    "suppress.AZS0172.reason": "every field at once, for whatever services there are",
    "suppress.AZS0172.until": "2099-12-31",
}



def fields(schema, path):
    """The paths of a schema's fields; * for a name of the user's."""
    below = dict(schema.get("properties", {}))
    for part in schema.get("patternProperties", {}).values():
        below["*"] = part
    if isinstance(schema.get("additionalProperties"), dict):
        below["*"] = schema["additionalProperties"]
    if not below or (path == "tags" and "*" in below):
        yield path
    for name, part in below.items() if path != "tags" else ():
        yield from fields(part, f"{path}.{name}" if path else name)


def is_set(field):
    parts = field.split(".")
    return any(
        len(words) == len(parts) and all(part in ("*", word) for part, word in zip(parts, words))
        for words in (path.split(".") for path in VALUES)
    )


if len(sys.argv) == 1:
    for key, value in VALUES.items():
        print(f"--set={key}={value}")
else:
    with open(sys.argv[1], encoding="utf-8") as file:
        found = [field for field in fields(json.load(file), "") if field not in ("extends", "level")]
    missing = [field for field in found if not is_set(field)]
    if missing or len(found) < 30:
        sys.exit(f"not among the options: {missing} ({len(found)} fields)")
