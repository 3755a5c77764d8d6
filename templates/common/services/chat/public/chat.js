// The chat: asks /api/chat and shows the answers. All that comes from there is put in as text, never as HTML.
const account = document.querySelector('#account');
const log = document.querySelector('#log');
const status = document.querySelector('#status');
const form = document.querySelector('#ask');
const question = document.querySelector('#question');
const [send, again] = form.querySelectorAll('button');

/** The service keeps the conversation; the tab only remembers which one it was. */
let conversation = sessionStorage.getItem('conversation');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const message = question.value.trim();
  if (message === '' || send.disabled) return;
  const asked = show('You', message);
  busy(true);
  try {
    const reply = await request('/api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message, ...(conversation && { conversation }) }),
    });
    keep(reply.conversation);
    show('Assistant', reply.answer, reply);
    question.value = '';
    status.textContent = '';
  } catch (error) {
    // The question stays in its field, to be sent again.
    asked.remove();
    status.textContent = error.message;
  }
  busy(false);
  question.focus();
});

question.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

again.addEventListener('click', () => {
  keep(null);
  log.replaceChildren();
  status.textContent = 'This is a new conversation.';
  question.focus();
});

try {
  const { name } = await request('/api/me');
  account.textContent = name;
  if (conversation) await resume();
} catch (error) {
  status.textContent = error.message;
}
question.focus();

async function resume() {
  try {
    const { turns } = await request(`/api/conversations/${conversation}`);
    for (const turn of turns) {
      show('You', turn.question);
      show('Assistant', turn.answer);
    }
  } catch (error) {
    if (error.cause !== 404) throw error;
    keep(null);
  }
}

async function request(url, options) {
  // An answer that leads elsewhere leads to the sign-in: the session is over.
  const response = await fetch(url, { ...options, redirect: 'manual' });
  if (response.type === 'opaqueredirect' || response.status === 401) {
    const sign = document.querySelector('#sign');
    sign.href = '/.auth/login/aad?post_login_redirect_uri=/';
    sign.textContent = 'Sign in';
    throw new Error('You are not signed in.');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.detail ?? `The service answered ${response.status}.`, { cause: response.status });
  }
  return body;
}

function show(who, text, { citations = [], notes = [] } = {}) {
  const article = element('article', '');
  article.className = who.toLowerCase();
  article.append(element('h2', who), element('p', text));
  if (citations.length > 0) {
    const list = element('ul', '');
    list.ariaLabel = 'Sources';
    list.append(...citations.map(source));
    article.append(list);
  }
  for (const note of notes) {
    const line = element('p', note);
    line.className = 'note';
    article.append(line);
  }
  log.append(article);
  article.scrollIntoView({ block: 'nearest' });
  return article;
}

function source({ number, title, url }) {
  const item = element('li', `[${number}] `);
  if (url?.startsWith('https://')) {
    const link = element('a', title);
    link.href = url;
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
    item.append(link);
  } else {
    item.append(title);
  }
  return item;
}

function busy(is) {
  send.disabled = is;
  again.disabled = is;
  log.ariaBusy = String(is);
  if (is) status.textContent = 'The answer is being written …';
}

function keep(id) {
  conversation = id;
  if (id) sessionStorage.setItem('conversation', id);
  else sessionStorage.removeItem('conversation');
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
