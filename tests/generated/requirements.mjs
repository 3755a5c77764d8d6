// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// requirements.mjs REPOSITORY: the rows P1, C1, C2, D6, S1 to S3, F1 and M1 in a
// repository of pattern microservice that was made with the defaults.
import { each, is, ok, open, report, walk } from "./repository.mjs";

const repo = open(process.argv[2]);
const azure = repo.yaml("azure.yaml");
const parameters = repo.json("infra/main.parameters.json").parameters;
const values = (name) => repo.json(`infra/environments/${name}.json`);
const main = repo.bicep("infra/main.bicep");
const params = (path) => Object.values(main.module).filter((module) => module.path === `modules/${path}.bicep`).map((module) => module.params);
const file = (path) => repo.bicep(`infra/modules/${path}.bicep`);
const resource = (path, type) => Object.values(file(path).resource).find((found) => found.type === type && !found.existing);
const body = ({ body: value }) => ("for" in value ? value.body : value);
const every = repo.list("infra/modules").flatMap((area) =>
  repo.list(`infra/modules/${area}`).filter((name) => name.endsWith(".bicep")).map((name) => `${area}/${name.replace(/\.bicep$/, "")}`));
const resources = every.flatMap((path) => Object.values(file(path).resource).filter((found) => !found.existing).map((found) => ({ path, ...found })));
const ofType = (type) => resources.filter((found) => found.type === type);
const environments = ["dev", "staging", "prod"];
const services = ["api-gateway", "chat-service", "vision-service", "text-service"];
const roleIds = {
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  "Cognitive Services OpenAI User": "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
  "Cognitive Services User": "a97b65f3-24c7-4388-baec-2e87135dc908",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
  "Search Index Data Reader": "1407120a-92aa-4202-b7e9-c0e197c71c8f",
};

report([
  ["P1: azure.yaml lists the five services with their hosts and folders", () => is(
    Object.fromEntries(Object.entries(azure.services).map(([name, { host, project }]) => [name, `${host} ${project}`])),
    {
      web: "staticwebapp services/web",
      "api-gateway": "containerapp services/api-gateway",
      "chat-service": "containerapp services/chat",
      "vision-service": "containerapp services/vision",
      "text-service": "containerapp services/text",
    })],
  ["P1: the site calls the gateway, the gateway the services", () =>
    is(azure.services.web.uses, ["api-gateway"]) || is(azure.services["api-gateway"].uses, services.slice(1))],
  ["P1: each service has its one AI service", () => is(
    params("ai/ai-account").map(({ kind, access }) => `${kind} ${access.map(({ identity }) => identity)}`),
    ["OpenAI chat-service", "ComputerVision vision-service", "FormRecognizer text-service"])],
  ["P1: only the gateway is reachable from outside", () => is(
    params("apps/container-app").filter(({ external }) => external === true).map(({ service }) => service), ["api-gateway"])],
  ["P1: several replicas share the load", () => ok(values("prod").services["api-gateway"].minReplicas >= 2)],

  ["C1: development is small", () => {
    const { openai, search, services: sizes } = values("dev");
    return is([openai.sku, openai.capacity, search.sku], ["S0", 10, "basic"]) ||
      each(services, (name) => is([sizes[name].cpu, sizes[name].memory], ["0.5", "1.0Gi"]));
  }],
  ["C1: production is large", () => {
    const { openai, search, services: sizes } = values("prod");
    return is([openai.sku, openai.capacity, search.sku], ["S0", 100, "standard"]) ||
      each(services, (name) => is([sizes[name].cpu, sizes[name].memory], ["2.0", "4.0Gi"]));
  }],
  ["C1: staging is like production, with less", () => {
    const [staging, prod] = ["staging", "prod"].map(values);
    return is([staging.openai.sku, staging.search.sku, staging.registry.sku, staging.keyVault.sku],
      [prod.openai.sku, prod.search.sku, prod.registry.sku, prod.keyVault.sku]) ||
      ok(staging.openai.capacity < prod.openai.capacity && staging.openai.capacity > values("dev").openai.capacity);
  }],
  ["C1: five variables of azd win over the profile", () => is(
    ["openAiSku", "openAiCapacity", "searchSku", "containerCpu", "containerMemory"].map((name) => parameters[name]?.value),
    ["${AZURE_OPENAI_SKU}", "${AZURE_OPENAI_CAPACITY}", "${AZURE_SEARCH_SKU}", "${CONTAINER_CPU}", "${CONTAINER_MEMORY}"]) ||
    each(["openAiSku", "openAiCapacity", "searchSku", "containerCpu", "containerMemory"], (name) => is(main.param[name].nullable, true))],
  ["C1: the variables are what is deployed", () => {
    const [openAi] = params("ai/ai-account").filter(({ kind }) => kind === "OpenAI");
    const [search] = params("ai/search");
    return is([openAi.sku.expr, openAi.capacity.expr, search.sku.expr],
      ["openAiSku ?? profile.openai!.sku", "openAiCapacity ?? profile.openai!.capacity", "searchSku ?? profile.search!.sku"]) ||
      ok(/cpu: containerCpu \?\? size\.cpu\s+memory: containerMemory \?\? size\.memory/.test(main.var.sizes.value.expr), main.var.sizes.value.expr) ||
      each(params("apps/container-app"), ({ service, size }) => is(size.expr, `sizes['${service}']`));
  }],
  ["C2: production has a budget of 2000", () => is(values("prod").budget.amount, 2000)],
  ["C2: the budget is that of the group, and goes with it", () => {
    const { properties, scope } = resource("cost/budget", "Microsoft.Consumption/budgets").body;
    return is([main.module.budget.body.scope, scope, properties.filter], [{ expr: "group" }, undefined, undefined]);
  }],
  ["C2: a runner finds the budget by its group and name", () => {
    const workflow = repo.text(".github/workflows/deploy-environment.yml");
    const { type, version } = resource("cost/budget", "Microsoft.Consumption/budgets");
    const { name } = azure;
    return is(main.var.names.value.budget, { expr: "'${abbreviations.budget}-${application}-${token}'" }) ||
      each([`/resourceGroups/rg-${name}-$AZURE_ENV_NAME`, `/providers/${type}?api-version=${version}`, `"budget-${name}-"`],
        (text) => ok(workflow.includes(text)));
  }],

  ["D6: the three environments are files of their own", () => is(repo.list("infra/environments"),
    environments.flatMap((name) => [`${name}.bicepparam`, `${name}.json`]).sort())],
  ["D6: development has lower SKUs than production", () => {
    const [dev, prod] = ["dev", "prod"].map(values);
    return ok(dev.search.sku !== prod.search.sku && dev.registry.sku !== prod.registry.sku && dev.keyVault.sku !== prod.keyVault.sku);
  }],
  ["D6: an environment has a resource group and names of its own", () => is(
    main.var.names.value.resourceGroup, { expr: "'${abbreviations.resourceGroup}-${application}-${environmentName}'" }) ||
    ok(main.var.token.value.expr.includes("environmentName"))],
  ["D6: an unknown profile stops the deployment", () => is(main.var.profile.value, { expr: "profiles[?profileKey] ?? fail(profileHint)" })],

  ["S1: each service has an identity of its own", () => is(Object.keys(main.var.names.value.identities), services) ||
    each(params("apps/container-app"), ({ service, identity }) => is(identity.expr, `serviceIdentities['${service}']`))],
  ["S1: each container app has no other identity", () => {
    const { identity } = resource("apps/container-app", "Microsoft.App/containerApps").body;
    return is(identity, { type: "UserAssigned", userAssignedIdentities: { "${identity.resourceId}": {} } });
  }],
  ["S1: images are pulled with the identity", () => {
    const { registries } = resource("apps/container-app", "Microsoft.App/containerApps").body.properties.configuration;
    return is(registries, [{ server: { expr: "registryServer" }, identity: { expr: "identity.resourceId" } }]);
  }],
  ["S1: no service may be called but by those that use it", () => each(params("apps/container-app").filter(({ external }) => external !== true),
    ({ callers }) => is(callers, [{ expr: "principalIds['api-gateway']" }]))],
  ["S1: services talk to each other over mutual TLS", () =>
    is(resource("apps/container-environment", "Microsoft.App/managedEnvironments").body.properties.peerAuthentication, { mtls: { enabled: true } })],
  ["S1: an app takes no plain HTTP", () =>
    is(resource("apps/container-app", "Microsoft.App/containerApps").body.properties.configuration.ingress.allowInsecure, false)],

  ["S2: the roles are the built-in ones", () =>
    each(Object.entries(roleIds), ([name, id]) => is(file("shared/roles").var.roleIds.value[name], id))],
  ["S2: a role names the type of its principal", () => ok(/principalType: 'ServicePrincipal'/.test(file("shared/roles").func.grantProperties.value.expr ?? JSON.stringify(file("shared/roles").func.grantProperties.value).replace(/"principalType":"ServicePrincipal"/, "principalType: 'ServicePrincipal'")))],
  ["S2: a role is assigned on the resource, under a name that stays", () => {
    const found = ofType("Microsoft.Authorization/roleAssignments");
    return ok(found.length >= 5, `only ${found.length}`) || each(found, ({ path, ...assignment }) => {
      const { name, scope, properties } = body(assignment);
      return ok(scope !== undefined && /^guid\(\w+\.id, grant\.identity, grant\.role\)$/.test(name.expr), `${path}: ${name.expr}`) ||
        is(properties, { expr: "grantProperties(principalIds[grant.identity], grant.role)" });
    });
  }],
  ["S2: only the chat service may use Azure OpenAI", () => is(
    params("ai/ai-account").filter(({ kind }) => kind === "OpenAI").map(({ access }) => access),
    [[{ identity: "chat-service", role: "Cognitive Services OpenAI User" }]])],
  ["S2: nobody is owner, contributor or administrator", () => each(Object.keys(file("shared/roles").var.roleIds.value), (name) =>
    ok(!/^(Owner|Contributor)$|Administrator/.test(name)))],

  ["S3: the vault goes by roles and deletes softly", () => {
    const { properties } = resource("security/key-vault", "Microsoft.KeyVault/vaults").body;
    return is([properties.enableRbacAuthorization, properties.enableSoftDelete], [true, true]) ||
      is([properties.softDeleteRetentionInDays, properties.enablePurgeProtection, properties.sku.name],
        [{ expr: "retentionDays" }, { expr: "purgeProtection ? true : null" }, { expr: "sku" }]);
  }],
  ["S3: production's vault is premium, 90 days, protected from purge", () => is(values("prod").keyVault,
    { sku: "premium", retentionDays: 90, purgeProtection: true })],
  ["S3: the vault gets the profile's values", () => is(
    (({ sku, retentionDays, purgeProtection }) => [sku.expr, retentionDays.expr, purgeProtection.expr])(params("security/key-vault")[0]),
    ["profile.keyVault.sku", "profile.keyVault.retentionDays", "profile.keyVault.purgeProtection"])],
  ["S3: keys are switched off on all that has them", () => each([
    ["ai/ai-account", "Microsoft.CognitiveServices/accounts", "disableLocalAuth", true],
    ["ai/search", "Microsoft.Search/searchServices", "disableLocalAuth", true],
    ["apps/container-registry", "Microsoft.ContainerRegistry/registries", "adminUserEnabled", false],
    ["monitoring/application-insights", "Microsoft.Insights/components", "DisableLocalAuth", true],
  ], ([path, type, property, wanted]) => is(resource(path, type).body.properties[property], wanted)) ||
    is(resource("monitoring/log-analytics", "Microsoft.OperationalInsights/workspaces").body.properties.features.disableLocalAuth, true)],
  ["S3: no output is a key or a connection string", () => each(Object.entries(main.output), ([name, { value }]) =>
    ok(!/key(?!vault|_vault)|secret|password|connection/i.test(`${name.replace("KEY_VAULT", "")} ${value.expr ?? value}`.replace(/vault\.outputs/g, ""))))],
  ["S3: no key is listed", () => each(every, (path) => ok(!/\blist[A-Z]\w*\(/.test(repo.text(`infra/modules/${path}.bicep`))))],
  ["S3: no parameter is a secret", () => each(["main", ...every.map((path) => `modules/${path}`)], (path) =>
    each(Object.values(repo.bicep(`infra/${path}.bicep`).param), ({ name, decorators }) => ok(!decorators.secure, name)))],

  ["F1: production scales from 2 to 50, at 20 requests or 70 % CPU", () => each(services, (name) => {
    const { minReplicas, maxReplicas, concurrentRequests, cpuUtilization } = values("prod").services[name];
    return is([minReplicas, maxReplicas, concurrentRequests, cpuUtilization], [2, 50, 20, 70]);
  })],
  ["F1: the rules scale on HTTP requests and on CPU", () => {
    const { requestRule, cpuRule } = file("apps/container-app").var;
    return is(requestRule.value.http.metadata.concurrentRequests, { expr: "string(size.concurrentRequests)" }) ||
      is(cpuRule.value.custom, { type: "cpu", metadata: { type: "Utilization", value: { expr: "string(size.cpuUtilization)" } } });
  }],
  ["F1: the app has the bounds and the rules", () => {
    const { scale } = resource("apps/container-app", "Microsoft.App/containerApps").body.properties.template;
    return is(scale, {
      minReplicas: { expr: "size.minReplicas" },
      maxReplicas: { expr: "size.maxReplicas" },
      rules: { expr: "size.minReplicas == 0 ? [requestRule] : [requestRule, cpuRule]" },
    });
  }],
  ["F1: environments grow from development to production", () => {
    const [dev, staging, prod] = environments.map((name) => values(name).services["api-gateway"]);
    return ok(dev.maxReplicas < staging.maxReplicas && staging.maxReplicas < prod.maxReplicas);
  }],

  ["M1: Application Insights keeps its data in the workspace, with masked addresses", () => {
    const { properties } = resource("monitoring/application-insights", "Microsoft.Insights/components").body;
    return is([properties.WorkspaceResourceId, properties.SamplingPercentage], [{ expr: "workspaceId" }, { expr: "samplingPercentage" }]) ||
      ok(properties.DisableIpMasking !== true, "masking is off");
  }],
  ["M1: all telemetry is kept", () => each(environments, (name) => is(values(name).monitoring.samplingPercentage, 100))],
  ["M1: retention is by environment", () => is(environments.map((name) => values(name).monitoring.retentionDays), [30, 30, 90]) ||
    is(params("monitoring/log-analytics")[0].retentionDays, { expr: "profile.monitoring.retentionDays" })],
  ["M1: each container app sends its telemetry", () => each(params("apps/container-app"), ({ settings }) =>
    is(settings.APPLICATIONINSIGHTS_CONNECTION_STRING, { expr: "insights.outputs.connectionString" }))],
  ["M1: all that has logs or metrics sends them to the workspace", () => {
    const wanted = ["ai/ai-account", "ai/search", "apps/container-app", "apps/container-environment", "apps/container-registry",
      "monitoring/log-analytics", "security/key-vault"];
    return each(wanted, (path) => ok(resource(path, "Microsoft.Insights/diagnosticSettings") !== undefined));
  }],
  ["M5: the services report tokens and cost", () => each(["openai_tokens_used", "openai_cost"], (metric) =>
    ok(repo.list("services/chat/src").some((name) => repo.text(`services/chat/src/${name}`).includes(metric))))],

  ["no resource is open to everybody's tokens: keys appear nowhere as values", () => each(resources, ({ path, body: value }) =>
    each([...walk(value)], (object) => ok(!Object.keys(object).some((key) => /^(primaryKey|adminPassword|sharedKey)$/.test(key)), path)))],
  ["models are deployed one after the other", () => ok(Object.values(file("ai/ai-account").resource).some(({ decorators }) => decorators.batchSize === 1))],
]);
