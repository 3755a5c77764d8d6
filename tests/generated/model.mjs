// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// model.mjs REPOSITORY: does what was generated say what the model says?
import { each, is, ok, open, report, walk } from "./repository.mjs";

const repo = open(process.argv[2]);
const application = repo.yaml("azstamp.yaml");
const services = Object.entries(application.services).map(([name, service]) => ({ name, uses: [], ...service }));
const containers = services.filter((service) => service.host === "containerapp");
const sites = services.filter((service) => service.host === "staticwebapp");
const container = new Set(containers.map((service) => service.name));
const environments = repo.list("profiles").map((file) => file.replace(/\.yaml$/, ""));
const values = Object.fromEntries(environments.map((name) => [name, repo.json(`infra/environments/${name}.json`)]));
const main = repo.bicep("infra/main.bicep");
const parameters = repo.json("infra/main.parameters.json").parameters;
const azure = repo.yaml("azure.yaml");
const modules = Object.values(main.module);
const users = (what) => services.filter((service) => service.uses.includes(what)).map((service) => service.name);
const variable = (name) => name.toUpperCase().replaceAll("-", "_");
const used = (file) => modules.filter((module) => module.path.endsWith(`/${file}.bicep`));
const on = (feature) => environments.filter((name) => feature in values[name]);
const sorted = (items) => [...items].sort();

const resources = {
  openai: ["ai-account", "OpenAI", "Cognitive Services OpenAI User"],
  vision: ["ai-account", "ComputerVision", "Cognitive Services User"],
  documentIntelligence: ["ai-account", "FormRecognizer", "Cognitive Services User"],
  search: ["search", undefined, "Search Index Data Reader"],
  keyVault: ["key-vault", undefined, "Key Vault Secrets User"],
};
const module = (what) => used(resources[what][0]).filter(({ params }) => params.kind === resources[what][1]);
const app = (name) => used("container-app").find(({ params }) => params.service === name);

// The modules that must have succeeded before that of this name.
function before(name, found = new Set()) {
  const { body, params, value } = main.module[name] ?? main.var[name] ?? {};
  for (const { expr } of walk({ body, params, value })) {
    for (const [used] of expr?.matchAll(/(?<![.'\w])[a-z]\w*/gi) ?? []) {
      if (found.has(used) || !(used in main.module || used in main.var)) continue;
      found.add(used);
      before(used, found);
    }
  }
  return [...found].filter((other) => other in main.module);
}

// What a feature that is on in these environments must look like.
function shape(feature, found) {
  const where = on(feature);
  if (where.length === 0) return is(found.length, 0);
  if (found.length !== 1) return `found ${found.length} times`;
  return where.length === environments.length ? is(found[0].condition, null) : ok(found[0].condition !== null, "it has no condition");
}

const claims = [
  ["azure.yaml has the services of the application, in its order", () => is(Object.keys(azure.services), services.map(({ name }) => name))],
  ["azure.yaml has their hosts", () => each(services, ({ name, host }) => is(azure.services[name].host, host))],
  ["azure.yaml has their folders", () => each(services, ({ name, project }) => is(azure.services[name].project, project))],
  ["azure.yaml has what they use", () => each(services, ({ name, uses }) => {
    const callees = uses.filter((use) => container.has(use));
    return is(azure.services[name].uses ?? [], callees);
  })],
  ["each folder exists, with a Dockerfile where there is a container", () => each(services, ({ project, host }) =>
    ok(repo.has(host === "containerapp" ? `${project}/Dockerfile` : `${project}/public/index.html`)))],
  ["images are built in Azure", () => each(containers, ({ name }) => is(azure.services[name].docker.remoteBuild, true))],
  ["azure.yaml has the application's name", () => is(azure.name, application.name)],

  ["each environment has its two files and no other has", () => is(repo.list("infra/environments"),
    sorted(environments.flatMap((name) => [`${name}.json`, `${name}.bicepparam`])))],
  ["the values size every container app", () => each(environments, (name) => is(Object.keys(values[name].services), [...container]))],
  ["the values hold what the type takes and no more", () => each(environments, (name) => {
    const keys = ["location", "tags", "services", "registry", "keyVault", "monitoring"];
    for (const what of ["openai", "vision", "documentIntelligence"]) if (users(what).length > 0) keys.push(what);
    for (const what of ["search", "budget"]) if (what in values[name]) keys.push(what);
    if (sites.length > 0) keys.push("staticWebApp");
    return is(sorted(Object.keys(values[name])), sorted(keys));
  })],
  ["CPU is a decimal in a string", () => each(environments, (name) => each(Object.values(values[name].services),
    ({ cpu, memory }) => ok(/^[0-9]\.[0-9]+$/.test(cpu) && parseFloat(memory) === 2 * parseFloat(cpu), `${cpu} ${memory}`)))],

  ["main.bicep offers every profile", () => is(Object.fromEntries(Object.entries(main.var.profiles.value).map(([name, { expr }]) => [name, expr])),
    Object.fromEntries(environments.map((name) => [name, `loadJsonContent('environments/${name}.json')`])))],
  ["the profile's name is one of them", () => is(sorted(main.param.profileName.type.match(/[a-z0-9-]+/g)), sorted(environments))],
  ["azd fills each parameter but the current month", () => is(sorted(Object.keys(parameters)),
    sorted(Object.keys(main.param).filter((name) => name !== "currentMonth")))],
  ["each parameter is used", () => each(Object.keys(main.param), (name) =>
    ok(repo.text("infra/main.bicep").match(new RegExp(`\\b${name}\\b`, "g")).length > 1, "it is named once"))],
  ["azd tells which services exist", () => is(parameters.serviceExists.value,
    Object.fromEntries(containers.map(({ name }) => [name, `\${SERVICE_${variable(name)}_RESOURCE_EXISTS=false}`])))],
  ["each parameter file names its profile and no size", () => each(environments, (name) => {
    const { paramAssignment } = repo.bicep(`infra/environments/${name}.bicepparam`);
    const wanted = ["environmentName", "location", "profileName", "serviceExists"];
    if (users("openai").length > 0) wanted.push("openAiPromptPrice", "openAiCompletionPrice");
    if (on("budget").length > 0) wanted.push("budgetStartDate");
    return is(sorted(Object.keys(paramAssignment)), sorted(wanted)) || is(paramAssignment.profileName.value, name);
  })],

  ["each module of the inventory exists", () => each(modules, ({ path }) => ok(repo.has(`infra/${path}`)))],
  ["each module that exists is in the inventory", () => each(repo.list("infra/modules").filter((area) => area !== "shared")
    .flatMap((area) => repo.list(`infra/modules/${area}`).map((file) => `modules/${area}/${file}`)),
  (path) => ok(modules.some((module) => module.path === path)))],
  ["each module stands in the resource group", () => each(modules, ({ body }) => is(body.scope, { expr: "group" }))],
  ["each module says what it is for", () => {
    const lines = repo.text("infra/main.bicep").split("\n");
    return each(modules, ({ range }) => {
      let line = range[0] - 2;
      while (/^var /.test(lines[line])) line--;
      return ok(/^\/\/ /.test(lines[line]), lines[line]);
    });
  }],
  ["there is one container app for each service", () => is(used("container-app").map(({ params }) => params.service), [...container])],
  ["external are those that are", () => each(containers, ({ name, ingress }) => is(app(name).params.external ?? false, ingress === "external"))],
  ["internal services know their callers", () => each(containers.filter(({ ingress }) => ingress !== "external"), ({ name }) =>
    is((app(name).params.callers ?? []).map(({ expr }) => expr.replace(/^principalIds(\.|\['|\[)/, "").replace(/'?\]$/, "")),
      users(name).filter((user) => container.has(user))))],
  ["services know the addresses of those they call", () => each(containers, ({ name, uses }) => is(
    Object.keys(app(name).params.settings).filter((key) => /^(?!AZURE_).*_URL$/.test(key)),
    uses.filter((use) => container.has(use)).map((use) => `${variable(use)}_URL`)))],
  ["there is one resource of each kind in use", () => each(Object.keys(resources), (what) =>
    what === "keyVault" ? is(module(what).length, 1)
      : what === "search" ? shape("search", module(what))
        : is(module(what).length, users(what).length > 0 ? 1 : 0))],
  ["access goes to those that use a resource, with its one role", () => each(Object.keys(resources), (what) =>
    each(module(what), ({ params }) => is(params.access ?? [],
      users(what).map((identity) => ({ identity, role: resources[what][2] })))))],
  ["there is one identity for each container app", () => is(Object.keys(main.var.names.value.identities), [...container])],
  ["there is one site for each static web app", () => is(used("static-site").map(({ params }) => params.service), sites.map(({ name }) => name))],
  ["services that use openai know its prices, and no others", () => each(containers, ({ name, uses }) => {
    const { OPENAI_PROMPT_PRICE: prompt, OPENAI_COMPLETION_PRICE: completion } = app(name).params.settings;
    return is([prompt, completion], uses.includes("openai")
      ? [{ expr: "openAiPromptPrice ?? ''" }, { expr: "openAiCompletionPrice ?? ''" }] : [undefined, undefined]);
  })],
  ["the budget is there where it is on", () => shape("budget", used("budget"))],
  ["the budget comes after everything else", () => each(used("budget"), (budget) => is(sorted(before(budget.name)),
    sorted(modules.map(({ name }) => name).filter((name) => name !== budget.name))))],
  ["the public addresses are outputs", () => each([...sites, ...containers.filter(({ ingress }) => ingress === "external")],
    ({ name }) => ok(`SERVICE_${variable(name)}_URL` in main.output))],
  ["no output is a secret", () => each(Object.keys(main.output), (name) => ok(!/KEY$|SECRET|PASSWORD|CONNECTION/.test(name)))],
  ["no Bicep file has the name of a service", () => each(services, ({ name }) => ok(!repo.has(`infra/${name}.bicep`)))],
  ["no symbol is declared twice, whatever its case", () => {
    const names = main.all.filter(({ kind, name }) => name && !["output", "metadata", "import"].includes(kind)).map(({ name }) => name.toLowerCase());
    return each([...new Set(names)], (name) => is(names.filter((other) => other === name).length, 1));
  }],

  ["the environments are deployed one after the other", () => {
    const { jobs } = repo.yaml(".github/workflows/deploy.yml");
    const deploy = Object.entries(jobs).filter(([name]) => name.startsWith("deploy-"));
    return is(sorted(deploy.map(([, job]) => job.with.environment)), sorted(environments)) ||
      is(deploy.map(([, job]) => job.needs), ["check", ...deploy.slice(0, -1).map(([name]) => name)]) ||
      each(deploy, ([, job]) => is(job.if, `github.ref == 'refs/heads/${application.branch ?? "main"}'`) ||
        is(job.with.location, values[job.with.environment].location));
  }],
  ["each service is tested", () => {
    const { jobs } = repo.yaml(".github/workflows/deploy.yml");
    const folders = jobs.check.steps.map((step) => step["working-directory"]).filter((folder) => folder);
    return is(folders, containers.map(({ project }) => project));
  }],
  ["no workflow may do more than it needs", () => each(["deploy", "deploy-environment"], (name) => {
    const { permissions, jobs } = repo.yaml(`.github/workflows/${name}.yml`);
    return each([permissions, ...Object.values(jobs).map((job) => job.permissions ?? {})], (given) =>
      each(Object.entries(given), ([what, level]) => ok(level === "read" || (what === "id-token" && level === "write"))));
  })],
  ["each action is pinned", () => each(["deploy", "deploy-environment"], (name) =>
    each([...repo.text(`.github/workflows/${name}.yml`).matchAll(/uses: (\S+)/g)].map((match) => match[1]), (action) =>
      ok(action.startsWith("./") || /@[0-9a-f]{40}$/.test(action))))],
];

report(claims);
