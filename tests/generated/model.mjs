// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// model.mjs REPOSITORY: does what was generated say what the model says?
import { each, is, ok, open, report, walk } from "./repository.mjs";

const repo = open(process.argv[2]);
const application = repo.yaml("azstamp.yaml");
const services = Object.entries(application.services).map(([name, service]) => ({ name, uses: [], ...service }));
const at = (host) => services.filter((service) => service.host === host);
const [containers, sites, functions, apps] = ["containerapp", "staticwebapp", "function", "appservice"].map(at);
const identities = services.filter((service) => service.host !== "staticwebapp");
const open_ = services.filter(({ host, ingress }) => ["staticwebapp", "appservice"].includes(host) || ingress === "external");
const container = new Set(containers.map((service) => service.name));
const environments = repo.list("profiles").map((file) => file.replace(/\.yaml$/, ""));
const values = Object.fromEntries(environments.map((name) => [name, repo.json(`infra/environments/${name}.json`)]));
// In several regions, one file holds what each of them has.
const regional = application.pattern === "multi-region";
const main = repo.bicep("infra/main.bicep");
const inner = regional ? repo.bicep("infra/stamp.bicep") : main;
const files = regional ? ["main", "stamp"] : ["main"];
const parameters = repo.json("infra/main.parameters.json").parameters;
const azure = repo.yaml("azure.yaml");
const modules = [main, ...(regional ? [inner] : [])].flatMap(({ module }) => Object.values(module));
const users = (what) => services.filter((service) => service.uses.includes(what)).map((service) => service.name);
const variable = (name) => name.toUpperCase().replaceAll("-", "_");
const used = (file) => modules.filter((module) => module.path.endsWith(`/${file}.bicep`));
const on = (feature) => environments.filter((name) => feature in values[name]);
const sorted = (items) => [...items].sort();

// What azd deploys: the services, a container app of several regions once in each.
const slots = ["primary", "secondary", "tertiary", "quaternary", "quinary"];
const regions = Math.max(...Object.values(values).map((value) => value.regions?.length ?? 0));
const deployed = services.flatMap((service) => (regional && container.has(service.name)
  ? slots.slice(0, regions).map((slot) => ({ ...service, name: `${service.name}-${slot}` })) : [service]));
const deployedApps = deployed.filter(({ host }) => host === "containerapp").map(({ name }) => name);

// Groups of values by what they need: a resource that some service uses, and
// where the profile has a switch, the switch; or a host.
const groups = {
  openai: ["openai", "foundry"], vision: ["vision"], documentIntelligence: ["documentIntelligence"], contentSafety: ["contentSafety"],
  storage: ["storage"], cosmos: ["cosmos"], eventHubs: ["eventHubs"], serviceBus: ["serviceBus"],
};
const switched = {
  search: ["search"], cache: ["cache"], appConfiguration: ["appConfiguration"], backup: ["storage"], apiManagement: ["openai"], budget: null,
};
// Functions that take documents from the hub to the queue.
const takers = functions.filter(({ uses }) => ["eventHubs", "serviceBus", "storage"].every((one) => uses.includes(one)));
const hosts = { services: containers, functions, appService: apps, staticWebApp: sites, edge: open_ };
const everywhere = ["location", "zoneRedundant", "tags", "network", "keyVault", "monitoring", "governance", "serviceLevels"];
// What answers in place of agents: an endpoint with identities of its own, which asks for the service.
const learning = application.orchestrator === "ml-endpoint" && users("foundry").length > 0;

const resources = {
  openai: ["ai-account", "OpenAI", "Cognitive Services OpenAI User"],
  vision: ["ai-account", "ComputerVision", "Cognitive Services User"],
  documentIntelligence: ["ai-account", "FormRecognizer", "Cognitive Services User"],
  contentSafety: ["ai-account", "ContentSafety", "Cognitive Services User"],
  search: ["search", undefined, "Search Index Data Reader"],
  keyVault: ["key-vault", undefined, "Key Vault Secrets User"],
};
const module = (what) => used(resources[what][0]).filter(({ params, name }) => params.kind === resources[what][1] && name !== "machineLearningVault");
// Behind a gateway of the models, services have no right of their own, at least where it is on.
const behind = (what) => what === "openai" && on("apiManagement").length > 0;
const callers = (what) => (learning && what === "search" ? ["mlEndpoint"] : behind(what) ? [] : users(what));
const app = (name) => used("container-app").find(({ params }) => [name, `${name}-`].includes(params.service?.expr?.match(/[a-z0-9-]+/)[0] ?? params.service));

// An expression without the texts in it, but with what stands in their ${}.
const bare = (expr) => expr?.replace(/'(?:[^'\\]|\\.)*'/g, (text) => (text.match(/\$\{[^}]*\}/g) ?? []).join(" "));

// The modules that must have succeeded before that of this name.
function before(name, found = new Set()) {
  const { body, params, value } = main.module[name] ?? main.var[name] ?? {};
  for (const { expr } of walk({ body, params, value })) {
    for (const [used] of bare(expr)?.matchAll(/(?<![.\w])[a-z]\w*/gi) ?? []) {
      if (found.has(used) || !(used in main.module || used in main.var)) continue;
      found.add(used);
      before(used, found);
    }
  }
  return [...found].filter((other) => other in main.module);
}
// What tells of the rest, and may fail without it.
const tells = ({ path }) => /\/monitoring\/(?!activity-log)/.test(path);

// What a feature that is on in these environments must look like.
function shape(feature, found) {
  const where = on(feature);
  if (where.length === 0) return is(found.length, 0);
  if (found.length !== 1) return `found ${found.length} times`;
  return where.length === environments.length ? is(found[0].condition, null) : ok(found[0].condition !== null, "it has no condition");
}

// The line above a declaration; variables between belong to it.
function above(file, [line]) {
  const lines = repo.text(`infra/${file}.bicep`).split("\n");
  const ends = Object.values(repo.bicep(`infra/${file}.bicep`).var).map(({ range }) => range);
  for (let range; (range = ends.find(([, , end]) => end === line - 1));) [line] = range;
  return lines[line - 2];
}

const claims = [
  ["azure.yaml has the services of the application, in its order", () => is(Object.keys(azure.services), deployed.map(({ name }) => name))],
  ["azure.yaml has their hosts", () => each(deployed, ({ name, host }) => is(azure.services[name].host, host))],
  ["azure.yaml has their folders", () => each(deployed, ({ name, project }) => is(azure.services[name].project, project))],
  ["azure.yaml has what they use", () => each(regional ? [] : services, ({ name, uses }) => {
    const callees = uses.filter((use) => container.has(use));
    return is(azure.services[name].uses ?? [], callees);
  })],
  ["each folder exists, with what its host needs", () => each(services, ({ project, host }) => ok(repo.has(`${project}/${{
    containerapp: "Dockerfile", staticwebapp: "public/index.html", function: "host.json", appservice: "package.json" }[host]}`)))],
  ["images are built in Azure", () => each(deployedApps, (name) => is(azure.services[name].docker.remoteBuild, true))],
  ["azure.yaml has the application's name", () => is(azure.name, application.name)],

  ["each environment has its two files and no other has", () => is(repo.list("infra/environments"),
    sorted(environments.flatMap((name) => [`${name}.json`, `${name}.bicepparam`])))],
  ["the values size every container app", () => each(environments, (name) => is(Object.keys(values[name].services ?? {}), [...container]))],
  ["the values hold what is used and no more", () => each(environments, (name) => {
    const uses = (needs) => needs === null || needs.some((need) => users(need).length > 0);
    const keys = [...everywhere, ...Object.keys(groups).filter((group) => uses(groups[group])),
      ...Object.keys(switched).filter((group) => group in values[name] && uses(switched[group])),
      ...Object.keys(hosts).filter((group) => hosts[group].length > 0)];
    if (containers.length > 0 || learning) keys.push("registry");
    if (learning) keys.push("mlEndpoint");
    if (regional) keys.push("regions");
    return is(sorted(Object.keys(values[name])), sorted(keys));
  })],
  ["CPU is a decimal in a string", () => each(environments, (name) => each(Object.values(values[name].services ?? {}),
    ({ cpu, memory }) => ok(/^[0-9]\.[0-9]+$/.test(cpu) && parseFloat(memory) === 2 * parseFloat(cpu), `${cpu} ${memory}`)))],

  ["main.bicep offers every profile", () => is(Object.fromEntries(Object.entries(main.var.profiles.value).map(([name, { expr }]) => [name, expr])),
    Object.fromEntries(environments.map((name) => [name, `loadJsonContent('environments/${name}.json')`])))],
  ["the profile's name is one of them", () => is(sorted(main.param.profileName.type.match(/[a-z0-9-]+/g)), sorted(environments))],
  ["azd fills each parameter but the current month", () => is(sorted(Object.keys(parameters)),
    sorted(Object.keys(main.param).filter((name) => name !== "currentMonth")))],
  ["each parameter is used", () => each(Object.keys(main.param), (name) =>
    ok(repo.text("infra/main.bicep").match(new RegExp(`\\b${name}\\b`, "g")).length > 1, "it is named once"))],
  ["azd tells which services exist", () => is(parameters.serviceExists?.value ?? {},
    Object.fromEntries(deployedApps.map((name) => [name, `\${SERVICE_${variable(name)}_RESOURCE_EXISTS=false}`])))],
  ["each parameter file names its profile and no size", () => each(environments, (name) => {
    const { paramAssignment } = repo.bicep(`infra/environments/${name}.bicepparam`);
    const sizes = ["openAiSku", "openAiCapacity", "searchSku", "containerCpu", "containerMemory"];
    return is(sorted(Object.keys(paramAssignment)), sorted(Object.keys(parameters).filter((parameter) => !sizes.includes(parameter)))) ||
      is(paramAssignment.profileName.value, name);
  })],

  ["each module of the inventory exists", () => each(modules, ({ path }) => ok(repo.has(`infra/${path}`)))],
  ["each module stands in a resource group, or is for the subscription", () => each(Object.values(main.module), ({ path, body }) =>
    (/^targetScope = 'subscription'/m.test(repo.text(`infra/${path}`)) ? is(body.scope, undefined)
      : ok(/^(group|[a-z]+Groups?(\[\w+\])?)$/.test(body.scope?.expr), path)))],
  ["each module says what it is for", () => each(files, (file) => each(Object.values(repo.bicep(`infra/${file}.bicep`).module), ({ range }) =>
    ok(/^\/\/ /.test(above(file, range)), above(file, range))))],
  ["there is one container app for each service", () => is(used("container-app").map(({ params }) => params.service?.expr ?? params.service),
    regional ? [...container].map((name) => `'${name}-\${region.key}'`) : [...container])],
  ["external are those that are", () => each(containers, ({ name, ingress }) => is(app(name).params.external ?? false, ingress === "external"))],
  ["internal services know their callers", () => each(containers.filter(({ ingress }) => ingress !== "external"), ({ name }) =>
    is((app(name).params.callers ?? []).map(({ expr }) => expr.replace(/^principalIds(\.|\['|\[)/, "").replace(/'?\]$/, "")),
      users(name).filter((user) => identities.some((service) => service.name === user))))],
  ["services know the addresses of those they call", () => each(containers, ({ name, uses }) => is(
    Object.keys(app(name).params.settings).filter((key) => /^(?!AZURE_).*_URL$/.test(key)),
    uses.filter((use) => container.has(use)).map((use) => `${variable(use)}_URL`)))],
  ["there is one resource of each kind in use", () => each(Object.keys(resources), (what) =>
    what === "keyVault" ? is(module(what).length, 1)
      : what === "search" && !regional ? shape("search", module(what))
        : is(module(what).length, users(what).length > 0 ? 1 : 0))],
  ["access goes to those that use a resource, with its role", () => each(Object.keys(resources), (what) =>
    each(module(what), ({ params }) => is((params.access ?? []).filter(({ spread, role }) => !spread && role === resources[what][2]),
      callers(what).map((identity) => ({ identity, role: resources[what][2] })))))],
  ["nobody else gets access", () => each(Object.keys(resources), (what) => each(module(what), ({ params }) =>
    each((params.access ?? []).filter(({ spread }) => !spread), ({ identity }) => ok(callers(what).includes(identity), identity))))],
  ["there is one identity for each service that runs code", () => is(Object.keys(main.var.names.value.identities ?? {}),
    [...identities.map(({ name }) => name), ...(learning ? ["mlEndpoint", "machineLearning"] : [])])],
  ["there is one site for each static web app", () => is(used("static-site").map(({ params }) => params.service), sites.map(({ name }) => name))],
  ["services that use openai know its prices, and no others", () => each(containers, ({ name, uses }) => {
    const { OPENAI_PROMPT_PRICE: prompt, OPENAI_COMPLETION_PRICE: completion } = app(name).params.settings;
    return is([prompt, completion], uses.includes("openai")
      ? [{ expr: "openAiPromptPrice ?? ''" }, { expr: "openAiCompletionPrice ?? ''" }] : [undefined, undefined]);
  })],
  ["the budget is there where it is on", () => shape("budget", used("budget"))],
  ["the budget comes after everything but what tells of it", () => each(used("budget"), (budget) => {
    const earlier = before(budget.name);
    return is(Object.values(main.module).filter((other) => other !== budget && !tells(other) && !earlier.includes(other.name)).map(({ name }) => name), []);
  })],
  // https://azure.microsoft.com/resources/templates/backup-create-storage-account-enable-protection/ (2026-11): neither
  // a vault that holds backups can be deleted, nor an account with an operational backup, which has a lock.
  ["whoever removes an environment is told of its backups", () => {
    const place = repo.text("README.md").split(/^## /m).find((part) => part.startsWith("Remove something"));
    return is(/backup-vault update.*--soft-delete-state Off[^]*backup-instance delete/.test(place), used("blob-backup").length > 0);
  }],
  // https://learn.microsoft.com/azure/reliability/reliability-functions (2026-11)
  ["whoever has functions is told where they can lie in several zones", () =>
    is(/list-flexconsumption-locations --zone-redundant=true/.test(repo.text("README.md")), functions.length > 0)],
  // https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview (2026-11): with versions, to undelete a blob
  // does not make any of them the current one.
  ["documents that were lost come back by a copy of a version", () => is(
    /blob undelete [^]*blob list [^\n]*--include v [^]*blob copy start [^]*versionid=/.test(repo.text("docs/runbook.md")), users("storage").length > 0)],
  // https://learn.microsoft.com/rest/api/eventhub/send-event (2026-11)
  ["people are told how to announce a document, and where the service keeps those it cannot work on", () => each(takers, ({ project }) => {
    const kept = repo.text(`${project}/src/blobs.ts`).match(/DEAD_LETTERS = '([^']+)'/)[1];
    const hub = repo.text(`${project}/src/intake.ts`).match(/HUB = '([^']+)'/)[1];
    return ok(repo.text("docs/runbook.md").includes(`the container \`${kept}\``), "the runbook looks elsewhere") ||
      ok(repo.text("README.md").includes(`/${hub}/messages" `), "the README does not say how");
  })],
  ["nobody is told to announce documents that no service takes", () => each(["README.md", "docs/runbook.md"], (path) =>
    is(/announce (it|the document)\b/.test(repo.text(path)), takers.length > 0))],
  ["the page on security leads to the firewall itself", () => each([...repo.text("docs/security.md").matchAll(/\[firewall\]\(\.\.\/([^)]+)\)/g)],
    ([, path]) => ok(/WebApplicationFirewallPolicies@/.test(repo.text(path)), "there is none in it"))],
  ["what people and scripts ask azd for is an output", () => each(["README.md", "docs/runbook.md", "docs/delivery.md"], (path) =>
    each([...repo.text(path).matchAll(/azd env get-value (AZURE_\w+|SERVICE_\w+)/g)],
      ([, name]) => ok(name in main.output || name in { AZURE_AUTH_CLIENT_ID: 1 }, "nothing tells it")))],
  ["the README leads to every page, and to the pipelines that are there", () => each(
    ["docs/delivery.md", "docs/runbook.md", "docs/security.md", ".github/workflows", ".azdo/pipelines"].filter(repo.has),
    (path) => ok(repo.text("README.md").includes(`](${path})`), "it does not"))],
  // https://nodejs.org/en/blog/release/v22.18.0: from then on Node.js runs TypeScript without being asked to.
  ["people are told how to run a service, and with which Node.js", () => each(identities, ({ project }) => {
    const { test, dev } = JSON.parse(repo.text(`${project}/package.json`)).scripts;
    return ok(!test.includes(".ts") || repo.text("README.md").includes("Node.js 22.18"), "its tests need a newer Node.js than the README says") ||
      ok(!dev || repo.text("README.md").includes("`npm run dev`"), "nobody tells of npm run dev");
  })],
  // https://learn.microsoft.com/azure/search/search-security-rbac (2026-11): owners and contributors may not create indexes.
  ["whoever deploys may make the index that a hook makes", () => is(used("search").map(({ params }) => params.deployerDefines),
    used("search").map(() => (JSON.stringify(azure.hooks ?? {}).includes("create_search_index") ? true : undefined)))],
  ["the runbook says whom alerts reach", () => {
    const roles = repo.text("infra/modules/monitoring/action-group.bicep").match(/^param roles .*= \[\n([^\]]*)\]/m)[1].match(/\w+/g);
    const told = repo.text("docs/runbook.md").replace(/\n/g, " ").match(/Alerts go to `monitoring\.alertEmails` of the profile, and to (.*?) of the subscription/)?.[1];
    return is(used("action-group").map(({ params }) => params.roles), [undefined]) || is(told, roles.map((role) => `${role.toLowerCase()}s`).join(" and "));
  }],
  ["variables that people are told to set are read by something they reach", () => {
    const scripts = repo.list("scripts");
    const pages = ["README.md", "docs/runbook.md", "docs/delivery.md"].map(repo.text);
    const heads = scripts.map((name) => repo.text(`scripts/${name}`).match(/"""[^]*?"""/)?.[0] ?? "");
    const bodies = scripts.map((name, i) => repo.text(`scripts/${name}`).replace(heads[i], ""));
    const flows = [".github/workflows", ".azdo/pipelines"].filter(repo.has).flatMap((folder) => repo.list(folder).map((name) => repo.text(`${folder}/${name}`)));
    const read = [...bodies, ...flows, ...["infra/main.parameters.json", "infra/main.bicep"].map(repo.text)].join("\n").match(/[A-Z][A-Z0-9_]+/g);
    const told = [...pages, ...heads].flatMap((text) => text.match(/\b(?:AZURE|AZSTAMP|OPENAI|CONTAINER|RUNNER)_[A-Z0-9_]*[A-Z0-9]\b/g) ?? []);
    return each([...new Set(told)], (name) => ok(read.includes(name), "nothing reads it"));
  }],
  ["people are told which of their variables a workflow knows", () => {
    if (!repo.has(".github")) return "";
    const [, table, after] = repo.text("README.md").match(/`azd env set NAME VALUE`:\n\n([^]*?)\n\n([^]*?)\n\n/);
    const known = repo.text(".github/workflows/deploy-environment.yml").match(/[A-Z_]+(?=: \$\{\{ vars)/g);
    const names = (text) => text.match(/(?<=`)[A-Z_]+(?=`)/g) ?? [];
    return is(names(after), names(table).filter((name) => known.includes(name)));
  }],
  ["who is to fill the index learns which role that takes", () => ok(!/^Answers are grounded in [^]*?\. Fill it /m.test(repo.text("README.md")) ||
    /Search Index Data\sContributor/.test(repo.text("README.md")), "the README does not say")],
  ["the hooks that people run are there", () => each([...repo.text("README.md").matchAll(/azd hooks run (\w+)/g)],
    ([, hook]) => ok(hook in (azure.hooks ?? {}), "it is not"))],
  ["nobody is sent to a GitHub that is not there", () => each(["README.md", "docs/delivery.md", "docs/runbook.md"], (path) =>
    ok(repo.has(".github") || !/\bgh [a-z]|`ops`|GitHub Actions/.test(repo.text(path)), "it names gh or a workflow"))],
  ["the public addresses are outputs", () => each(regional ? [] : open_,
    ({ name }) => ok(`SERVICE_${variable(name)}_URL` in main.output))],
  ["no output is a secret", () => each(Object.keys(main.output), (name) => ok(!/KEY$|SECRET|PASSWORD|CONNECTION/.test(name)))],
  ["no Bicep file has the name of a service", () => each(services, ({ name }) => ok(!repo.has(`infra/${name}.bicep`)))],
  ["no symbol is declared twice, whatever its case", () => {
    const names = main.all.filter(({ kind, name }) => name && !["output", "metadata", "import"].includes(kind)).map(({ name }) => name.toLowerCase());
    return each([...new Set(names)], (name) => is(names.filter((other) => other === name).length, 1));
  }],

  ["each service is tested before it is deployed", () => {
    const pipelines = [".github/workflows/ci.yml", ".azdo/pipelines/deploy.yml"].filter(repo.has);
    return ok(pipelines.length > 0, "there is no pipeline") || each(pipelines, (path) => {
      const steps = [...walk(repo.yaml(path))].filter((step) => /npm test/.test(step.run ?? step.bash ?? ""));
      const tested = steps.map((step) => step["working-directory"] ?? step.workingDirectory);
      return each(identities, ({ project }) => ok(tested.includes(project), "it is not"));
    });
  }],
];

report(claims);
