/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "field.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define APP AZS_FIELD_APPLICATION
#define PRO AZS_FIELD_PROFILE
#define STRING AZS_TYPE_STRING
#define ENUM AZS_TYPE_ENUM
#define BOOL AZS_TYPE_BOOL
#define INT AZS_TYPE_INT
#define DECIMAL AZS_TYPE_DECIMAL
#define STRINGS AZS_TYPE_STRINGS
#define MAP AZS_TYPE_STRING_MAP
#define FILES AZS_EFFECT_FILES
#define VALUES AZS_EFFECT_VALUES

#define TYPES "Azure/bicep-types-az, 2026-08-20"
#define TF "hashicorp/terraform-provider-azurerm, 2026-08-21"
#define ACA "Microsoft Learn, Container Apps, 2025-11"
#define AZD "Azure/azure-dev azure.yaml schema v1.0, 2026-08-21"
#define SKILLS "microsoft/azure-skills, 2026-08-21"
#define DEPLOYMENT_SKUS                                                \
	"Standard|GlobalStandard|DataZoneStandard|ProvisionedManaged|" \
	"GlobalProvisionedManaged|DataZoneProvisionedManaged"
#define UPGRADES                                                    \
	"OnceNewDefaultVersionAvailable|OnceCurrentVersionExpired|" \
	"NoAutoUpgrade"
#define CACHE_SKUS                                                        \
	"Balanced_B0|Balanced_B1|Balanced_B3|Balanced_B5|Balanced_B10|"   \
	"Balanced_B20|Balanced_B50|Balanced_B100|ComputeOptimized_X3|"    \
	"ComputeOptimized_X5|ComputeOptimized_X10|ComputeOptimized_X20|"  \
	"ComputeOptimized_X50|ComputeOptimized_X100|MemoryOptimized_M10|" \
	"MemoryOptimized_M20|MemoryOptimized_M50|MemoryOptimized_M100"
#define STORAGE_SKUS                                             \
	"Standard_LRS|Standard_ZRS|Standard_GRS|Standard_RAGRS|" \
	"Standard_GZRS|Standard_RAGZRS"
#define PLAN_SKUS                                                  \
	"B1|B2|B3|S1|S2|S3|P0v3|P1v3|P2v3|P3v3|P1mv3|P2mv3|P3mv3|" \
	"P0v4|P1v4|P2v4|P3v4|P1mv4|P2mv4|P3mv4"
#define ENDPOINT_SKUS                                                       \
	"Standard_DS2_v2|Standard_DS3_v2|Standard_DS4_v2|Standard_D2as_v4|" \
	"Standard_D4as_v4|Standard_D8as_v4|Standard_F2s_v2|"                \
	"Standard_F4s_v2|Standard_F8s_v2"
#define SITE_REGIONS "westus2|centralus|eastus2|westeurope|eastasia"

/* clang-format off */
const struct azs_field azs_fields[] = {
{ APP, "name",                               STRING,  FILES,  NULL, "name", 0, 0, NULL, "Name of the application: azd's project name and part of the resource group's name.", AZD },
{ APP, "pattern",                            STRING,  FILES,  NULL, "role", 0, 0, NULL, "The architecture to generate.", NULL },
{ APP, "locations",                          STRINGS, FILES,  NULL, "region", 0, 0, NULL, "Azure regions, the first is the primary one; a profile may name others.", NULL },
{ APP, "branch",                             STRING,  FILES,  NULL, "branch", 0, 0, "main", "The branch that is deployed.", NULL },
{ APP, "defaultProfile",                     STRING,  FILES,  NULL, "role", 0, 0, NULL, "The profile for azd environments whose name is no profile's. Without it such a deployment stops.", NULL },
{ APP, "templateDir",                        STRING,  FILES,  NULL, "path", 0, 0, NULL, "Folder inside the repository whose files replace or add to azstamp's templates.", NULL },
{ APP, "routing",                            ENUM,    FILES,  NULL, "traffic-manager|front-door", 0, 0, "traffic-manager", "How requests find a region, in the pattern multi-region: by name, or through Front Door.", NULL },
{ APP, "orchestrator",                       ENUM,    FILES,  NULL, "agents|ml-endpoint", 0, 0, "agents", "What answers, in the pattern chat-baseline: agents of Foundry, or an online endpoint of Azure Machine Learning.", NULL },
{ APP, "ci",                                 ENUM,    FILES,  NULL, "github|azure-devops|both", 0, 0, "github", "Where pipelines run: GitHub Actions, Azure Pipelines, or both.", NULL },
{ APP, "services.*.host",                    ENUM,    FILES,  NULL, "containerapp|staticwebapp|function|appservice", 0, 0, NULL, "The Azure service that runs it, in azd's words.", AZD },
{ APP, "services.*.project",                 STRING,  FILES,  NULL, "path", 0, 0, NULL, "Folder of its source, from the repository's root.", AZD },
{ APP, "services.*.ingress",                 ENUM,    FILES,  NULL, "external|internal", 0, 0, "internal", "Whether a container app answers outside its environment.", TYPES },
{ APP, "services.*.uses",                    STRINGS, FILES,  NULL, "role-or-resource", 0, 0, NULL, "What it calls: services by name, and resources. It gets access to nothing else.", NULL },
{ APP, "suppress.*.reason",                  STRING,  VALUES, NULL, NULL, 0, 0, NULL, "Why what the rule, or the item of readiness, says of the application does not matter.", NULL },
{ APP, "suppress.*.until",                   STRING,  VALUES, NULL, "day", 0, 0, NULL, "Last day on which nothing is said; afterwards it is said again.", NULL },

{ PRO, "extends",                            STRING,  FILES,  NULL, "extends", 0, 0, NULL, "The profile this one starts from: another environment's name, or azstamp/dev, azstamp/staging, azstamp/prod.", NULL },
{ PRO, "level",                              ENUM,    FILES,  NULL, "development|staging|production", 0, 0, "production", "How strict the rules are, and the place in the order of promotion.", NULL },
{ PRO, "locations",                          STRINGS, VALUES, NULL, "region", 0, 0, NULL, "Azure regions of this environment, if other than the application's.", NULL },
{ PRO, "tags",                               MAP,     VALUES, NULL, NULL, 0, 0, NULL, "Tags on every resource, besides the ones azd needs.", NULL },
{ PRO, "network.private",                    BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether the services run in a virtual network and reach everything through private endpoints.", NULL },
{ PRO, "network.addressPrefix",              STRING,  VALUES, NULL, "network", 0, 0, "10.0.0.0/16", "Address range of the virtual network; the second region of several gets the next one, and so on.", NULL },
{ PRO, "network.allowedAddresses",           STRINGS, VALUES, NULL, "address", 0, 0, NULL, "Public addresses that reach the key vault, the AI accounts and AI Search besides the private endpoints.", NULL },
{ PRO, "redundancy.zones",                   BOOL,    VALUES, NULL, NULL, 0, 0, "true", "Whether what can lie in several zones does, where the region has zones.", NULL },
{ PRO, "edge.kind",                          ENUM,    FILES,  NULL, "none|front-door|app-gateway", 0, 0, "none", "What stands in front of the public service, with a web application firewall.", NULL },
{ PRO, "edge.requestsPerMinute",             INT,     VALUES, "requests", NULL, 10, 1000000, "1000", "Requests a minute from one address; the firewall blocks further ones.", TF },
{ PRO, "edge.minInstances",                  INT,     VALUES, "instances", NULL, 0, 100, "2", "Instances of an Application Gateway that always run; production has two or more.", TYPES },
{ PRO, "edge.maxInstances",                  INT,     VALUES, "instances", NULL, 2, 125, "10", "Instances of an Application Gateway under full load.", TYPES },
{ PRO, "edge.domain",                        STRING,  VALUES, NULL, "host", 0, 0, NULL, "Domain of the application; app-gateway and traffic-manager need one for HTTPS.", NULL },
{ PRO, "edge.certificateUri",                STRING,  VALUES, NULL, "secret", 0, 0, NULL, "Address of its certificate in a key vault, without a version so that renewals arrive.", NULL },
{ PRO, "openai.sku",                         ENUM,    VALUES, NULL, "S0", 0, 0, "S0", "Pricing tier of the Azure OpenAI account.", TYPES },
{ PRO, "openai.capacity",                    INT,     VALUES, "1,000 tokens per minute (provisioned: PTU)", NULL, 1, 100000, "10", "Capacity of each model deployment that names none of its own.", TF },
{ PRO, "openai.quotaUtilization",            INT,     VALUES, "%", NULL, 1, 100, "80", "Share of a deployment's capacity in use, beyond which there is an alert.", NULL },
{ PRO, "openai.contentFilter",               ENUM,    VALUES, NULL, "Low|Medium|High", 0, 0, "Medium", "Severity from which prompts and answers are blocked; Low blocks most.", TYPES },
{ PRO, "openai.deployments.*.model",         STRING,  VALUES, NULL, "model", 0, 0, NULL, "Name of the model.", "Microsoft Learn, model retirement schedule, 2026-09-02" },
{ PRO, "openai.deployments.*.version",       STRING,  VALUES, NULL, "version", 0, 0, NULL, "Version of the model.", "Microsoft Learn, model retirement schedule, 2026-09-02" },
{ PRO, "openai.deployments.*.sku",           ENUM,    VALUES, NULL, DEPLOYMENT_SKUS, 0, 0, "GlobalStandard", "Deployment type: where requests are processed and how they are billed.", TF },
{ PRO, "openai.deployments.*.capacity",      INT,     VALUES, "1,000 tokens per minute (provisioned: PTU)", NULL, 1, 100000, NULL, "Capacity of this deployment, if other than openai.capacity.", TF },
{ PRO, "openai.deployments.*.versionUpgrade", ENUM,   VALUES, NULL, UPGRADES, 0, 0, "OnceCurrentVersionExpired", "When Azure moves the deployment to a newer version by itself.", TYPES },
{ PRO, "vision.sku",                         ENUM,    VALUES, NULL, "F0|S1", 0, 0, "S1", "Pricing tier of Computer Vision; F0 exists once per subscription and region.", TF },
{ PRO, "documentIntelligence.sku",           ENUM,    VALUES, NULL, "F0|S0", 0, 0, "S0", "Pricing tier of Document Intelligence; F0 exists once per subscription and region.", TF },
{ PRO, "contentSafety.sku",                  ENUM,    VALUES, NULL, "F0|S0", 0, 0, "S0", "Pricing tier of Content Safety; F0 exists once per subscription and region.", TF },
{ PRO, "search.enabled",                     BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is an AI Search service.", NULL },
{ PRO, "search.sku",                         ENUM,    VALUES, NULL, "basic|standard|standard2|standard3|storage_optimized_l1|storage_optimized_l2", 0, 0, "basic", "Pricing tier of AI Search; free has no managed identity.", TYPES },
{ PRO, "search.replicas",                    INT,     VALUES, "replicas", NULL, 1, 12, "1", "Copies of AI Search: 2 for an SLA on queries, 3 also on writes.", TF },
{ PRO, "search.partitions",                  INT,     VALUES, "partitions", NULL, 1, 12, "1", "Storage units of AI Search: 1, 2, 3, 4, 6 or 12.", TF },
{ PRO, "search.semantic",                    ENUM,    VALUES, NULL, "disabled|free|standard", 0, 0, "free", "Plan of the semantic ranker.", TYPES },
{ PRO, "search.throttledQueries",            INT,     VALUES, "% of the queries", NULL, 0, 100, "5", "Queries that AI Search turns away, beyond which there is an alert.", NULL },
{ PRO, "cache.enabled",                      BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is a Redis cache.", NULL },
{ PRO, "cache.sku",                          ENUM,    VALUES, NULL, CACHE_SKUS, 0, 0, "Balanced_B0", "Size of the cache: what it has more of, and roughly its memory in GB.", TYPES },
{ PRO, "cache.highAvailability",             BOOL,    VALUES, NULL, NULL, 0, 0, "true", "Whether a second node takes over when the first fails.", TYPES },
{ PRO, "appConfiguration.enabled",           BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is an App Configuration store.", NULL },
{ PRO, "appConfiguration.retentionDays",     INT,     VALUES, "days", NULL, 1, 7, "7", "Days a deleted App Configuration store can be recovered; cannot be changed later.", TYPES },
{ PRO, "storage.sku",                        ENUM,    VALUES, NULL, STORAGE_SKUS, 0, 0, "Standard_ZRS", "Copies of blobs: LRS in one building, ZRS in three zones, with G in a second region too.", TYPES },
{ PRO, "storage.retentionDays",              INT,     VALUES, "days", NULL, 1, 365, "14", "Days that deleted blobs and old versions can be recovered.", TYPES },
{ PRO, "backup.enabled",                     BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether blobs are backed up daily to a backup vault.", NULL },
{ PRO, "backup.redundancy",                  ENUM,    VALUES, NULL, "LocallyRedundant|ZoneRedundant|GeoRedundant", 0, 0, "ZoneRedundant", "Where the copies lie; cannot be changed later.", TYPES },
{ PRO, "backup.copyDays",                    INT,     VALUES, "days", NULL, 1, 3650, "30", "Days that a daily copy is kept.", TF },
{ PRO, "backup.restoreDays",                 INT,     VALUES, "days", NULL, 1, 360, "14", "Days back to any minute of which blobs can be restored without a copy.", TYPES },
{ PRO, "backup.softDeleteDays",              INT,     VALUES, "days", NULL, 14, 180, "14", "Days that a deleted backup can be recovered.", TF },
{ PRO, "cosmos.maxThroughput",               INT,     VALUES, "RU/s", NULL, 1000, 1000000, NULL, "Request units per second that Cosmos DB scales up to; if not given, serverless in one region, 1000 in several.", TF },
{ PRO, "cosmos.backupDays",                  INT,     VALUES, "days", "7|30", 7, 30, "7", "Days back to which Cosmos DB can be restored.", TYPES },
{ PRO, "eventHubs.sku",                      ENUM,    VALUES, NULL, "Standard|Premium", 0, 0, "Standard", "Pricing tier of Event Hubs; Basic has no private endpoint.", TYPES },
{ PRO, "eventHubs.capacity",                 INT,     VALUES, "throughput units (Premium: processing units)", NULL, 1, 40, "1", "Capacity of Event Hubs: 1 MB/s in and 2 MB/s out each.", TF },
{ PRO, "eventHubs.maxCapacity",              INT,     VALUES, "throughput units", NULL, 1, 40, NULL, "Throughput units that Event Hubs Standard grows to under load; it does not grow if not given.", TF },
{ PRO, "eventHubs.partitions",               INT,     VALUES, "partitions", NULL, 1, 32, "4", "Readers that a consumer group can have; cannot be changed later but in Premium.", TF },
{ PRO, "eventHubs.retentionHours",           INT,     VALUES, "hours", NULL, 1, 2160, "168", "Hours that events are kept; Standard keeps them for 168 at most.", TF },
{ PRO, "eventHubs.capture",                  BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether all events are kept as blobs, too.", NULL },
{ PRO, "serviceBus.sku",                     ENUM,    VALUES, NULL, "Standard|Premium", 0, 0, "Premium", "Pricing tier of Service Bus; only Premium has private endpoints.", TYPES },
{ PRO, "serviceBus.capacity",                INT,     VALUES, "messaging units", "1|2|4|8|16", 1, 16, "1", "Capacity of Service Bus Premium.", TF },
{ PRO, "serviceBus.backlog",                 INT,     VALUES, "messages", NULL, 1, 100000000, "1000", "Messages waiting in a queue beyond which there is an alert.", NULL },
{ PRO, "serviceBus.maxDeliveries",           INT,     VALUES, "deliveries", NULL, 1, 2000, "10", "Deliveries after which a message that fails becomes a dead letter.", TYPES },
{ PRO, "serviceBus.timeToLiveDays",          INT,     VALUES, "days", NULL, 1, 3650, "14", "Days that a message waits before it becomes a dead letter.", TYPES },
{ PRO, "apiManagement.enabled",              BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether API Management stands in front of the models as their gateway.", NULL },
{ PRO, "apiManagement.sku",                  ENUM,    VALUES, NULL, "BasicV2|StandardV2|PremiumV2", 0, 0, "BasicV2", "Pricing tier of API Management; BasicV2 has no private endpoint.", TYPES },
{ PRO, "apiManagement.capacity",             INT,     VALUES, "units", NULL, 1, 30, "1", "Units of API Management; BasicV2 and StandardV2 have at most ten.", TF },
{ PRO, "apiManagement.publisherEmail",       STRING,  VALUES, NULL, "email", 0, 0, NULL, "Mail address of who runs the gateway; API Management needs one.", TYPES },
{ PRO, "apiManagement.tokensPerMinute",      INT,     VALUES, "tokens", NULL, 1, 100000000, "10000", "Tokens a minute that the gateway lets one caller use.", NULL },
{ PRO, "apiManagement.requestsPerMinute",    INT,     VALUES, "requests", NULL, 1, 1000000, "300", "Requests a minute that the gateway takes from one caller.", NULL },
{ PRO, "apiManagement.cpuUtilization",       INT,     VALUES, "%", NULL, 1, 100, "80", "Load of the processors of the gateway, beyond which there is an alert.", NULL },
{ PRO, "containers.cpu",                     DECIMAL, VALUES, "vCPU", NULL, 25, 400, "0.5", "CPU of each container app replica.", ACA },
{ PRO, "containers.memory",                  STRING,  VALUES, "Gi", "memory", 0, 0, "1.0Gi", "Memory of each container app replica: twice the CPU.", ACA },
{ PRO, "containers.minReplicas",             INT,     VALUES, "replicas", NULL, 0, 300, "1", "Fewest replicas; 0 lets an idle app stop.", TF },
{ PRO, "containers.maxReplicas",             INT,     VALUES, "replicas", NULL, 1, 300, "10", "Most replicas.", TF },
{ PRO, "containers.concurrentRequests",      INT,     VALUES, "requests", NULL, 1, 10000, "20", "Concurrent requests per replica that add a replica.", TYPES },
{ PRO, "containers.cpuUtilization",          INT,     VALUES, "%", NULL, 1, 100, "70", "CPU utilization that adds a replica.", ACA },
{ PRO, "containers.revisionMode",            ENUM,    VALUES, NULL, "Single|Multiple", 0, 0, "Single", "Single: a new revision takes over once it is ready. Multiple: it gets no requests until scripts/release.py has tried it.", TYPES },
{ PRO, "services.*.containers.cpu",          DECIMAL, VALUES, "vCPU", NULL, 25, 400, NULL, "CPU of this service, if other than containers.cpu.", ACA },
{ PRO, "services.*.containers.memory",       STRING,  VALUES, "Gi", "memory", 0, 0, NULL, "Memory of this service, if other than containers.memory.", ACA },
{ PRO, "services.*.containers.minReplicas",  INT,     VALUES, "replicas", NULL, 0, 300, NULL, "Fewest replicas of this service.", TF },
{ PRO, "services.*.containers.maxReplicas",  INT,     VALUES, "replicas", NULL, 1, 300, NULL, "Most replicas of this service.", TF },
{ PRO, "services.*.containers.concurrentRequests", INT, VALUES, "requests", NULL, 1, 10000, NULL, "Concurrent requests that add a replica of this service.", TYPES },
{ PRO, "services.*.containers.cpuUtilization", INT,   VALUES, "%", NULL, 1, 100, NULL, "CPU utilization that adds a replica of this service.", ACA },
{ PRO, "functions.memoryMb",                 INT,     VALUES, "MB", "512|2048|4096", 512, 4096, "2048", "Memory of each instance of a function app.", TYPES },
{ PRO, "functions.maxInstances",             INT,     VALUES, "instances", NULL, 40, 1000, "100", "Most instances of a function app.", TYPES },
{ PRO, "functions.eventAgeSeconds",          INT,     VALUES, "seconds", NULL, 1, 86400, "300", "Time that an event waits to be taken, beyond which there is an alert.", NULL },
{ PRO, "appService.sku",                     ENUM,    VALUES, NULL, PLAN_SKUS, 0, 0, "P0v3", "Size of the machines of App Service; slots and scaling start with S1, zones with P0v3.", TF },
{ PRO, "appService.instances",               INT,     VALUES, "machines", NULL, 1, 30, "1", "Machines that always run; at least two where they lie in several zones.", TF },
{ PRO, "appService.maxInstances",            INT,     VALUES, "machines", NULL, 1, 30, "10", "Machines under full load.", TF },
{ PRO, "appService.cpuUtilization",           INT,     VALUES, "%", NULL, 40, 95, "70", "CPU utilization that adds a machine; from 30 down one goes.", NULL },
{ PRO, "appService.slot",                    BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether new versions are tried in a slot and swapped in.", NULL },
{ PRO, "mlEndpoint.instanceType",            ENUM,    VALUES, NULL, ENDPOINT_SKUS, 0, 0, "Standard_DS3_v2", "Size of the machines of the online endpoint.", "Microsoft Learn, managed online endpoints SKU list, 2023-10-18" },
{ PRO, "mlEndpoint.instances",               INT,     VALUES, "machines", NULL, 1, 50, "1", "Machines of the online endpoint that always run; Azure advises three or more in production.", "Microsoft Learn, managed online endpoints SKU list, 2023-10-18" },
{ PRO, "mlEndpoint.maxInstances",            INT,     VALUES, "machines", NULL, 1, 50, "5", "Machines of the online endpoint under full load.", "Microsoft Learn, managed online endpoints SKU list, 2023-10-18" },
{ PRO, "registry.sku",                       ENUM,    VALUES, NULL, "Basic|Standard|Premium", 0, 0, "Basic", "Pricing tier of the container registry.", TYPES },
{ PRO, "registry.publicAccess",              BOOL,    VALUES, NULL, NULL, 0, 0, "true", "Whether images can be pushed from outside the network; if not, deployments need a runner inside.", NULL },
{ PRO, "registry.untaggedDays",              INT,     VALUES, "days", NULL, 0, 365, "30", "Days that Premium keeps an image whose tag went to another one.", TYPES },
{ PRO, "staticWebApp.location",              ENUM,    VALUES, NULL, SITE_REGIONS, 0, 0, NULL, "Region of the static web app's metadata; the nearest of the five that exist if not given.", SKILLS },
{ PRO, "keyVault.sku",                       ENUM,    VALUES, NULL, "standard|premium", 0, 0, "standard", "Pricing tier of Key Vault; premium keeps keys in hardware.", TYPES },
{ PRO, "keyVault.retentionDays",             INT,     VALUES, "days", NULL, 7, 90, "90", "Days a deleted vault or secret can be recovered; cannot be changed later.", TYPES },
{ PRO, "keyVault.purgeProtection",           BOOL,    VALUES, NULL, NULL, 0, 0, "true", "Whether nobody can purge deleted secrets early; cannot be turned off later.", TYPES },
{ PRO, "monitoring.retentionDays",           INT,     VALUES, "days", NULL, 30, 730, "30", "Days that logs are kept.", TF },
{ PRO, "monitoring.auditRetentionDays",      INT,     VALUES, "days", NULL, 90, 4383, NULL, "Days that the trail of changes and calls is kept, if longer than monitoring.retentionDays.", TYPES },
{ PRO, "monitoring.dailyQuotaGb",            INT,     VALUES, "GB per day", NULL, -1, 10000, "-1", "Cap on ingested logs; -1 for none.", TYPES },
{ PRO, "monitoring.samplingPercentage",      INT,     VALUES, "%", NULL, 1, 100, "100", "Share of requests that Application Insights keeps.", TYPES },
{ PRO, "monitoring.alertEmails",             STRINGS, VALUES, NULL, "email", 0, 0, NULL, "Who gets the alerts.", NULL },
{ PRO, "monitoring.failedRequests",          INT,     VALUES, "requests in five minutes", NULL, 1, 1000000, "10", "Failed requests of all services beyond which there is an alert.", NULL },
{ PRO, "monitoring.throttledRequests",       INT,     VALUES, "requests in five minutes", NULL, 0, 1000000, "10", "Requests that a model, an AI service, Event Hubs or API Management turns away for its quota, beyond which there is an alert.", NULL },
{ PRO, "monitoring.serverErrors",            INT,     VALUES, "errors in five minutes", NULL, 0, 1000000, "10", "Errors of an AI service, API Management or an online endpoint, beyond which there is an alert.", NULL },
{ PRO, "serviceLevels.responseMilliseconds", INT,     VALUES, "ms", NULL, 10, 600000, "2000", "Time in which 95 of 100 requests are answered; there is an alert when they are not.", NULL },
{ PRO, "serviceLevels.availability",         DECIMAL, VALUES, "% of the tests of a day", NULL, 5000, 9999, "99.9", "Share of availability tests that succeed, below which there is an alert.", NULL },
{ PRO, "serviceLevels.errorRate",            DECIMAL, VALUES, "% of the requests of an hour", NULL, 1, 5000, "0.1", "Share of requests that may fail, beyond which there is an alert.", NULL },
{ PRO, "serviceLevels.tokenSpend",           INT,     VALUES, "per month, in the currency of the prices given", NULL, 1, 1000000000, "500", "What tokens may cost in a month; there is an alert on a day that costs more than a thirtieth.", NULL },
{ PRO, "governance.locks",                   BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether locks keep what holds data from being deleted.", NULL },
{ PRO, "governance.policies",                BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether policies hold resources to the regions and report missing tags, keys and open networks.", NULL },
{ PRO, "governance.requiredTags",            STRINGS, VALUES, NULL, "tag", 0, 0, NULL, "Tags that every resource has to carry by the policies.", NULL },
{ PRO, "governance.defender",                BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether Defender for Cloud watches, at a price and for the whole subscription.", NULL },
{ PRO, "governance.activityLog",             BOOL,    FILES,  NULL, NULL, 0, 0, "false", "Whether the subscription's activity log is kept in the workspace, too.", NULL },
{ PRO, "budget.enabled",                     BOOL,    FILES,  NULL, NULL, 0, 0, "true", "Whether there is a monthly budget; some offers refuse them.", NULL },
{ PRO, "budget.amount",                      INT,     VALUES, "per month, in the billing currency", NULL, 1, 1000000000, "200", "Monthly budget of the environment's resource group.", TYPES },
{ PRO, "budget.contactEmails",               STRINGS, VALUES, NULL, "email", 0, 0, NULL, "Who is told at 80 % and 95 %, besides the subscription's owners and contributors.", TF },
{ PRO, "budget.escalationEmails",            STRINGS, VALUES, NULL, "email", 0, 0, NULL, "Who is told at 95 % besides.", TF },
{ PRO, "suppress.*.reason",                  STRING,  VALUES, NULL, NULL, 0, 0, NULL, "Why what the rule, or the item of readiness, says of this environment does not matter.", NULL },
{ PRO, "suppress.*.until",                   STRING,  VALUES, NULL, "day", 0, 0, NULL, "Last day on which nothing is said; afterwards it is said again.", NULL },
};
/* clang-format on */

const size_t azs_field_count = sizeof azs_fields / sizeof azs_fields[0];

/* How far pattern ("a.*.b") agrees with path: 2 equal, 1 path is a proper
   prefix at a dot, 0 not. */
static int
match(const char *pattern, const char *path)
{
	if (*path == '\0')
		return 1;
	for (;;) {
		size_t n = strcspn(pattern, "."), m = strcspn(path, ".");

		if (!(n == 1 && *pattern == '*' && m > 0) &&
		    (n != m || strncmp(pattern, path, n) != 0))
			return 0;
		pattern += n;
		path += m;
		if (*path == '\0')
			return *pattern == '\0' ? 2 : 1;
		if (*pattern == '\0')
			return 0;
		pattern++;
		path++;
	}
}

const struct azs_field *
azs_field_find(enum azs_field_file file, const char *path)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == file &&
		    match(azs_fields[i].path, path) == 2)
			return &azs_fields[i];
	return NULL;
}

int
azs_field_is_group(enum azs_field_file file, const char *path)
{
	size_t i;

	for (i = 0; i < azs_field_count; i++)
		if (azs_fields[i].file == file &&
		    match(azs_fields[i].path, path) == 1)
			return 1;
	return 0;
}

int
azs_field_is_map(enum azs_field_file file, const char *path)
{
	char *below = azs_xasprintf("%s.-", path);
	int is_map = 0;
	size_t i;

	/* "-" is no key of the table, so only "*" can match it. */
	for (i = 0; i < azs_field_count && !is_map; i++)
		is_map = *path != '\0' && azs_fields[i].file == file &&
		    match(azs_fields[i].path, below) != 0;
	free(below);
	return is_map;
}

/* Edit distance of two short words; from 64 bytes on they are far from all. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(a), m = strlen(b), i, j;

	if (n >= 64 || m >= 64)
		return SIZE_MAX;
	for (j = 0; j <= m; j++)
		row[j] = j;
	for (i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

const char *
azs_nearest(const char *word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t i, d, nearest = strlen(word) / 3 + 2;

	for (i = 0; i < count; i++) {
		d = distance(word, words[i]);
		if (d < nearest && d < strlen(word)) {
			nearest = d;
			best = words[i];
		}
	}
	return best;
}

/* The nearest path when the parent itself is misspelt. */
static char *
nearest_below(enum azs_field_file file, const char *parent, const char *key)
{
	char *mended = azs_field_nearest(file, parent), *path, *nearest;

	if (mended == NULL)
		return NULL;
	if (strcmp(mended, parent) == 0)
		return mended;
	path = azs_xasprintf("%s.%s", mended, key);
	free(mended);
	if (azs_field_find(file, path) != NULL ||
	    azs_field_is_group(file, path))
		return path;
	nearest = azs_field_nearest(file, path);
	free(path);
	return nearest;
}

char *
azs_field_nearest(enum azs_field_file file, const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t head = dot == NULL ? 0 : (size_t)(dot - path) + 1, i, n = 0;
	char *parent = azs_xstrndup(path, head == 0 ? 0 : head - 1);
	char **words = azs_xcalloc(azs_field_count, sizeof *words);
	const char *best;
	char *nearest = NULL;

	for (i = 0; i < azs_field_count; i++) {
		const char *rest = azs_fields[i].path;
		const char *skip;

		if (azs_fields[i].file != file || match(rest, parent) != 1)
			continue;
		for (skip = parent; *skip != '\0'; skip++)
			if (*skip == '.')
				rest = strchr(rest, '.') + 1;
		if (*parent != '\0')
			rest = strchr(rest, '.') + 1;
		words[n++] = azs_xstrndup(rest, strcspn(rest, "."));
	}
	best = azs_nearest(path + head, (const char *const *)words, n);
	if (best != NULL)
		nearest = azs_xasprintf("%.*s%s", (int)head, path, best);
	else if (n == 0 && head > 0)
		nearest = nearest_below(file, parent, path + head);
	for (i = 0; i < n; i++)
		free(words[i]);
	free(words);
	free(parent);
	return nearest;
}

int
azs_field_entry_ok(const char *path, const char *name)
{
	return azs_role_name_ok(name, 32) ||
	    (strcmp(path, "suppress") == 0 && strlen(name) == 7 &&
		strncmp(name, "AZS", 3) == 0 &&
		strspn(name + 3, "0123456789") == 4);
}

const char *
azs_field_entry_rule(const char *path)
{
	return strcmp(path, "suppress") == 0
	    ? "the id of a rule such as AZS0104, or of an item of readiness"
	    : "at most 32 " AZS_ROLE_NAME_RULE;
}

int
azs_role_name_ok(const char *name, size_t max)
{
	/* Unquoted keys and values of the YAML files that azd and GitHub read,
	   by YAML 1.1 in places. */
	static const char *const words[] = { "false", "no", "null", "off", "on",
		"true", "yes" };
	size_t len = strlen(name), i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], name) == 0)
			return 0;
	return len >= 1 && len <= max && name[0] >= 'a' && name[0] <= 'z' &&
	    name[len - 1] != '-' && strstr(name, "--") == NULL &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}
