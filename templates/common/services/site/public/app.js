// Asks the API what it can do and offers a form for each operation. The API stands at /api of this site.
const account = document.querySelector('#account');
const main = document.querySelector('#operations');

const user = await signedIn();
account.append(user ? link('/.auth/logout', `Sign out ${user}`) : link('/.auth/login/aad', 'Sign in'));
main.replaceChildren();
if (!user) {
  main.append(element('p', 'Sign in to use the API.'));
} else {
  try {
    const operations = await discover('/api/');
    main.append(...operations.map(form));
    if (operations.length === 0) main.append(element('p', 'The API offers nothing yet.'));
  } catch (error) {
    main.append(element('p', `The API cannot be reached: ${error.message}`));
  }
}

async function signedIn() {
  const response = await fetch('/.auth/me');
  if (!response.ok) return undefined;
  const { clientPrincipal } = await response.json();
  return clientPrincipal?.userDetails;
}

// The operations at `base` and of the services behind it, whose paths end in a slash. A service that does not answer is left out.
async function discover(base) {
  const { operations } = await request(base);
  const found = operations.map(({ path, ...operation }) =>
    path.endsWith('/') ? discover(base + path.slice(1)).catch(() => []) : [{ ...operation, url: base + path.slice(1) }],
  );
  return (await Promise.all(found)).flat();
}

async function request(url, options) {
  const response = await fetch(url, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? `status ${response.status}`);
  return body;
}

function form({ method, url, summary, input }) {
  const file = input === 'file';
  const field = element(file ? 'input' : 'textarea');
  if (file) field.type = 'file';
  field.required = true;
  field.ariaLabel = summary;
  const button = element('button', 'Send');
  const output = element('output');

  const form = element('form');
  form.append(element('strong', summary), field, button, output);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    output.textContent = '…';
    try {
      const type = file ? 'application/octet-stream' : 'application/json';
      const body = file ? field.files[0] : JSON.stringify({ message: field.value });
      const answer = await request(url, { method, headers: { 'content-type': type }, body });
      output.textContent = answer.answer ?? JSON.stringify(answer, undefined, 2);
    } catch (error) {
      output.textContent = error.message;
    }
    button.disabled = false;
  });
  return form;
}

function link(href, text) {
  const a = element('a', text);
  a.href = href;
  return a;
}

function element(name, text = '') {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
